/* The functions of libgpiod 2.x that reach the chip, without hardware. Settings and configurations are the library's own. */
#define _GNU_SOURCE
#include "fake.h"
#include <errno.h>
#include <fcntl.h>
#include <gpiod.h>
#include <string.h>
#include <unistd.h>

struct gpiod_chip { const char *label; };
struct gpiod_chip_info { const char *label; };
struct gpiod_line_request { int pipe[2]; };
struct gpiod_edge_event_buffer { struct fake_edge edge; };
static struct gpiod_chip chips[2] = {{"leds"}, {"relays"}};
static struct gpiod_chip_info info;
static struct gpiod_line_request request;
static struct gpiod_edge_event_buffer buffer;

const char *gpiod_api_version(void) { return "2"; }

struct gpiod_chip *gpiod_chip_open(const char *path) {
    fake_chips_open++;
    return &chips[strcmp(path, "/dev/gpiochip1") == 0];
}

void gpiod_chip_close(struct gpiod_chip *chip) {
    (void)chip;
    fake_chips_open--;
}

struct gpiod_chip_info *gpiod_chip_get_info(struct gpiod_chip *chip) {
    info.label = chip->label;
    return &info;
}

const char *gpiod_chip_info_get_label(struct gpiod_chip_info *info) { return info->label; }
void gpiod_chip_info_free(struct gpiod_chip_info *info) { (void)info; }

struct gpiod_line_request *gpiod_chip_request_lines(
    struct gpiod_chip *chip, struct gpiod_request_config *config, struct gpiod_line_config *lines) {
    (void)chip;
    (void)config;
    unsigned int offsets[8];
    size_t count = gpiod_line_config_get_configured_offsets(lines, offsets, 8);
    for (size_t i = 0; i < count; i++) {
        if (!fake_lines[offsets[i]].is_taken) continue;
        errno = EBUSY;
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        struct gpiod_line_settings *settings = gpiod_line_config_get_line_settings(lines, offsets[i]);
        struct fake_line *line = &fake_lines[offsets[i]];
        enum gpiod_line_bias bias = gpiod_line_settings_get_bias(settings);
        line->is_held = 1;
        line->is_output = gpiod_line_settings_get_direction(settings) == GPIOD_LINE_DIRECTION_OUTPUT;
        line->has_both_edges = gpiod_line_settings_get_edge_detection(settings) == GPIOD_LINE_EDGE_BOTH
            && gpiod_line_settings_get_event_clock(settings) == GPIOD_LINE_CLOCK_MONOTONIC;
        line->bias = bias == GPIOD_LINE_BIAS_PULL_UP ? 'u' : bias == GPIOD_LINE_BIAS_PULL_DOWN ? 'd' : 0;
        if (line->is_output) line->level = gpiod_line_settings_get_output_value(settings) == GPIOD_LINE_VALUE_ACTIVE;
        gpiod_line_settings_free(settings);
    }
    return pipe2(request.pipe, O_NONBLOCK) == 0 ? &request : NULL;
}

void gpiod_line_request_release(struct gpiod_line_request *request) {
    for (size_t i = 0; i < 8; i++) fake_lines[i].is_held = 0;
    close(request->pipe[0]);
    close(request->pipe[1]);
}

enum gpiod_line_value gpiod_line_request_get_value(struct gpiod_line_request *request, unsigned int offset) {
    (void)request;
    return fake_lines[offset].level ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
}

int gpiod_line_request_set_value(
    struct gpiod_line_request *request, unsigned int offset, enum gpiod_line_value value) {
    (void)request;
    fake_lines[offset].level = value == GPIOD_LINE_VALUE_ACTIVE;
    return 0;
}

int gpiod_line_request_get_fd(struct gpiod_line_request *request) { return request->pipe[0]; }

int gpiod_line_request_read_edge_events(
    struct gpiod_line_request *request, struct gpiod_edge_event_buffer *buffer, size_t limit) {
    (void)limit;
    return read(request->pipe[0], &buffer->edge, sizeof buffer->edge) == sizeof buffer->edge ? 1 : -1;
}

struct gpiod_edge_event_buffer *gpiod_edge_event_buffer_new(size_t capacity) {
    (void)capacity;
    return &buffer;
}

void gpiod_edge_event_buffer_free(struct gpiod_edge_event_buffer *buffer) { (void)buffer; }

struct gpiod_edge_event *gpiod_edge_event_buffer_get_event(struct gpiod_edge_event_buffer *buffer, unsigned long index) {
    (void)index;
    return (struct gpiod_edge_event *)buffer;
}

unsigned int gpiod_edge_event_get_line_offset(struct gpiod_edge_event *event) {
    return ((struct gpiod_edge_event_buffer *)event)->edge.offset;
}

enum gpiod_edge_event_type gpiod_edge_event_get_event_type(struct gpiod_edge_event *event) {
    return ((struct gpiod_edge_event_buffer *)event)->edge.level ? GPIOD_EDGE_EVENT_RISING_EDGE
                                                                  : GPIOD_EDGE_EVENT_FALLING_EDGE;
}

uint64_t gpiod_edge_event_get_timestamp_ns(struct gpiod_edge_event *event) {
    return (uint64_t)((struct gpiod_edge_event_buffer *)event)->edge.at_ns;
}

void fake_drive(unsigned int offset, int level, int64_t at_ns) {
    struct fake_edge edge = {offset, level, at_ns};
    fake_lines[offset].level = level;
    if (write(request.pipe[1], &edge, sizeof edge) < 0) fake_is_gone = 1;
}
