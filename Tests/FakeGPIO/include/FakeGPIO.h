#pragma once
/* A GPIO chip labelled "fake" without hardware, behind the same functions as libgpiod. One for the whole process. */
#include <CGPIO.h>

const struct cgpio_driver *fake_gpio(void);

/* Plugs it in, all inputs low, nothing held. */
void fake_gpio_plug(void);
/* Pulls it out. */
void fake_gpio_unplug(void);
/* Drives a line from outside; with is_lost the edge is not told, as when the kernel's buffer is full. */
void fake_gpio_drive(unsigned int offset, int level, int is_lost);
/* The level of a line now; -1 when it is not held. */
int fake_gpio_level(unsigned int offset);
/* How a line is held; 0 when it is. */
int fake_gpio_line(unsigned int offset, struct cgpio_line *line);
/* Another program holds this line; -1 for none. */
void fake_gpio_occupy(int offset);
