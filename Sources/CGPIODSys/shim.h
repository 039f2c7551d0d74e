/* Brings libgpiod's flags and library to CGPIO. Nothing of gpiod.h is named here: its two versions share no names, and only
 * CGPIO.c may know them. */
