/* The functions of libgpiod 1.6 that CGPIO uses, without hardware. */
#define _GNU_SOURCE
#include "fake.h"
#include <errno.h>
#include <fcntl.h>
#include <gpiod.h>
#include <string.h>
#include <unistd.h>

struct gpiod_chip { const char *label; };
struct gpiod_line { unsigned int offset; };
static struct gpiod_chip chips[2] = {{"leds"}, {"relays"}};
static struct gpiod_line lines[8];

const char *gpiod_version_string(void) { return "1.6"; }

struct gpiod_chip *gpiod_chip_open(const char *path) {
    fake_chips_open++;
    return &chips[strcmp(path, "/dev/gpiochip1") == 0];
}

void gpiod_chip_close(struct gpiod_chip *chip) {
    (void)chip;
    fake_chips_open--;
}

const char *gpiod_chip_label(struct gpiod_chip *chip) { return chip->label; }

struct gpiod_line *gpiod_chip_get_line(struct gpiod_chip *chip, unsigned int offset) {
    (void)chip;
    lines[offset].offset = offset;
    return &lines[offset];
}

int gpiod_line_request(struct gpiod_line *gpiod, const struct gpiod_line_request_config *config, int level) {
    struct fake_line *line = &fake_lines[gpiod->offset];
    if (line->is_taken || line->is_held) {
        errno = EBUSY;
        return -1;
    }
    line->is_held = 1;
    line->is_output = config->request_type == GPIOD_LINE_REQUEST_DIRECTION_OUTPUT;
    line->has_both_edges = config->request_type == GPIOD_LINE_REQUEST_EVENT_BOTH_EDGES;
    line->bias = config->flags == GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP ? 'u'
        : config->flags == GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN      ? 'd'
                                                                       : 0;
    if (line->is_output) line->level = level;
    return pipe2(line->pipe, O_NONBLOCK);
}

void gpiod_line_release(struct gpiod_line *gpiod) {
    struct fake_line *line = &fake_lines[gpiod->offset];
    line->is_held = 0;
    close(line->pipe[0]);
    close(line->pipe[1]);
}

int gpiod_line_get_value(struct gpiod_line *line) { return fake_lines[line->offset].level; }

int gpiod_line_set_value(struct gpiod_line *line, int level) {
    fake_lines[line->offset].level = level;
    return 0;
}

int gpiod_line_event_get_fd(struct gpiod_line *line) { return fake_lines[line->offset].pipe[0]; }

int gpiod_line_event_read(struct gpiod_line *line, struct gpiod_line_event *event) {
    struct fake_edge edge;
    if (read(fake_lines[line->offset].pipe[0], &edge, sizeof edge) != sizeof edge) return -1;
    event->event_type = edge.level ? GPIOD_LINE_EVENT_RISING_EDGE : GPIOD_LINE_EVENT_FALLING_EDGE;
    event->ts = (struct timespec){.tv_sec = edge.at_ns / 1000000000, .tv_nsec = edge.at_ns % 1000000000};
    return 0;
}

void fake_drive(unsigned int offset, int level, int64_t at_ns) {
    struct fake_edge edge = {offset, level, at_ns};
    fake_lines[offset].level = level;
    if (write(fake_lines[offset].pipe[1], &edge, sizeof edge) < 0) fake_is_gone = 1;
}
