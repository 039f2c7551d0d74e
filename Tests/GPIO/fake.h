#pragma once
#include <stdint.h>

/* A line of the played chip "relays". */
struct fake_line {
    int is_held, is_taken, is_output, level, has_both_edges;
    /* 'u', 'd', or 0 for as it is. */
    char bias;
    int pipe[2];
};
extern struct fake_line fake_lines[8];
extern int fake_is_gone, fake_chips_open;

struct fake_edge {
    unsigned int offset;
    int level;
    int64_t at_ns;
};
/* Drives a line from outside. */
void fake_drive(unsigned int offset, int level, int64_t at_ns);
