/*
 * How long a message takes in a plain TCP stream that carries as much as the way takes: what no tunnel over TCP can spare a packet.
 *
 *   stream-delay receive PORT                      prints the median, in milliseconds, when the sender has left
 *   stream-delay send ADDRESS PORT SECONDS
 *
 * Each message is a packet's length and bears the time at which it was handed over; both ends have the same clock. No more than two of them
 * wait in the kernel unsent (TCP_NOTSENT_LOWAT), so that no queue of the sender's own is measured.
 */
#define _GNU_SOURCE
#include "common.h"
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

enum { LENGTH = 1400, MOST = 1 << 20 };

struct message { uint64_t given; unsigned char rest[LENGTH - 8]; };

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int receive(int port)
{
    struct sockaddr_in own = place("0.0.0.0", port);
    int door = socket(AF_INET, SOCK_STREAM, 0), on = 1, peer;
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(door, (struct sockaddr *)&own, sizeof own) || listen(door, 1) || (peer = accept(door, NULL, NULL)) < 0)
        return 1;

    static double waited[MOST];
    struct message message;
    int count = 0;
    while (count < MOST && recv(peer, &message, sizeof message, MSG_WAITALL) == (ssize_t)sizeof message)
        waited[count++] = (double)(now_ns() - message.given) / 1e6;
    qsort(waited, (size_t)count, sizeof *waited, by_size);
    printf("%.3f\n", count ? waited[count / 2] : -1.0);
    return count == 0;
}

static int send_all(const char *address, int port, double seconds)
{
    struct sockaddr_in other = place(address, port);
    int peer = socket(AF_INET, SOCK_STREAM, 0), unsent = 2 * LENGTH, on = 1;
    setsockopt(peer, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof unsent);
    setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(peer, (struct sockaddr *)&other, sizeof other))
        return 1;

    struct message message = { 0 };
    for (uint64_t end = now_ns() + (uint64_t)(seconds * 1e9); now_ns() < end;) {
        struct pollfd file = { peer, POLLOUT, 0 };
        if (poll(&file, 1, 100) < 1)
            continue;
        message.given = now_ns();
        if (send(peer, &message, sizeof message, 0) != (ssize_t)sizeof message)
            return 1;
    }
    return close(peer);
}

int main(int count, char **arguments)
{
    if (count == 3 && !strcmp(arguments[1], "receive"))
        return receive(atoi(arguments[2]));
    if (count == 5 && !strcmp(arguments[1], "send"))
        return send_all(arguments[2], atoi(arguments[3]), atof(arguments[4]));
    fprintf(stderr, "stream-delay receive PORT | send ADDRESS PORT SECONDS\n");
    return 2;
}
