/* What a tunnel through TUN and TLS in user space must cost: the plainest there is. Each packet of the TUN, up to 64 KiB with its virtio-net
 * header, goes as it came, behind its length, into a TLS 1.3 stream, and from there into the other TUN: nothing is cut, looked at, or limited.
 * One blocking thread each way, with a connection of its own, since an SSL is for one thread at a time.
 *   tunnel listen INTERFACE PORT CERTIFICATE KEY
 *   tunnel connect INTERFACE ADDRESS PORT
 * It runs until it is killed, or the other end is. */
#include "common.h"
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <pthread.h>

#define LENGTH_SIZE 4
#define LONGEST (10 + 65535) /* a virtio-net header, and a packet */

struct way { int device; SSL *tls; };

static int open_device(const char *name)
{
    int device = open_tun(name, IFF_VNET_HDR, 0);
    require(ioctl(device, TUNSETOFFLOAD, TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6) == 0, "TUNSETOFFLOAD");
    return device;
}

static int listen_at(const char *port)
{
    struct sockaddr_in own = place("0.0.0.0", atoi(port));
    int one = 1, listening = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    require(bind(listening, (struct sockaddr *)&own, sizeof own) == 0 && listen(listening, 2) == 0, "listen");
    return listening;
}

static int connect_to(const char *address, const char *port)
{
    struct sockaddr_in peer = place(address, atoi(port));
    int connected = socket(AF_INET, SOCK_STREAM, 0);
    require(connect(connected, (struct sockaddr *)&peer, sizeof peer) == 0, "connect");
    return connected;
}

static SSL *start(SSL_CTX *context, int connected, int accepts)
{
    int one = 1;
    require(connected >= 0, "accept");
    setsockopt(connected, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    SSL *tls = SSL_new(context);
    BIO *gathers = BIO_new(BIO_f_buffer()), *socket = BIO_new_socket(connected, BIO_CLOSE);
    BIO_set_write_buffer_size(gathers, 2 * LONGEST); /* one send for the records of a packet */
    BIO_up_ref(socket);
    SSL_set_bio(tls, socket, BIO_push(gathers, socket));
    require((accepts ? SSL_accept(tls) : SSL_connect(tls)) == 1, "handshake");
    return tls;
}

static void *send_all(void *argument)
{
    struct way *way = argument;
    static char message[LENGTH_SIZE + LONGEST];
    for (int length; (length = read(way->device, message + LENGTH_SIZE, LONGEST)) > 0;) {
        memcpy(message, &length, LENGTH_SIZE);
        require(SSL_write(way->tls, message, LENGTH_SIZE + length) > 0 && BIO_flush(SSL_get_wbio(way->tls)) > 0, "write");
    }
    return NULL;
}

static void receive_all(struct way *way)
{
    static char buffer[4 * LONGEST];
    for (int have = 0, at = 0, read;; have -= at, at = 0) {
        for (int length; have - at >= LENGTH_SIZE; at += LENGTH_SIZE + length) {
            memcpy(&length, buffer + at, LENGTH_SIZE);
            require(length > 0 && length <= LONGEST, "a length");
            if (have - at < LENGTH_SIZE + length)
                break;
            (void)!write(way->device, buffer + at + LENGTH_SIZE, length); /* what the kernel does not take is lost, as on any wire */
        }
        memmove(buffer, buffer + at, have - at);
        if ((read = SSL_read(way->tls, buffer + have - at, sizeof buffer - (have - at))) <= 0)
            return;
        have += read;
    }
}

int main(int count, char **arguments)
{
    int accepts = count == 6 && strcmp(arguments[1], "listen") == 0;
    if (!accepts && !(count == 5 && strcmp(arguments[1], "connect") == 0))
        return 2;

    SSL_CTX *context = SSL_CTX_new(accepts ? TLS_server_method() : TLS_client_method());
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_default_read_buffer_len(context, 64 * 1024); /* one receive for some records */
    SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256");
    if (accepts)
        require(SSL_CTX_use_certificate_chain_file(context, arguments[4]) == 1 && SSL_CTX_use_PrivateKey_file(context, arguments[5], SSL_FILETYPE_PEM) == 1, arguments[5]);

    struct way ways[2]; /* up, down */
    int device = open_device(arguments[2]), listening = accepts ? listen_at(arguments[3]) : -1;
    for (int i = 0; i < 2; i++) {
        int connected = accepts ? accept(listening, NULL, NULL) : connect_to(arguments[3], arguments[4]);
        ways[i] = (struct way) { device, start(context, connected, accepts) };
    }

    pthread_t sender;
    require(pthread_create(&sender, NULL, send_all, &ways[accepts]) == 0, "pthread_create");
    receive_all(&ways[!accepts]);
    return 0;
}
