/* Modbus TCP gateways on the loopback: `gateways PORTS [REGISTERS]` listens on so many ports and answers at once, for any
 * unit. The first line on stdout is a JSON list of the ports. `report` on stdin prints {"requests": n, "registers": n} and
 * counts anew; the end of stdin ends it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REQUEST = 12, CLIENTS = 4096 };
typedef struct {
    uint8_t bytes[4096];
    size_t used;
} Incoming;
static Incoming *clients[CLIENTS];
static long requests, carried;
static int registers = 2000;

static int word(const uint8_t *bytes) { return bytes[0] << 8 | bytes[1]; }

static void put(uint8_t *bytes, int value) {
    bytes[0] = (uint8_t)(value >> 8);
    bytes[1] = (uint8_t)value;
}

static void watch(int poller, int number, int tag) {
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = (uint64_t)tag << 32 | (uint32_t)number};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, number, &event)) exit((perror("gateways"), 1));
}

static int listening(int *port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int number = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (number < 0 || bind(number, (struct sockaddr *)&address, size) || listen(number, 16)
        || getsockname(number, (struct sockaddr *)&address, &size)) exit((perror("gateways"), 1));
    *port = ntohs(address.sin_port);
    return number;
}

/* Functions 3 and 4; the rest is refused. */
static int answer(const uint8_t *request, uint8_t *reply) {
    int function = request[7], address = word(request + 8), count = word(request + 10), size = 9;
    memcpy(reply, request, 8);
    if ((function == 3 || function == 4) && count >= 1 && count <= 125 && address + count <= registers) {
        reply[8] = (uint8_t)(2 * count);
        for (int i = 0; i < count; i++, size += 2) put(reply + size, (address + i + (int)requests) % 1000);
        carried += count;
    } else {
        reply[7] |= 0x80;
        reply[8] = 2;
    }
    put(reply + 4, size - 6);
    return size;
}

static void serve(int number) {
    Incoming *in = clients[number];
    ssize_t count = read(number, in->bytes + in->used, sizeof in->bytes - in->used);
    if (count <= 0) {
        free(in);
        clients[number] = NULL;
        close(number);
        return;
    }
    in->used += (size_t)count;
    size_t at = 0;
    for (; in->used - at >= REQUEST; at += REQUEST) {
        uint8_t reply[9 + 250];
        int size = answer(in->bytes + at, reply);
        requests++;
        if (write(number, reply, (size_t)size) != size) break;
    }
    in->used -= at;
    memmove(in->bytes, in->bytes + at, in->used);
}

static void accept_client(int poller, int listener) {
    int yes = 1, number = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (number < 0 || number >= CLIENTS) return;
    setsockopt(number, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    clients[number] = calloc(1, sizeof **clients);
    if (!clients[number]) exit(1);
    watch(poller, number, 2);
}

int main(int count, char **words) {
    int ports = count > 1 ? atoi(words[1]) : 100, poller = epoll_create1(EPOLL_CLOEXEC);
    if (count > 2) registers = atoi(words[2]);
    for (int i = 0; i < ports; i++) {
        int port, number = listening(&port);
        printf("%s%d", i ? "," : "[", port);
        watch(poller, number, 1);
    }
    printf("]\n");
    fflush(stdout);
    watch(poller, 0, 0);
    for (;;) {
        struct epoll_event events[64];
        int ready = epoll_wait(poller, events, 64, -1);
        for (int i = 0; i < ready; i++) {
            int number = (int)(uint32_t)events[i].data.u64, tag = (int)(events[i].data.u64 >> 32);
            if (tag == 1) accept_client(poller, number);
            if (tag == 2) serve(number);
            if (tag == 0) {
                char line[64];
                if (read(0, line, sizeof line) <= 0) return 0;
                printf("{\"requests\":%ld,\"registers\":%ld}\n", requests, carried);
                fflush(stdout);
                requests = carried = 0;
            }
        }
    }
}
