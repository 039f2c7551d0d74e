#define _GNU_SOURCE
#include "FakeGPIO.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    int is_plugged;
    int occupied;
    int level[64];
    size_t count;
    struct cgpio_line lines[CGPIO_LINE_LIMIT];
    int pipe[2];
} chip = {.occupied = -1, .pipe = {-1, -1}};

static int fail(int error) {
    errno = error;
    return -1;
}

static struct cgpio_line *find(unsigned int offset) {
    for (size_t i = 0; i < chip.count; i++)
        if (chip.lines[i].offset == offset) return &chip.lines[i];
    return NULL;
}

static const char *version(void) { return "fake"; }

static void *open_chip(const char *label) {
    pthread_mutex_lock(&lock);
    int is_there = chip.is_plugged && strcmp(label, "fake") == 0 && pipe2(chip.pipe, O_NONBLOCK | O_CLOEXEC) == 0;
    pthread_mutex_unlock(&lock);
    if (is_there) return &chip;
    errno = ENOENT;
    return NULL;
}

static int hold(void *opaque, const struct cgpio_line *lines, size_t count) {
    (void)opaque;
    int result = 0;
    pthread_mutex_lock(&lock);
    chip.count = 0;
    for (size_t i = 0; i < count && result == 0; i++) {
        if (lines[i].offset >= 64) result = fail(EINVAL);
        else if ((int)lines[i].offset == chip.occupied) result = fail(EBUSY);
        else if (lines[i].is_output) chip.level[lines[i].offset] = lines[i].level;
        else if (lines[i].bias == CGPIO_BIAS_PULL_UP) chip.level[lines[i].offset] = 1;
    }
    if (result == 0) {
        memcpy(chip.lines, lines, count * sizeof *lines);
        chip.count = count;
    }
    pthread_mutex_unlock(&lock);
    return result;
}

static int level(void *opaque, unsigned int offset) {
    (void)opaque;
    pthread_mutex_lock(&lock);
    int result = !chip.is_plugged ? fail(ENODEV) : find(offset) == NULL ? fail(EINVAL) : chip.level[offset];
    pthread_mutex_unlock(&lock);
    return result;
}

static int set(void *opaque, unsigned int offset, int high) {
    (void)opaque;
    pthread_mutex_lock(&lock);
    struct cgpio_line *line = find(offset);
    int result = !chip.is_plugged ? fail(ENODEV) : line == NULL || !line->is_output ? fail(EINVAL) : 0;
    if (result == 0) chip.level[offset] = high;
    pthread_mutex_unlock(&lock);
    return result;
}

static size_t descriptors(void *opaque, int *found, size_t capacity) {
    (void)opaque;
    if (capacity == 0) return 0;
    found[0] = chip.pipe[0];
    return 1;
}

static int next_edge(void *opaque, struct cgpio_edge *edge) {
    (void)opaque;
    return read(chip.pipe[0], edge, sizeof *edge) == sizeof *edge ? 1 : 0;
}

static int check(void *opaque) {
    (void)opaque;
    return chip.is_plugged ? 0 : fail(ENODEV);
}

static void close_chip(void *opaque) {
    (void)opaque;
    pthread_mutex_lock(&lock);
    chip.count = 0;
    close(chip.pipe[0]);
    close(chip.pipe[1]);
    chip.pipe[0] = chip.pipe[1] = -1;
    pthread_mutex_unlock(&lock);
}

static const struct cgpio_driver fake = {
    .version = version, .open = open_chip, .hold = hold, .level = level, .set = set,
    .descriptors = descriptors, .next_edge = next_edge, .check = check, .close = close_chip,
};
const struct cgpio_driver *fake_gpio(void) { return &fake; }

void fake_gpio_plug(void) {
    pthread_mutex_lock(&lock);
    chip.is_plugged = 1;
    memset(chip.level, 0, sizeof chip.level);
    pthread_mutex_unlock(&lock);
}

void fake_gpio_unplug(void) {
    pthread_mutex_lock(&lock);
    chip.is_plugged = 0;
    pthread_mutex_unlock(&lock);
}

void fake_gpio_drive(unsigned int offset, int level, int is_lost) {
    pthread_mutex_lock(&lock);
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    chip.level[offset] = level;
    struct cgpio_edge edge = {
        .offset = offset, .level = level, .at_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec};
    if (!is_lost && chip.pipe[1] >= 0 && write(chip.pipe[1], &edge, sizeof edge) < 0) chip.is_plugged = 0;
    pthread_mutex_unlock(&lock);
}

int fake_gpio_level(unsigned int offset) {
    pthread_mutex_lock(&lock);
    int result = find(offset) == NULL ? -1 : chip.level[offset];
    pthread_mutex_unlock(&lock);
    return result;
}

int fake_gpio_line(unsigned int offset, struct cgpio_line *line) {
    pthread_mutex_lock(&lock);
    const struct cgpio_line *found = find(offset);
    if (found != NULL) *line = *found;
    pthread_mutex_unlock(&lock);
    return found == NULL ? -1 : 0;
}

void fake_gpio_occupy(int offset) {
    pthread_mutex_lock(&lock);
    chip.occupied = offset;
    pthread_mutex_unlock(&lock);
}
