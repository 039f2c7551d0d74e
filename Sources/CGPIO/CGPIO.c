#define _GNU_SOURCE
#include "CGPIO.h"
#include <dirent.h>
#include <errno.h>
#include <gpiod.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Neither version says which it is; 1.6 has this constant and 2.x has not. */
#if defined(GPIOD_LINE_BULK_MAX_LINES)
#define GPIOD_IS_1 1
#endif

static const char consumer[] = "halld";

struct chip {
    struct gpiod_chip *gpiod;
    char path[64];
    dev_t device;
    size_t count;
    struct cgpio_line lines[CGPIO_LINE_LIMIT];
#ifdef GPIOD_IS_1
    struct gpiod_line *held[CGPIO_LINE_LIMIT];
#else
    struct gpiod_line_request *request;
    struct gpiod_edge_event_buffer *buffer;
#endif
};

static int fail(int error) {
    errno = error;
    return -1;
}

static int is_readable(int descriptor) {
    struct pollfd polled = {.fd = descriptor, .events = POLLIN};
    return poll(&polled, 1, 0) > 0;
}

static ptrdiff_t index_of(const struct chip *chip, unsigned int offset) {
    for (size_t i = 0; i < chip->count; i++)
        if (chip->lines[i].offset == offset) return (ptrdiff_t)i;
    return -1;
}

/* What the two versions do each in their own words. */
static int has_label(struct gpiod_chip *gpiod, const char *label);
static void let_go(struct chip *chip);
static int take(struct chip *chip);

static const char *version(void);
static int level(void *opaque, unsigned int offset);
static int set(void *opaque, unsigned int offset, int high);
static size_t descriptors(void *opaque, int *descriptors, size_t capacity);
static int next_edge(void *opaque, struct cgpio_edge *edge);

static int is_chip(const struct dirent *entry) { return strncmp(entry->d_name, "gpiochip", 8) == 0; }

static void *open_chip(const char *label) {
    struct dirent **entries = NULL;
    int count = scandir("/dev", &entries, is_chip, versionsort);
    if (count < 0) return NULL;
    struct chip *chip = calloc(1, sizeof *chip);
    /* A chip that may not be opened may be the one. */
    int error = chip == NULL ? ENOMEM : ENOENT;
    for (int i = 0; i < count; i++) {
        if (chip != NULL && chip->gpiod == NULL) {
            snprintf(chip->path, sizeof chip->path, "/dev/%.50s", entries[i]->d_name);
            struct stat status;
            struct gpiod_chip *found = gpiod_chip_open(chip->path);
            if (found == NULL) {
                if (errno == EACCES || errno == EPERM) error = errno;
            } else if (has_label(found, label) && stat(chip->path, &status) == 0) {
                chip->gpiod = found;
                chip->device = status.st_rdev;
            } else {
                gpiod_chip_close(found);
            }
        }
        free(entries[i]);
    }
    free(entries);
    if (chip != NULL && chip->gpiod != NULL) return chip;
    free(chip);
    errno = error;
    return NULL;
}

static int hold(void *opaque, const struct cgpio_line *lines, size_t count) {
    struct chip *chip = opaque;
    if (count > CGPIO_LINE_LIMIT) return fail(E2BIG);
    let_go(chip);
    memcpy(chip->lines, lines, count * sizeof *lines);
    chip->count = count;
    if (count == 0 || take(chip) == 0) return 0;
    int error = errno;
    let_go(chip);
    return fail(error);
}

static int check(void *opaque) {
    struct chip *chip = opaque;
    struct stat status;
    if (stat(chip->path, &status) != 0) return -1;
    if (status.st_rdev != chip->device) return fail(ENODEV);
    return chip->count == 0 || level(chip, chip->lines[0].offset) >= 0 ? 0 : -1;
}

static void close_chip(void *opaque) {
    struct chip *chip = opaque;
    let_go(chip);
    gpiod_chip_close(chip->gpiod);
    free(chip);
}

static const struct cgpio_driver libgpiod = {
    .version = version, .open = open_chip, .hold = hold, .level = level, .set = set,
    .descriptors = descriptors, .next_edge = next_edge, .check = check, .close = close_chip,
};
const struct cgpio_driver *cgpio_libgpiod(void) { return &libgpiod; }

#ifdef GPIOD_IS_1

static const char *version(void) { return gpiod_version_string(); }

static int has_label(struct gpiod_chip *gpiod, const char *label) { return strcmp(gpiod_chip_label(gpiod), label) == 0; }

static void let_go(struct chip *chip) {
    for (size_t i = 0; i < chip->count; i++) {
        if (chip->held[i] != NULL) gpiod_line_release(chip->held[i]);
        chip->held[i] = NULL;
    }
    chip->count = 0;
}

/* A request for each line: this version tells edges of each by a descriptor of its own. */
static int take(struct chip *chip) {
    for (size_t i = 0; i < chip->count; i++) {
        const struct cgpio_line *line = &chip->lines[i];
        struct gpiod_line *gpiod = gpiod_chip_get_line(chip->gpiod, line->offset);
        if (gpiod == NULL) return -1;
        const int biases[] = {
            [CGPIO_BIAS_NONE] = 0,
            [CGPIO_BIAS_PULL_UP] = GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP,
            [CGPIO_BIAS_PULL_DOWN] = GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN,
        };
        struct gpiod_line_request_config config = {
            .consumer = consumer,
            .request_type =
                line->is_output ? GPIOD_LINE_REQUEST_DIRECTION_OUTPUT : GPIOD_LINE_REQUEST_EVENT_BOTH_EDGES,
            .flags = biases[line->bias],
        };
        if (gpiod_line_request(gpiod, &config, line->level) != 0) return -1;
        chip->held[i] = gpiod;
    }
    return 0;
}

