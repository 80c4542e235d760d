// Watches the TCP connections to a port over an interface, and prints for each, when its client ends it: how many ms it took from the SYN to the
// server's last answer before the client's last bytes, and how many of them the server took: from the last bytes that came from the client to
// the first of the server's, each time that it had its turn. Acknowledgements without bytes are nobody's turn. Ended by a signal.
// Arguments: INTERFACE PORT. Started by bench/rows/guest.sh.
#include "common.h"
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
    unsigned char frame[1 << 17];
    double begun = 0, answered = 0, before = 0, asked = 0, taken = 0, turn = 0;
    int is_servers = 0;
    if (argc != 3)
        return 2;
    int port = atoi(argv[2]), s = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
    struct sockaddr_ll on = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = if_nametoindex(argv[1]) };
    if (s < 0 || on.sll_ifindex == 0 || bind(s, (struct sockaddr *)&on, sizeof on) != 0) {
        perror(argv[1]);
        return 1;
    }

    for (;;) {
        ssize_t length = recv(s, frame, sizeof frame, 0);
        struct iphdr *ip = (struct iphdr *)(frame + ETH_HLEN);
        struct tcphdr *tcp = (struct tcphdr *)((unsigned char *)ip + (length > ETH_HLEN ? ip->ihl * 4 : 0));
        double at = now() * 1e3;
        if (length < ETH_HLEN + 40 || frame[12] != 8 || frame[13] != 0 || ip->protocol != IPPROTO_TCP
            || (unsigned char *)(tcp + 1) > frame + length)
            continue;
        int to_server = ntohs(tcp->dest) == port, bytes = ntohs(ip->tot_len) - ip->ihl * 4 - tcp->doff * 4;
        if (!to_server && ntohs(tcp->source) != port)
            continue;
        if (to_server && tcp->syn) {
            begun = asked = at;
            taken = turn = 0;
            is_servers = 0;
        } else if (to_server && (tcp->fin || tcp->rst) && begun > 0) { // the client's last bytes said goodbye
            printf("%.1f %.1f\n", before - begun, taken - turn);
            fflush(stdout);
            begun = 0;
        } else if (bytes > 0 && to_server) {
            if (is_servers)
                before = answered;
            asked = at;
            is_servers = 0;
        } else if (bytes > 0) {
            if (!is_servers)
                taken += turn = at - asked;
            answered = at;
            is_servers = 1;
        }
    }
}
