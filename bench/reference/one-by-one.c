/*
 * A client that does as sstpc does: each packet in a TLS record of its own, and each record in a write of its own.
 *
 *   one-by-one ADDRESS PORT NAME PASSWORD-FILE INTERFACE|-
 *
 * It signs in by PAP, prints the address that it is given, and carries packets until the server ends. With - it has no interface, and throws
 * away what comes, which costs next to nothing: the kernel does not even copy it. It believes any certificate: it is
 * for measuring, on a link of its own. [MS-SSTP]; RFC 1661, 1332, 1334.
 */
#define _GNU_SOURCE
#include "common.h"
#include <netinet/tcp.h>
#include <openssl/hmac.h>
#include <openssl/ssl.h>
#include <poll.h>

typedef unsigned char byte;

enum { SSTP_HEADER = 4, PPP_HEADER = 4, HEADERS = SSTP_HEADER + PPP_HEADER, LONGEST = 4096, HASH = 32 };
enum { IP = 0x0021, LCP = 0xc021, IPCP = 0x8021, PAP = 0xc023 };
enum { REQUEST = 1, ACK, NAK, REJECT, PROTOCOL_REJECT = 8, ECHO_REQUEST, ECHO_REPLY };
enum { CONNECT_ACK = 2, CONNECTED = 4, SSTP_ECHO_REQUEST = 8, SSTP_ECHO_RESPONSE };

static SSL *tls;
static byte nonce[HASH], own_address[4];
static const char *user, *password;
static int device;
static int is_open;

static unsigned number(const byte *at) { return (unsigned)at[0] << 8 | at[1]; }
static void put(byte *at, unsigned value) { at[0] = (byte)(value >> 8), at[1] = (byte)value; }

static void send_all(const byte *message, int length) { require(SSL_write(tls, message, length) == length, "write"); }

/* --- PPP */

/* Sends a frame whose headers have their place before the content. */
static void send_frame(byte *message, unsigned protocol, int content)
{
    message[0] = 0x10, message[1] = 0;
    put(message + 2, (unsigned)(HEADERS + content));
    put(message + 4, 0xff03);
    put(message + 6, protocol);
    send_all(message, HEADERS + content);
}

static void send_ppp(unsigned protocol, byte code, byte id, const byte *data, int length)
{
    byte message[LONGEST];
    message[HEADERS] = code, message[HEADERS + 1] = id;
    put(message + HEADERS + 2, (unsigned)(4 + length));
    memcpy(message + HEADERS + 4, data, (size_t)length);
    send_frame(message, protocol, 4 + length);
}

static void ask_for_address(void)
{
    byte option[6] = { 3, 6 };
    memcpy(option + 2, own_address, sizeof own_address);
    send_ppp(IPCP, REQUEST, 1, option, sizeof option);
}

static void sign_in(void)
{
    byte data[512];
    size_t name = strlen(user), secret = strlen(password);
    require(name < 200 && secret < 200, "the name or the password is too long");
    data[0] = (byte)name;
    memcpy(data + 1, user, name);
    data[1 + name] = (byte)secret;
    memcpy(data + 2 + name, password, secret);
    send_ppp(PAP, REQUEST, 1, data, (int)(2 + name + secret));
}

/* What the peer asks of us is taken as it is, but for the way to sign in; whether it was taken. */
static int answer_lcp(const byte *packet, int length)
{
    static const byte by_pap[] = { 3, 4, 0xc0, 0x23 };
    for (int at = 4; at + 1 < length && packet[at + 1] >= 2; at += packet[at + 1])
        if (packet[at] == 3 && number(packet + at + 2) != PAP) {
            send_ppp(LCP, NAK, packet[1], by_pap, sizeof by_pap);
            return 0;
        }
    send_ppp(LCP, ACK, packet[1], packet + 4, length - 4);
    return 1;
}

