/* A Modbus RTU line with slaves on a pseudo-terminal, on which bytes take their time.
 *
 *   request written ──▶ its bytes pass ──▶ t3.5 of silence ──▶ slave time ──▶ answer, each byte when it would arrive
 *
 * A request is taken to begin when read(2) brings it. The first line on stdout is the terminal's path. Commands on stdin:
 *   dead 3,5     these units are silent        alive 3,5    they answer again       report   see print_report; counts anew
 * The end of stdin, or SIGTERM, prints a last report and ends it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { UNITS = 248, FRAME = 256 };
/* A timer of this machine may be late by about as much; the rest is waited for awake. */
static const int64_t awake = 100000;

typedef struct {
    int64_t asked, sent, ended; /* monotonic ns: first byte of the request, its last, the last of the answer (0: none) */
    int64_t silence;            /* before the request, ns; -1 if nothing came before */
    int unit, function, address, count, value, out, back;
} Exchange;

static int master, units = 32, registers = 2000;
static int64_t character, t35, slave_time, last_end;
static bool dead[UNITS];
static uint16_t *table;
static Exchange *exchanges;
static size_t used, room;
static long garbled, collisions;
static volatile sig_atomic_t ending;

static void end(int number) {
    (void)number;
    ending = 1;
}

static int64_t now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * 1000000000LL + at.tv_nsec;
}

static void sleep_until(int64_t moment) {
    int64_t early = moment - awake;
    if (early > now()) {
        struct timespec at = {early / 1000000000, early % 1000000000};
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR && !ending) {}
    }
    while (now() < moment && !ending) {}
}

static uint16_t crc(const uint8_t *bytes, int count) {
    uint16_t sum = 0xFFFF;
    for (int i = 0; i < count; i++) {
        sum ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) sum = sum & 1 ? sum >> 1 ^ 0xA001 : sum >> 1;
    }
    return sum;
}

static int word(const uint8_t *bytes) { return bytes[0] << 8 | bytes[1]; }

/* `what` is a list such as 3,5. */
static void set_dead(char *what, bool is_dead) {
    for (char *part = strtok(what, ","); part; part = strtok(NULL, ",")) {
        int unit = atoi(part);
        if (unit > 0 && unit < UNITS) dead[unit] = is_dead;
    }
}

/* One line of JSON; the names of the exchanges' columns stand in it. */
static void print_report(void) {
    printf("{\"character\":%lld,\"t35\":%lld,\"slave\":%lld,\"garbled\":%ld,\"collisions\":%ld,\"columns\":[\"asked\","
           "\"sent\",\"ended\",\"silence\",\"unit\",\"function\",\"address\",\"count\",\"value\",\"out\",\"back\"],"
           "\"exchanges\":[", (long long)character, (long long)t35, (long long)slave_time, garbled, collisions);
    for (size_t i = 0; i < used; i++) {
        Exchange *e = &exchanges[i];
        printf("%s[%lld,%lld,%lld,%lld,%d,%d,%d,%d,%d,%d,%d]", i ? "," : "", (long long)e->asked, (long long)e->sent,
               (long long)e->ended, (long long)e->silence, e->unit, e->function, e->address, e->count, e->value, e->out,
               e->back);
    }
    printf("]}\n");
    fflush(stdout);
    used = 0;
    garbled = collisions = 0;
}

