/* SPDX-License-Identifier: GPL-2.0-only */
/* Values over time as an input script of the simulated board (docs/model.md). */
#ifndef RAILGLOW_TOOLS_RECORDING_REPLAY_SCRIPT_H
#define RAILGLOW_TOOLS_RECORDING_REPLAY_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/port.h"

/** Longest script that the board takes, in bytes. */
#define REPLAY_SCRIPT_MAX 1048576

/**
 * struct replay_script - a script being made
 * @text: the script so far, terminated; owned
 * @len: length of @text
 * @room: bytes allocated for @text
 * @level_uv: level since the last change
 * @held_us: time since the last change
 * @stretch_us: duration of each level of the last list, 0 without a list
 */
struct replay_script {
	char *text;
	size_t len;
	size_t room;
	s64 level_uv;
	s64 held_us;
	s64 stretch_us;
};

/**
 * replay_script_hold() - add a level for a time
 * @script: zeroed at first; free @text with free()
 * @level_uv: the level
 * @duration_us: its duration; 0 adds nothing
 *
 * Equal levels are put together, and levels of the same duration share a list.
 *
 * Return: 0; -E2BIG if the script would be longer than the board takes; -ENOMEM.
 */
int __must_check replay_script_hold(struct replay_script *script, s64 level_uv, s64 duration_us);

/**
 * replay_script_end() - finish a script
 * @script: the script
 * @loop: start again at the end; otherwise the last level stays
 *
 * Return: as replay_script_hold().
 */
int __must_check replay_script_end(struct replay_script *script, bool loop);

#endif /* RAILGLOW_TOOLS_RECORDING_REPLAY_SCRIPT_H */