/* The compound MAC of a method that makes no keys: [MS-SSTP] 3.2.5.2. */
static void send_connected(void)
{
    static const byte head[16] = { 0x10, 1, 0, 112, 0, CONNECTED, 0, 1, 0, 3, 0, 104, 0, 0, 0, 2 };
    static const byte seed[] = { 'S','S','T','P',' ','i','n','n','e','r',' ','m','e','t','h','o','d',' ','d','e','r','i','v','e','d',' ','C','M','K', HASH, 0, 1 };
    byte message[112] = { 0 }, no_keys[HASH] = { 0 }, key[HASH];
    X509 *certificate = SSL_get1_peer_certificate(tls);
    memcpy(message, head, sizeof head);
    memcpy(message + 16, nonce, HASH);
    require(X509_digest(certificate, EVP_sha256(), message + 16 + HASH, NULL) == 1, "the certificate's hash");
    X509_free(certificate);
    HMAC(EVP_sha256(), no_keys, HASH, seed, sizeof seed, key, NULL);
    HMAC(EVP_sha256(), key, HASH, message, sizeof message, message + 16 + 2 * HASH, NULL);
    send_all(message, sizeof message);
}

static void take_ipcp(const byte *packet, int length)
{
    if (packet[0] == REQUEST)
        send_ppp(IPCP, ACK, packet[1], packet + 4, length - 4);
    if (packet[0] == NAK && length >= 10 && packet[4] == 3) {
        memcpy(own_address, packet + 6, sizeof own_address);
        ask_for_address();
    }
    if (packet[0] == ACK && !is_open) {
        is_open = 1;
        printf("%d.%d.%d.%d\n", own_address[0], own_address[1], own_address[2], own_address[3]);
        fflush(stdout);
    }
}

static void take_lcp(const byte *packet, int length)
{
    static const byte no_magic[4];
    static int asked, theirs, ours, begun;
    if (packet[0] == ECHO_REQUEST)
        send_ppp(LCP, ECHO_REPLY, packet[1], no_magic, sizeof no_magic);
    if (packet[0] == REQUEST && !asked++)
        send_ppp(LCP, REQUEST, 1, no_magic, 0);
    if (packet[0] == REQUEST)
        theirs = answer_lcp(packet, length);
    ours |= packet[0] == ACK;
    if (ours && theirs && !begun++)
        sign_in();
}

static void take_control_packet(unsigned protocol, byte *packet, int length)
{
    require(length >= 4 && (int)number(packet + 2) <= length, "a short PPP packet");
    length = (int)number(packet + 2);
    if (protocol == LCP)
        take_lcp(packet, length);
    else if (protocol == IPCP)
        take_ipcp(packet, length);
    else if (protocol == PAP && packet[0] == ACK)
        send_connected(), ask_for_address();
    else if (protocol == PAP)
        require(0, "the server refuses name or password");
    else
        send_ppp(LCP, PROTOCOL_REJECT, 1, packet - 2, length + 2);
}

static void take_frame(byte *frame, int length)
{
    int at = length > 2 && number(frame) == 0xff03 ? 2 : 0;
    require(length > at + 2, "a short frame");
    unsigned protocol = frame[at] & 1 ? frame[at++] : (at += 2, number(frame + at - 2));
    if (protocol != IP)
        take_control_packet(protocol, frame + at, length - at);
    else if (is_open)
        (void)!write(device, frame + at, (size_t)(length - at));
}

/* --- SSTP */

static void take_control(byte *message, int length)
{
    static int has_begun;
    unsigned type = number(message + SSTP_HEADER);
    if (type == CONNECT_ACK && length >= 48) {
        memcpy(nonce, message + 16, HASH);
        has_begun = 1;
    } else if (type == SSTP_ECHO_REQUEST) {
        message[SSTP_HEADER + 1] = SSTP_ECHO_RESPONSE;
        send_all(message, length);
    } else {
        fprintf(stderr, "one-by-one: the server %s with message %u\n", has_begun ? "ends" : "refuses", type);
        exit(1);
    }
}

