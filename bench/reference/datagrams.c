/* Datagrams to many addresses in turn, as super-packets (UDP GSO, kernel 4.18), at so many Gbit/s in all: more than a tunnel carries.
 *   datagrams GBITS SECONDS ADDRESS... */
#include "common.h"
#include <sys/socket.h>

enum { OF_UDP = 17, SEGMENT = 103 }; /* SOL_UDP, UDP_SEGMENT */
enum { DISCARD = 9, DATAGRAM = 1300, BURST = 45 * DATAGRAM, MOST = 256, PAUSE = 200 /* us */ };

static int open_to(const char *address)
{
    struct sockaddr_in peer = place(address, DISCARD);
    int length = DATAGRAM, opened = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    require(connect(opened, (struct sockaddr *)&peer, sizeof peer) == 0, address);
    require(setsockopt(opened, OF_UDP, SEGMENT, &length, sizeof length) == 0, "UDP_SEGMENT");
    return opened;
}

int main(int count, char **arguments)
{
    static char burst[BURST];
    int sockets[MOST], peers = count - 3;
    require(peers > 0 && peers <= MOST, "datagrams GBITS SECONDS ADDRESS...");
    for (int i = 0; i < peers; i++)
        sockets[i] = open_to(arguments[3 + i]);
    double rate = atof(arguments[1]) * 1e9 / 8, begun = now(), until = begun + atof(arguments[2]), sent = 0;
    for (int turn = 0; now() < until;) {
        if (sent > rate * (now() - begun)) {
            usleep(PAUSE);
            continue;
        }
        (void)!send(sockets[turn], burst, BURST, 0); /* what finds no room is lost */
        sent += BURST;
        turn = (turn + 1) % peers;
    }
    return 0;
}
