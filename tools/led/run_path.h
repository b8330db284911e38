/* SPDX-License-Identifier: GPL-2.0-only */
/* Files of LEDs that stay until the machine goes down. */
#ifndef RAILGLOW_TOOLS_LED_RUN_PATH_H
#define RAILGLOW_TOOLS_LED_RUN_PATH_H

#include "core/port.h"
#include "tools/cli/sysfs.h"

/**
 * led_run_path() - name a file of an LED, and make the folder that it is in
 * @path: the name
 * @kind: what the file keeps; each kind has files of its own
 * @led: the LED
 *
 * The folder is railglow/ below /run for root, and below XDG_RUNTIME_DIR for others; RAILGLOW_RUN
 * stands for either.
 *
 * Return: 0; -ENAMETOOLONG; the error of making the folder.
 */
int __must_check led_run_path(char path[SYSFS_PATH], const char *kind, const char *led);

#endif /* RAILGLOW_TOOLS_LED_RUN_PATH_H */
