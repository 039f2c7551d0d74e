/* pkg-config gives the folder. */
#include <modbus.h>
