/* What libmodbus alone can do on a line: reads the same registers of units 1…n in turn, as fast as the protocol allows.
 *
 *   bare PATH BAUD SECONDS [UNITS [REGISTERS]]     8N2, which has as many bits as 8E1 and which a pseudo-terminal takes
 */
#define _GNU_SOURCE
#include <errno.h>
#include <modbus.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>

static int64_t now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * 1000000000LL + at.tv_nsec;
}

int main(int count, char **words) {
    if (count < 4) return fprintf(stderr, "usage: bare PATH BAUD SECONDS [UNITS [REGISTERS]]\n"), 2;
    int baud = atoi(words[2]), units = count > 4 ? atoi(words[4]) : 32, registers = count > 5 ? atoi(words[5]) : 10;
    int64_t gap = baud > 19200 ? 1750000 : 38500000000LL / baud;
    long answers = 0, failures = 0;
    modbus_t *context = modbus_new_rtu(words[1], baud, 'N', 8, 2);
    if (!context || modbus_connect(context)) return fprintf(stderr, "bare: %s\n", modbus_strerror(errno)), 1;
    modbus_set_response_timeout(context, 0, 500000);
    prctl(PR_SET_TIMERSLACK, 1);
    int64_t end = now() + atoll(words[3]) * 1000000000LL;
    for (int unit = 1; now() < end; unit = unit % units + 1) {
        uint16_t values[MODBUS_MAX_READ_REGISTERS];
        modbus_set_slave(context, unit);
        if (modbus_read_registers(context, 0, registers, values) == registers) answers++; else failures++;
        int64_t free = now() + gap;
        struct timespec at = {free / 1000000000, free % 1000000000};
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR) {}
    }
    printf("{\"answers\":%ld,\"failures\":%ld}\n", answers, failures);
    modbus_close(context);
    modbus_free(context);
    return 0;
}
