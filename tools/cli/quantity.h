/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Numbers with units, read and written. Reading is strict: the whole text must be a number, nothing
 * wraps, and the unit, if given, must be the right one.
 */
#ifndef RAILGLOW_TOOLS_CLI_QUANTITY_H
#define RAILGLOW_TOOLS_CLI_QUANTITY_H

#include <stddef.h>

#include "core/port.h"

/** Millionths in one. */
#define MICROS 1000000.0
/** Room for the text of quantity_format(). */
#define QUANTITY_TEXT 32
/** Most characters fixed_write() writes. */
#define FIXED_TEXT 24

/**
 * number_parse() - an unsigned decimal
 * @text: digits and nothing else
 * @low: smallest value allowed
 * @high: largest value allowed
 * @value: set on success
 *
 * Return: 0 or -EINVAL.
 */
int __must_check number_parse(const char *text, u64 low, u64 high, u64 *value);

/**
 * quantity_parse() - a decimal with an optional SI prefix and unit
 * @text: such as "2.5", "2.5A", "-300 mA", "1k"; for unit "s" also "min", "h"
 * @unit: the base unit's symbol
 * @value: in base units, set on success
 *
 * Return: 0 or -EINVAL.
 */
int __must_check quantity_parse(const char *text, const char *unit, double *value);

/**
 * quantity_format() - a value in engineering units, "1.234 mA"
 * @buf: QUANTITY_TEXT bytes
 * @value: in base units; not a number gives "-"
 * @unit: the base unit's symbol
 * @digits: significant digits, 1 to 6
 *
 * Return: @buf.
 */
const char *quantity_format(char buf[QUANTITY_TEXT], double value, const char *unit, int digits);

/**
 * fixed_write() - an integer in millionths, as a plain decimal number
 * @out: FIXED_TEXT bytes; not terminated
 * @millionths: the value
 * @decimals: digits after the point, 0 to 6; the rest is rounded, halves away from zero
 *
 * Return: bytes written.
 */
size_t fixed_write(char *out, s64 millionths, int decimals);

/**
 * fixed_parse() - a plain decimal number as an integer in millionths
 * @text: where it starts: digits, perhaps a sign and a point; digits past the
 *	sixth decimal are ignored
 * @end: one past the last readable byte
 * @millionths: set on success
 *
 * Return: one past the number; NULL if there is none, or it does not fit.
 */
const char *fixed_parse(const char *text, const char *end, s64 *millionths);

#endif /* RAILGLOW_TOOLS_CLI_QUANTITY_H */