/* Does what stdin says; it is a pipe on which whole lines are written at once. */
static void obey(void) {
    char lines[4096];
    ssize_t count = read(0, lines, sizeof lines - 1);
    if (count <= 0) {
        ending = 1;
        return;
    }
    lines[count] = 0;
    char *rest = NULL;
    for (char *line = strtok_r(lines, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        if (!strncmp(line, "dead ", 5)) set_dead(line + 5, true);
        if (!strncmp(line, "alive ", 6)) set_dead(line + 6, false);
        if (!strcmp(line, "report")) print_report();
    }
}

/* Bytes of a request and the moment it came; 0 when the line is to end. */
static int await_request(uint8_t *frame, int64_t *asked) {
    while (!ending) {
        struct pollfd polled[] = {{master, POLLIN, 0}, {0, POLLIN, 0}};
        /* Not awake: the kernel's worker that brings the bytes would have to wait for this processor. */
        if (poll(polled, 2, -1) < 0) continue;
        *asked = now();
        if (polled[1].revents) obey();
        if (!(polled[0].revents & POLLIN)) continue;
        ssize_t count = read(master, frame, FRAME);
        if (count > 0) return (int)count;
    }
    return 0;
}

/* Follows a request to the silence that ends it; says when its last byte had passed. */
static int64_t follow(uint8_t *frame, int *count, int64_t asked) {
    int64_t sent = asked + *count * character;
    while (!ending) {
        sleep_until(sent + t35);
        uint8_t more[FRAME];
        ssize_t added = read(master, more, sizeof more);
        if (added <= 0) break;
        if (*count + added > FRAME) added = FRAME - *count;
        memcpy(frame + *count, more, (size_t)added);
        *count += (int)added;
        sent += added * character;
        if (!added) break;
    }
    return sent;
}

/* Whatever comes while the line is taken would have been destroyed on it, and would have destroyed what was there. */
static bool collides(void) {
    uint8_t lost[FRAME];
    if (read(master, lost, sizeof lost) <= 0) return false;
    collisions++;
    return true;
}

/* The answer's length with its CRC. */
static int answer(const uint8_t *request, int count, uint8_t *reply, Exchange *e) {
    uint16_t *values = table + e->unit * registers;
    int problem = 0, size = 2;
    memcpy(reply, request, 2);
    switch (e->function) {
    case 3: case 4:
        if (e->count < 1 || e->count > 125 || count != 8) problem = 3;
        else if (e->address + e->count > registers) problem = 2;
        else {
            reply[size++] = (uint8_t)(2 * e->count);
            for (int i = 0; i < e->count; i++) {
                reply[size++] = (uint8_t)(values[e->address + i] >> 8);
                reply[size++] = (uint8_t)values[e->address + i];
            }
        }
        break;
    case 6: case 16:
        if (e->function == 16 && (count != 9 + 2 * e->count || request[6] != 2 * e->count)) problem = 3;
        else if (e->address + e->count > registers) problem = 2;
        else {
            const uint8_t *given = request + (e->function == 6 ? 4 : 7);
            for (int i = 0; i < e->count; i++) values[e->address + i] = (uint16_t)word(given + 2 * i);
            memcpy(reply + 2, request + 2, 4);
            size = 6;
        }
        break;
    default: problem = 1;
    }
    if (problem) {
        reply[1] |= 0x80;
        reply[2] = (uint8_t)problem;
        size = 3;
    }
    uint16_t sum = crc(reply, size);
    reply[size++] = (uint8_t)sum;
    reply[size++] = (uint8_t)(sum >> 8);
    return size;
}

static void deliver(const uint8_t *reply, int size, Exchange *e) {
    int64_t begin = e->sent + t35 + slave_time;
    sleep_until(begin);
    if (collides()) return;
    for (int i = 0; i < size; i++) {
        sleep_until(begin + (i + 1) * character);
        if (collides() || ending) return;
        /* Before it is handed over: a reader may have it before this processor is ours again. */
        int64_t moment = now();
        if (write(master, reply + i, 1) != 1) return;
        if (i == size - 1) e->ended = moment;
    }
    e->back = size;
}

static void serve(uint8_t *frame, int count, int64_t asked) {
    int64_t sent = follow(frame, &count, asked);
    Exchange e = {.asked = asked, .sent = sent, .out = count, .silence = last_end ? asked - last_end : -1};
    last_end = sent;
    if (count < 8 || (frame[count - 1] << 8 | frame[count - 2]) != crc(frame, count - 2)) {
        garbled++;
        return;
    }
    e.unit = frame[0];
    e.function = frame[1];
    e.address = word(frame + 2);
    e.count = e.function == 6 ? 1 : word(frame + 4);
    e.value = e.function == 6 ? word(frame + 4) : e.function == 16 && count >= 11 ? word(frame + 7) : -1;
    if (e.unit >= 1 && e.unit <= units && !dead[e.unit]) {
        uint8_t reply[FRAME];
        deliver(reply, answer(frame, count, reply, &e), &e);
        if (e.ended) last_end = e.ended;
    }
    if (used == room) {
        room = room ? 2 * room : 4096;
        exchanges = realloc(exchanges, room * sizeof *exchanges);
        if (!exchanges) exit(1);
    }
    exchanges[used++] = e;
}

int main(int count, char **words) {
    int baud = 9600, bits = 11, option;
    slave_time = 5000000;
    while ((option = getopt(count, words, "u:b:c:s:r:d:")) != -1) {
        switch (option) {
        case 'u': units = atoi(optarg); break;
        case 'b': baud = atoi(optarg); break;
        case 'c': bits = atoi(optarg); break;
        case 's': slave_time = atoll(optarg) * 1000; break;
        case 'r': registers = atoi(optarg); break;
        case 'd': set_dead(optarg, true); break;
        default: baud = 0;
        }
    }
    if (baud < 300 || bits < 9 || bits > 12 || units < 1 || units >= UNITS || registers < 1 || registers > 65536) {
        fprintf(stderr, "usage: line [-u units] [-b baud] [-c bits of a character] [-s slave time, us] [-r registers] "
                        "[-d dead units]\n");
        return 2;
    }
    character = bits * 1000000000LL / baud;
    t35 = baud > 19200 ? 1750000 : 38500000000LL / baud;
    table = calloc((size_t)UNITS * (size_t)registers, sizeof *table);
    for (int i = 0; i < UNITS * registers; i++) table[i] = (uint16_t)(i / registers * 100 + i % registers % 100);
    master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0 || grantpt(master) || unlockpt(master)) return perror("line"), 1;
    /* Held open, so that the terminal outlives the programs that come and go. */
    int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    struct termios raw;
    if (slave < 0 || tcgetattr(slave, &raw)) return perror("line"), 1;
    cfmakeraw(&raw);
    tcsetattr(slave, TCSANOW, &raw);
    fcntl(master, F_SETFL, O_NONBLOCK);
    struct sigaction action = {.sa_handler = end};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    prctl(PR_SET_TIMERSLACK, 1);
    printf("%s\n", ptsname(master));
    fflush(stdout);
    uint8_t frame[FRAME];
    int64_t asked;
    for (int size; (size = await_request(frame, &asked)) > 0;) serve(frame, size, asked);
    print_report();
    return 0;
}
