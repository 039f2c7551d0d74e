#pragma once
/* Lines of a GPIO chip, the same over libgpiod 1.6 (Debian 12) and 2.x (Debian 13). Nothing of gpiod.h shows here.
 *
 * Levels are as on the wire: 1 is high. Functions that fail return -1 and set errno. Not for use by two threads at once. */
#include <stddef.h>
#include <stdint.h>

/* Lines that a chip holds at most for one owner. */
#define CGPIO_LINE_LIMIT 64

enum cgpio_bias { CGPIO_BIAS_NONE = 0, CGPIO_BIAS_PULL_UP = 1, CGPIO_BIAS_PULL_DOWN = 2 };

/* How a line is asked for. */
struct cgpio_line {
    unsigned int offset;
    /* 1: an output, driven to `level` at once; 0: an input whose changes are told, both ways. */
    int is_output;
    int level;
    enum cgpio_bias bias;
};

/* A change of an input: the level after it, and when, on CLOCK_MONOTONIC. */
struct cgpio_edge {
    unsigned int offset;
    int level;
    int64_t at_ns;
};

/* What knows how to use a chip; `chip` is its own. Tests have another. */
struct cgpio_driver {
    /* libgpiod's version. */
    const char *(*version)(void);
    /* Opens the chip with this label; NULL and errno when there is none (ENOENT) or it may not be opened. */
    void *(*open)(const char *label);
    /* Holds these lines and no others. EBUSY: another program holds one of them. */
    int (*hold)(void *chip, const struct cgpio_line *lines, size_t count);
    /* The level of a line that is held: 0 or 1. */
    int (*level)(void *chip, unsigned int offset);
    /* Drives a line that is held as an output. */
    int (*set)(void *chip, unsigned int offset, int level);
    /* Descriptors that are readable when an edge waits; says how many there are. */
    size_t (*descriptors)(void *chip, int *descriptors, size_t capacity);
    /* Takes the next edge: 1, or 0 when none waits. */
    int (*next_edge)(void *chip, struct cgpio_edge *edge);
    /* 0 while the chip is there. */
    int (*check)(void *chip);
    /* Lets go of lines and chip. */
    void (*close)(void *chip);
};

/* libgpiod. */
const struct cgpio_driver *cgpio_libgpiod(void);
