/* SPDX-License-Identifier: GPL-2.0-only */
/* Text from outside (labels, names, patterns), made fit for terminals, JSON and pictures. */
#ifndef RAILGLOW_TOOLS_CLI_TEXT_H
#define RAILGLOW_TOOLS_CLI_TEXT_H

#include <stddef.h>

/** text_make_utf8() - replace each byte that is not part of valid UTF-8 by '?'. */
void text_make_utf8(char *text);

/**
 * text_clean() - text_make_utf8(), and control characters become '?', too
 * @text: changed in place; its length stays
 *
 * The result moves no cursor and changes no colour of a terminal.
 */
void text_clean(char *text);

/** text_columns() - number of characters in UTF-8 text. */
int text_columns(const char *text);

/** text_bytes() - bytes of the first @columns characters of @text, or of all. */
size_t text_bytes(const char *text, int columns);

#endif /* RAILGLOW_TOOLS_CLI_TEXT_H */