static int level(void *opaque, unsigned int offset) {
    struct chip *chip = opaque;
    ptrdiff_t index = index_of(chip, offset);
    return index < 0 ? fail(EINVAL) : gpiod_line_get_value(chip->held[index]);
}

static int set(void *opaque, unsigned int offset, int high) {
    struct chip *chip = opaque;
    ptrdiff_t index = index_of(chip, offset);
    if (index < 0 || !chip->lines[index].is_output) return fail(EINVAL);
    return gpiod_line_set_value(chip->held[index], high);
}

static size_t descriptors(void *opaque, int *found, size_t capacity) {
    struct chip *chip = opaque;
    size_t count = 0;
    for (size_t i = 0; i < chip->count && count < capacity; i++)
        if (!chip->lines[i].is_output) found[count++] = gpiod_line_event_get_fd(chip->held[i]);
    return count;
}

static int next_edge(void *opaque, struct cgpio_edge *edge) {
    struct chip *chip = opaque;
    for (size_t i = 0; i < chip->count; i++) {
        if (chip->lines[i].is_output || !is_readable(gpiod_line_event_get_fd(chip->held[i]))) continue;
        struct gpiod_line_event event;
        if (gpiod_line_event_read(chip->held[i], &event) != 0) return -1;
        edge->offset = chip->lines[i].offset;
        edge->level = event.event_type == GPIOD_LINE_EVENT_RISING_EDGE;
        edge->at_ns = (int64_t)event.ts.tv_sec * 1000000000 + event.ts.tv_nsec;
        return 1;
    }
    return 0;
}

#else

static const char *version(void) { return gpiod_api_version(); }

static int has_label(struct gpiod_chip *gpiod, const char *label) {
    struct gpiod_chip_info *info = gpiod_chip_get_info(gpiod);
    if (info == NULL) return 0;
    int is_it = strcmp(gpiod_chip_info_get_label(info), label) == 0;
    gpiod_chip_info_free(info);
    return is_it;
}

static void let_go(struct chip *chip) {
    if (chip->request != NULL) gpiod_line_request_release(chip->request);
    if (chip->buffer != NULL) gpiod_edge_event_buffer_free(chip->buffer);
    chip->request = NULL;
    chip->buffer = NULL;
    chip->count = 0;
}

static int add(struct gpiod_line_config *config, const struct cgpio_line *line) {
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    if (settings == NULL) return -1;
    int result = 0;
    if (line->is_output) {
        result |= gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT);
        result |= gpiod_line_settings_set_output_value(
            settings, line->level ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE);
    } else {
        result |= gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT);
        result |= gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_BOTH);
        result |= gpiod_line_settings_set_event_clock(settings, GPIOD_LINE_CLOCK_MONOTONIC);
    }
    if (line->bias != CGPIO_BIAS_NONE)
        result |= gpiod_line_settings_set_bias(
            settings, line->bias == CGPIO_BIAS_PULL_UP ? GPIOD_LINE_BIAS_PULL_UP : GPIOD_LINE_BIAS_PULL_DOWN);
    if (result == 0) result = gpiod_line_config_add_line_settings(config, &line->offset, 1, settings);
    gpiod_line_settings_free(settings);
    return result;
}

/* One request for all lines: one descriptor tells the edges of all. */
static int take(struct chip *chip) {
    int result = -1;
    struct gpiod_line_config *config = gpiod_line_config_new();
    struct gpiod_request_config *request = gpiod_request_config_new();
    chip->buffer = gpiod_edge_event_buffer_new(1);
    if (config != NULL && request != NULL && chip->buffer != NULL) {
        result = 0;
        gpiod_request_config_set_consumer(request, consumer);
        for (size_t i = 0; i < chip->count && result == 0; i++) result = add(config, &chip->lines[i]);
        if (result == 0) {
            chip->request = gpiod_chip_request_lines(chip->gpiod, request, config);
            if (chip->request == NULL) result = -1;
        }
    }
    int error = errno;
    if (config != NULL) gpiod_line_config_free(config);
    if (request != NULL) gpiod_request_config_free(request);
    errno = error;
    return result;
}

static int level(void *opaque, unsigned int offset) {
    struct chip *chip = opaque;
    return index_of(chip, offset) < 0 ? fail(EINVAL) : (int)gpiod_line_request_get_value(chip->request, offset);
}

static int set(void *opaque, unsigned int offset, int high) {
    struct chip *chip = opaque;
    ptrdiff_t index = index_of(chip, offset);
    if (index < 0 || !chip->lines[index].is_output) return fail(EINVAL);
    return gpiod_line_request_set_value(
        chip->request, offset, high ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE);
}

static size_t descriptors(void *opaque, int *found, size_t capacity) {
    struct chip *chip = opaque;
    if (chip->request == NULL || capacity == 0) return 0;
    found[0] = gpiod_line_request_get_fd(chip->request);
    return 1;
}

static int next_edge(void *opaque, struct cgpio_edge *edge) {
    struct chip *chip = opaque;
    if (chip->request == NULL || !is_readable(gpiod_line_request_get_fd(chip->request))) return 0;
    int count = gpiod_line_request_read_edge_events(chip->request, chip->buffer, 1);
    if (count <= 0) return count;
    struct gpiod_edge_event *event = gpiod_edge_event_buffer_get_event(chip->buffer, 0);
    if (event == NULL) return -1;
    edge->offset = gpiod_edge_event_get_line_offset(event);
    edge->level = gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE;
    edge->at_ns = (int64_t)gpiod_edge_event_get_timestamp_ns(event);
    return 1;
}

#endif
