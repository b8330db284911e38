// SPDX-License-Identifier: GPL-2.0-only
/*
 * Turns the values of a recording into input scripts of the simulated board. Rails are matched with
 * the board's, and currents become shunt voltages, in tools/cmd/replay.c.
 */
#include "tools/recording/replay_script.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int append_text(struct replay_script *script, const char *words)
{
	size_t len = strlen(words);

	if (script->len + len > REPLAY_SCRIPT_MAX)
		return -E2BIG;
	if (script->len + len + 1 > script->room) {
		size_t room = max(script->room * 2, (size_t)4096);
		char *grown = realloc(script->text, room);

		if (!grown)
			return -ENOMEM;
		script->text = grown;
		script->room = room;
	}
	memcpy(script->text + script->len, words, len + 1);
	script->len += len;
	return 0;
}

/* Writes the level that was held so far. */
static int flush_level(struct replay_script *script)
{
	char words[96];

	if (!script->held_us)
		return 0;
	if (script->held_us == script->stretch_us)
		snprintf(words, sizeof(words), " %" PRId64, script->level_uv);
	else
		snprintf(words, sizeof(words), "%shold %" PRId64 "us %" PRId64,
			 script->len ? "\n; " : "", script->held_us, script->level_uv);
	script->stretch_us = script->held_us;
	script->held_us = 0;
	return append_text(script, words);
}

int replay_script_hold(struct replay_script *script, s64 level_uv, s64 duration_us)
{
	int err = 0;

	if (!duration_us)
		return 0;
	if (level_uv != script->level_uv)
		err = flush_level(script);
	script->level_uv = level_uv;
	script->held_us += duration_us;
	return err;
}

int replay_script_end(struct replay_script *script, bool loop)
{
	int err = flush_level(script);

	if (!err && !script->len)
		err = append_text(script, "0");
	else if (!err && loop)
		err = append_text(script, "; loop");
	return err ? err : append_text(script, "\n");
}
