/*
 * A path between two TUN interfaces that delays, loses and slows packets as a router on a long way would: for kernels without netem.
 *
 *   path NAME-A NAME-B DELAY-MS LOSS-PERCENT RATE-MBIT BUFFER-KB
 *
 * It makes both interfaces, says "ready", and carries packets until its standard input ends. Each way has the delay, the loss, the rate
 * and a queue of its own that drops what does not fit; a rate of 0 is no limit.
 */
#define _GNU_SOURCE
#include "common.h"
#include <errno.h>
#include <poll.h>

enum { LONGEST = 2048, SLOTS = 1 << 15 };

struct packet { uint64_t leaves; int length; unsigned char bytes[LONGEST]; };

struct way {
    int from, to;
    struct packet *packets;
    unsigned first, last;   /* of those on their way */
    uint64_t line_free;     /* when the line has sent all that it was given */
};

static double delay_ms, loss_percent, rate_mbit, buffer_kb;

/* Reads what has come, and says of each packet when it arrives at the other end. */
static void take(struct way *way)
{
    for (;;) {
        struct packet *packet = &way->packets[way->last % SLOTS];
        uint64_t now = now_ns(), leaves = now;
        int length = (int)read(way->from, packet->bytes, LONGEST);
        if (length <= 0)
            return;
        if (way->last - way->first == SLOTS - 1 || drand48() * 100 < loss_percent)
            continue;
        if (rate_mbit > 0) {
            double waiting_ns = way->line_free > now ? (double)(way->line_free - now) : 0;
            if (waiting_ns * rate_mbit / 8000 > buffer_kb * 1024)
                continue;
            leaves = (way->line_free > now ? way->line_free : now) + (uint64_t)(length * 8000 / rate_mbit);
            way->line_free = leaves;
        }
        packet->length = length;
        packet->leaves = leaves + (uint64_t)(delay_ms * 1e6);
        way->last++;
    }
}

/* Writes what is due; how many nanoseconds until more is, at most a second. */
static uint64_t give(struct way *way)
{
    while (way->first != way->last) {
        struct packet *packet = &way->packets[way->first % SLOTS];
        uint64_t now = now_ns();
        if (packet->leaves > now)
            return packet->leaves - now;
        if (write(way->to, packet->bytes, (size_t)packet->length) < 0 && errno == EINTR)
            continue;
        way->first++;
    }
    return 1000000000u;
}

int main(int count, char **arguments)
{
    if (count != 7) {
        fprintf(stderr, "path NAME-A NAME-B DELAY-MS LOSS-PERCENT RATE-MBIT BUFFER-KB\n");
        return 2;
    }
    delay_ms = atof(arguments[3]), loss_percent = atof(arguments[4]), rate_mbit = atof(arguments[5]), buffer_kb = atof(arguments[6]);
    srand48(1);
    int a = open_tun(arguments[1], 0, O_NONBLOCK), b = open_tun(arguments[2], 0, O_NONBLOCK);
    struct way there = { .from = a, .to = b }, back = { .from = b, .to = a };
    there.packets = calloc(SLOTS, sizeof *there.packets);
    back.packets = calloc(SLOTS, sizeof *back.packets);
    if (!there.packets || !back.packets)
        return 1;
    puts("ready");
    fflush(stdout);
    for (;;) {
        struct pollfd files[] = { { .fd = a, .events = POLLIN }, { .fd = b, .events = POLLIN }, { .fd = 0, .events = POLLIN } };
        uint64_t one = give(&there), other = give(&back), wait = one < other ? one : other;
        struct timespec time = { .tv_sec = (time_t)(wait / 1000000000u), .tv_nsec = (long)(wait % 1000000000u) };
        if (ppoll(files, 3, &time, NULL) < 0 && errno != EINTR)
            return 1;
        if (files[2].revents)
            return 0;
        take(&there);
        take(&back);
    }
}