static void take_message(byte *message, int length)
{
    if (message[1] & 1)
        take_control(message, length);
    else
        take_frame(message + SSTP_HEADER, length - SSTP_HEADER);
}

static void receive(void)
{
    static byte buffer[32 * 1024];
    static int have;
    int at = 0, count = SSL_read(tls, buffer + have, (int)sizeof buffer - have);
    if (count <= 0)
        exit(0);
    have += count;
    for (int length; have - at >= SSTP_HEADER && (length = (int)(number(buffer + at + 2) & 0xfff)) <= have - at; at += length) {
        require(length > SSTP_HEADER, "a short message");
        take_message(buffer + at, length);
    }
    memmove(buffer, buffer + at, (size_t)(have -= at));
}

/* --- what it stands on */

static void open_tls(const char *address, const char *port)
{
    struct sockaddr_in peer = place(address, atoi(port));
    int one = 1, connected = socket(AF_INET, SOCK_STREAM, 0);
    require(connect(connected, (struct sockaddr *)&peer, sizeof peer) == 0, address);
    setsockopt(connected, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    tls = SSL_new(SSL_CTX_new(TLS_client_method()));
    SSL_set_ciphersuites(tls, "TLS_AES_128_GCM_SHA256");
    SSL_set_fd(tls, connected);
    require(SSL_connect(tls) == 1, "handshake");
}

static void begin_call(const char *host)
{
    static const byte connect_request[14] = { 0x10, 1, 0, 14, 0, 1, 0, 1, 0, 1, 0, 6, 0, 1 };
    char text[512];
    int length = snprintf(text, sizeof text, "SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.1\r\n"
        "Host: %s\r\nContent-Length: 18446744073709551615\r\n\r\n", host);
    send_all((byte *)text, length);
    for (length = 0; length < 4 || memcmp(text + length - 4, "\r\n\r\n", 4) != 0; length++)
        require(length < (int)sizeof text && SSL_read(tls, text + length, 1) == 1, "the answer to the greeting");
    require(strncmp(text, "HTTP/1.1 200", 12) == 0, "the server refuses the greeting");
    send_all(connect_request, sizeof connect_request);
}

static void throw_away(void)
{
    int much = 256 * 1024; /* wakes it less often */
    setsockopt(SSL_get_fd(tls), SOL_SOCKET, SO_RCVLOWAT, &much, sizeof much);
    while (recv(SSL_get_fd(tls), NULL, 16 * 1024 * 1024, MSG_TRUNC) > 0)
        continue;
    exit(0);
}

static void read_password(const char *path)
{
    static char line[200];
    FILE *file = fopen(path, "r");
    require(file && fgets(line, sizeof line, file), path);
    fclose(file);
    line[strcspn(line, "\n")] = 0;
    password = line;
}

static void send_packets(void)
{
    byte message[LONGEST];
    for (int turn = 0; turn < 64; turn++) {
        int length = (int)read(device, message + HEADERS, sizeof message - HEADERS);
        if (length <= 0)
            return;
        if (message[HEADERS] >> 4 == 4)
            send_frame(message, IP, length);
    }
}

int main(int count, char **arguments)
{
    if (count != 6) {
        fprintf(stderr, "one-by-one ADDRESS PORT NAME PASSWORD-FILE INTERFACE|-\n");
        return 2;
    }
    user = arguments[3];
    read_password(arguments[4]);
    int has_device = strcmp(arguments[5], "-") != 0;
    if (has_device)
        device = open_tun(arguments[5], 0, O_NONBLOCK);
    open_tls(arguments[1], arguments[2]);
    begin_call(arguments[1]);
    for (;;) {
        if (is_open && !has_device)
            throw_away();
        struct pollfd files[] = { { .fd = SSL_get_fd(tls), .events = POLLIN }, { .fd = is_open ? device : -1, .events = POLLIN } };
        if (SSL_pending(tls) == 0)
            require(poll(files, 2, -1) >= 0, "poll");
        if (files[0].revents || SSL_pending(tls))
            receive();
        if (files[1].revents)
            send_packets();
    }
}
