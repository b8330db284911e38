/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Things an LED showed before a guard took it: its trigger, brightness, and the trigger's files.
 * They are also kept below /run, so that after a guard that was killed the next one knows them.
 */
#ifndef RAILGLOW_TOOLS_GUARD_KEPT_H
#define RAILGLOW_TOOLS_GUARD_KEPT_H

#include "core/port.h"
#include "tools/led/led.h"

/** More than there are ports for ledtrig-usbport, which has a file for each. */
#define KEPT_FILES_MAX 256
#define KEPT_NAME 128

/** struct kept_file - a file of the LED's folder, or of one in that, and its text */
struct kept_file {
	char name[KEPT_NAME];
	char *text;
};

/**
 * struct kept - an LED as it was
 * @name: the LED's
 * @object: which of the LEDs that have had that name
 * @trigger: the active one
 * @brightness: -1 if that could not be read
 * @files: those that can be read and written
 * @file_count: how many
 */
struct kept {
	char name[LED_NAME];
	u64 object;
	char trigger[LED_NAME];
	s64 brightness;
	struct kept_file files[KEPT_FILES_MAX];
	u32 file_count;
};

/**
 * kept_look() - see what an LED shows
 * @kept: filled in; free with kept_free() in any case
 * @name: the LED
 *
 * The level of an LED that blinks is only seen while it is lit: that may take as long as it
 * is dark.
 *
 * Return: 0, or the error met.
 */
int __must_check kept_look(struct kept *kept, const char *name);
void kept_free(struct kept *kept);

/**
 * kept_restore() - let the LED show that again, and play it
 * @kept: how it was
 * @failed: set to the file that could not be written
 *
 * Return: 0; -ENOENT if it is gone; or the first error, after all that can be is restored.
 */
int __must_check kept_restore(const struct kept *kept, const char **failed);

/** kept_object() - which LED has that name now, 0 if there is none. */
u64 kept_object(const char *name);

/** kept_print() - as text; 0 or -ENOMEM. Free the text. */
int __must_check kept_print(const struct kept *kept, char **text);

/**
 * kept_parse() - from that text
 * @kept: filled in; free with kept_free() in any case
 * @text: the text
 *
 * Return: 0; -EINVAL for a text that is not complete; -ENOMEM.
 */
int __must_check kept_parse(struct kept *kept, const char *text);

/** kept_store() - keep the LED's state for the next guard. */
int __must_check kept_store(int file, const struct kept *kept);

/** kept_recall() - the state that a guard kept and did not give back; -ENOENT if none. */
int __must_check kept_recall(int file, struct kept *kept);

#endif /* RAILGLOW_TOOLS_GUARD_KEPT_H */
