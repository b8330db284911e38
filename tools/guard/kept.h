/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an LED showed before a guard took it: its trigger, brightness, and the trigger's files.
 * It is also kept below /run, so that after a guard that was killed the next one knows it; the
 * same file says that the LED is taken.
 */
#ifndef RAILGLOW_TOOLS_GUARD_KEPT_H
#define RAILGLOW_TOOLS_GUARD_KEPT_H

#include "tools/led/led.h"

#define KEPT_FILES_MAX 64

/** struct kept_file - a file of the LED's folder, and what was in it */
struct kept_file {
	char name[LED_NAME];
	char *text;
};

/**
 * struct kept - an LED as it was
 * @name: of the LED
 * @object: which of the LEDs that have had that name
 * @trigger: the active one
 * @brightness: -1 if that could not be read
 * @files: what could be read and written
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
 * Of an LED that blinks its level is only seen while it is lit: that may take as long as it
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

/**
 * kept_claim() - take an LED, so that no other guard does
 * @name: the LED
 * @fd: set to what kept_store() and kept_release() need
 *
 * Return: 0; -EWOULDBLOCK if another guard has it; or why nothing can be kept.
 */
int __must_check kept_claim(const char *name, int *fd);

/** kept_store() - keep what the LED showed, for whoever comes after us. */
int __must_check kept_store(int fd, const struct kept *kept);

/** kept_recall() - what was kept by a guard that did not give it back; -ENOENT if nothing. */
int __must_check kept_recall(int fd, struct kept *kept);

/** kept_release() - the LED is nobody's, and shows what it did. */
void kept_release(int fd, const char *name);

#endif /* RAILGLOW_TOOLS_GUARD_KEPT_H */
