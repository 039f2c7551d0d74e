/* What CGPIO promises, on libgpiod functions that are played by one of the files beside this one. */
#define _GNU_SOURCE
#include "fake.h"
#include <CGPIO.h>
#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct fake_line fake_lines[8];
int fake_is_gone, fake_chips_open;

/* /dev has two chips; the second is the one that is looked for. */
int __wrap_scandir(const char *, struct dirent ***, int (*)(const struct dirent *), void *);
int __wrap_scandir(const char *folder, struct dirent ***entries, int (*filter)(const struct dirent *), void *order) {
    (void)order;
    const char *const names[] = {"gpiochip0", "null", "gpiochip1"};
    int count = 0;
    assert(strcmp(folder, "/dev") == 0);
    *entries = calloc(3, sizeof **entries);
    for (size_t i = 0; i < 3; i++) {
        struct dirent *entry = calloc(1, sizeof *entry);
        strcpy(entry->d_name, names[i]);
        if (filter(entry)) (*entries)[count++] = entry;
        else free(entry);
    }
    return count;
}

int __wrap_stat(const char *, struct stat *);
int __wrap_stat(const char *path, struct stat *status) {
    assert(strcmp(path, "/dev/gpiochip1") == 0);
    if (fake_is_gone) {
        errno = ENOENT;
        return -1;
    }
    status->st_rdev = 7;
    return 0;
}

static int is_readable(int descriptor) {
    struct pollfd polled = {.fd = descriptor, .events = POLLIN};
    return poll(&polled, 1, 0) > 0;
}

int main(void) {
    const struct cgpio_driver *driver = cgpio_libgpiod();
    assert(driver->open("other") == NULL && errno == ENOENT);
    assert(fake_chips_open == 0);
    void *chip = driver->open("relays");
    assert(chip != NULL && fake_chips_open == 1);

    fake_lines[0].level = 1;
    const struct cgpio_line lines[] = {
        {.offset = 0, .bias = CGPIO_BIAS_PULL_UP},
        {.offset = 2, .bias = CGPIO_BIAS_PULL_DOWN},
        {.offset = 5, .is_output = 1, .level = 1},
    };
    assert(driver->hold(chip, lines, 3) == 0);
    assert(fake_lines[0].is_held && fake_lines[0].bias == 'u' && fake_lines[0].has_both_edges);
    assert(fake_lines[2].is_held && fake_lines[2].bias == 'd' && !fake_lines[2].is_output);
    assert(fake_lines[5].is_held && fake_lines[5].is_output && fake_lines[5].bias == 0);
    assert(driver->level(chip, 0) == 1 && driver->level(chip, 2) == 0 && driver->level(chip, 5) == 1);
    assert(driver->level(chip, 1) == -1 && errno == EINVAL);

    assert(driver->set(chip, 5, 0) == 0 && fake_lines[5].level == 0);
    assert(driver->set(chip, 0, 0) == -1 && errno == EINVAL && fake_lines[0].level == 1);

    int descriptors[CGPIO_LINE_LIMIT];
    size_t count = driver->descriptors(chip, descriptors, CGPIO_LINE_LIMIT);
    assert(count == 1 || count == 2);
    struct cgpio_edge edge;
    assert(driver->next_edge(chip, &edge) == 0);
    fake_drive(2, 1, 3000000004);
    assert(is_readable(descriptors[0]) || is_readable(descriptors[count - 1]));
    assert(driver->next_edge(chip, &edge) == 1);
    assert(edge.offset == 2 && edge.level == 1 && edge.at_ns == 3000000004);
    fake_drive(2, 0, 3000000005);
    assert(driver->next_edge(chip, &edge) == 1 && edge.level == 0 && edge.at_ns == 3000000005);
    assert(driver->next_edge(chip, &edge) == 0);

    /* Other lines in their place; a line that is taken leaves none held. */
    assert(driver->hold(chip, lines + 2, 1) == 0);
    assert(!fake_lines[0].is_held && fake_lines[5].is_held);
    fake_lines[2].is_taken = 1;
    assert(driver->hold(chip, lines, 3) == -1 && errno == EBUSY);
    assert(!fake_lines[0].is_held && !fake_lines[5].is_held);
    fake_lines[2].is_taken = 0;
    assert(driver->hold(chip, lines, 3) == 0 && driver->check(chip) == 0);
    fake_is_gone = 1;
    assert(driver->check(chip) == -1 && errno == ENOENT);
    driver->close(chip);
    assert(fake_chips_open == 0 && !fake_lines[0].is_held);
    printf("gpiod: lines, levels and edges with the functions of libgpiod %s\n", driver->version());
    return 0;
}
