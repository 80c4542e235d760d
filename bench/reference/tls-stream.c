/* What TLS allows: a bare TLS 1.3 stream over TCP by OpenSSL's libssl, in records of one size.
 *   tls-stream receive PORT CERTIFICATE KEY          takes one connection
 *   tls-stream send ADDRESS PORT SIZE SECONDS        sends records of SIZE bytes, then ends
 * Each end prints: bytes, seconds, seconds of CPU (user and system). */
#include "common.h"
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/resource.h>

#define LARGEST_RECORD 16384

static double processor(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static int accept_one(const char *port)
{
    struct sockaddr_in own = place("0.0.0.0", atoi(port));
    int one = 1, listening = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    require(bind(listening, (struct sockaddr *)&own, sizeof own) == 0 && listen(listening, 1) == 0, "listen");
    int connected = accept(listening, NULL, NULL);
    require(connected >= 0, "accept");
    return connected;
}

static int connect_to(const char *address, const char *port)
{
    struct sockaddr_in peer = place(address, atoi(port));
    int one = 1, connected = socket(AF_INET, SOCK_STREAM, 0);
    require(connect(connected, (struct sockaddr *)&peer, sizeof peer) == 0, "connect");
    setsockopt(connected, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return connected;
}

static SSL *start(const SSL_METHOD *method, int connected, const char *certificate, const char *key)
{
    SSL_CTX *context = SSL_CTX_new(method);
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256");
    if (certificate)
        require(SSL_CTX_use_certificate_chain_file(context, certificate) == 1 && SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1, key);
    SSL *tls = SSL_new(context);
    SSL_set_fd(tls, connected);
    require((certificate ? SSL_accept(tls) : SSL_connect(tls)) == 1, "handshake");
    return tls;
}

static void receive_all(SSL *tls, long long *bytes)
{
    static char buffer[LARGEST_RECORD];
    for (int count; (count = SSL_read(tls, buffer, sizeof buffer)) > 0;)
        *bytes += count;
}

static void send_for(SSL *tls, int size, double until, long long *bytes)
{
    static char buffer[LARGEST_RECORD];
    require(size > 0 && size <= LARGEST_RECORD, "a record's size");
    memset(buffer, 0x5a, sizeof buffer);
    for (; now() < until; *bytes += size)
        require(SSL_write(tls, buffer, size) == size, "write");
    SSL_shutdown(tls);
}

int main(int count, char **arguments)
{
    int receives = count == 5 && strcmp(arguments[1], "receive") == 0;
    if (!receives && !(count == 6 && strcmp(arguments[1], "send") == 0))
        return 2;

    int connected = receives ? accept_one(arguments[2]) : connect_to(arguments[2], arguments[3]);
    SSL *tls = receives ? start(TLS_server_method(), connected, arguments[3], arguments[4]) : start(TLS_client_method(), connected, NULL, NULL);
    long long bytes = 0;
    double begun = now(), used = processor();
    if (receives)
        receive_all(tls, &bytes);
    else
        send_for(tls, atoi(arguments[4]), begun + atof(arguments[5]), &bytes);
    printf("%lld %.6f %.6f\n", bytes, now() - begun, processor() - used);
    return 0;
}
