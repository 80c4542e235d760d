/* What the programs here have in common: to end where something fails, the time, an address with its port, a TUN interface. */
#ifndef COMMON_H
#define COMMON_H
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* Says what failed, and why by errno. */
static inline void require(int good, const char *what)
{
    if (good)
        return;
    perror(what);
    exit(1);
}

static inline uint64_t now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* In seconds. */
static inline double now(void) { return (double)now_ns() / 1e9; }

static inline struct sockaddr_in place(const char *address, int port)
{
    struct sockaddr_in place = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    require(inet_pton(AF_INET, address, &place.sin_addr) == 1, address);
    return place;
}

/* A TUN interface without the header of packet information; flags: IFF_VNET_HDR or none, and how to open it: O_NONBLOCK or nothing. */
static inline int open_tun(const char *name, int flags, int how)
{
    struct ifreq request = { .ifr_flags = (short)(IFF_TUN | IFF_NO_PI | flags) };
    int device = open("/dev/net/tun", O_RDWR | O_CLOEXEC | how);
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    require(device >= 0 && ioctl(device, TUNSETIFF, &request) == 0, name);
    return device;
}
#endif
