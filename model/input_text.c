// SPDX-License-Identifier: GPL-2.0-only
/*
 * Input scripts: from text to segments (holds, ramps, sines, noise, loops), with the place and
 * reason of an error. The voltage at a time is input.c's. Grammar: docs/model.md.
 */
#include "model/input.h"

struct quantity;

/**
 * struct script - a text that is read, and the script so far
 * @of: quantity of its levels
 * @text: the text
 * @len: its length
 * @at: offset of the next byte
 * @segments: filled in; NULL: segments are only counted
 * @room: number of segments that fit
 * @end_ns: end of the last segment
 * @closed: reason why no further segment may follow, NULL if one may
 * @noisy: noise has been given
 * @result: the input so far
 * @error: filled in on errors
 */
struct script {
	const struct quantity *of;
	const char *text;
	size_t len;
	size_t at;
	struct input_segment *segments;
	u32 room;
	u64 end_ns;
	const char *closed;
	bool noisy;
	struct input result;
	struct input_error *error;
};

/* A unit, and its factor to the smallest one as a power of ten. */
struct unit {
	const char *name;
	u8 digits;
};

static const struct unit time_units[] = { { "ns", 0 }, { "us", 3 }, { "ms", 6 }, { "s", 9 } };
static const struct unit voltage_units[] = { { "uV", 0 }, { "mV", 3 }, { "V", 6 } };
static const struct unit deviation_units[] = { { "ppm", 0 }, { "%", 4 } };

/**
 * struct quantity - the quantity of the levels of a script
 * @units: its units, the smallest first, which is that of a number without any
 * @unit_count: number of @units
 * @max: largest level, in the smallest unit
 * @unit_reason: sentence about another unit
 * @max_reason: sentence about a larger number
 * @fraction_reason: sentence about a finer number
 */
struct quantity {
	const struct unit *units;
	size_t unit_count;
	u64 max;
	const char *unit_reason;
	const char *max_reason;
	const char *fraction_reason;
};

static const struct quantity voltage = {
	.units = voltage_units,
	.unit_count = ARRAY_SIZE(voltage_units),
	.max = INPUT_LEVEL_MAX_UV,
	.unit_reason = "a level is in uV, or has one of the units uV, mV, V",
	.max_reason = "at most 500 V and 1000000 s are possible",
	.fraction_reason = "use fewer digits: finer than 1 uV or 1 ns is not possible",
};

static const struct quantity deviation = {
	.units = deviation_units,
	.unit_count = ARRAY_SIZE(deviation_units),
	.max = INPUT_LEVEL_MAX_PPM,
	.unit_reason = "a level is in ppm, or has one of the units ppm and %",
	.max_reason = "at most 100 % and 1000000 s are possible",
	.fraction_reason = "use fewer digits: finer than 1 ppm or 1 ns is not possible",
};

/* Largest part of a number that fits 64 bits with the digits of all units. */
#define NUMBER_MAX 1000000000000000ULL
#define FRACTION_MAX 9

static void explain_error(struct script *s, size_t offset, const char *reason)
{
	s->error->offset = offset;
	s->error->reason = reason;
}

static int __must_check fail_at(struct script *s, size_t offset, const char *reason)
{
	explain_error(s, offset, reason);
	return -EINVAL;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '%';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Reads the byte at the reading position; NUL at the end. */
static char peek_byte(const struct script *s)
{
	return s->at < s->len ? s->text[s->at] : '\0';
}

static void skip_blanks(struct script *s)
{
	while (s->at < s->len && (is_blank(peek_byte(s)) || peek_byte(s) == '#')) {
		if (peek_byte(s) == '#')
			while (s->at < s->len && peek_byte(s) != '\n')
				s->at++;
		else
			s->at++;
	}
}

static bool at_item_end(struct script *s)
{
	skip_blanks(s);
	return s->at == s->len || peek_byte(s) == ';';
}

/* Takes the letters at the reading position, and returns their number. */
static size_t take_word(struct script *s, const char **word)
{
	size_t start = s->at;

	*word = s->text + start;
	while (is_letter(peek_byte(s)))
		s->at++;
	return s->at - start;
}

static bool word_is(const char *word, size_t len, const char *known)
{
	return strlen(known) == len && memcmp(word, known, len) == 0;
}

/* A number with or without a point: @value times 10^-@fraction_digits. */
struct number {
	u64 value;
	u8 fraction_digits;
};

static int __must_check take_digits(struct script *s, struct number *n, bool fraction)
{
	size_t start = s->at;

	for (; is_digit(peek_byte(s)); s->at++) {
		n->value = n->value * 10 + (u64)(peek_byte(s) - '0');
		n->fraction_digits += fraction;
		if (n->value > NUMBER_MAX || n->fraction_digits > FRACTION_MAX)
			return fail_at(s, start, "this number has too many digits");
	}
	return s->at == start ? fail_at(s, start, "a number must be here") : 0;
}

static int __must_check take_number(struct script *s, struct number *n)
{
	int err;

	*n = (struct number){ 0, 0 };
	err = take_digits(s, n, false);
	if (err || peek_byte(s) != '.')
		return err;
	s->at++;
	return take_digits(s, n, true);
}

static const struct unit *find_unit(const struct unit *units, size_t count, const char *word,
				    size_t len)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (word_is(word, len, units[i].name))
			return &units[i];
	return NULL;
}

/* Converts @n to a whole number of the smallest unit, not above @max. */
static int __must_check scale_number(struct script *s, size_t start, struct number n,
				     const struct unit *unit, u64 max, u64 *value)
{
	u8 digits;

	if (n.fraction_digits > unit->digits)
		return fail_at(s, start, s->of->fraction_reason);
	for (digits = n.fraction_digits; digits < unit->digits && n.value <= max; digits++)
		n.value *= 10;
	if (n.value > max)
		return fail_at(s, start, s->of->max_reason);
	*value = n.value;
	return 0;
}

static int __must_check take_time(struct script *s, u64 *ns)
{
	const struct unit *unit;
	const char *word;
	struct number n;
	size_t start, len;
	int err;

	skip_blanks(s);
	start = s->at;
	err = take_number(s, &n);
	if (err)
		return err;
	len = take_word(s, &word);
	unit = find_unit(time_units, ARRAY_SIZE(time_units), word, len);
	if (!unit)
		return fail_at(s, start, "a time needs one of the units ns, us, ms, s");
	err = scale_number(s, start, n, unit, INPUT_TIME_MAX_NS, ns);
	if (!err && !*ns)
		return fail_at(s, start, "a time must be longer than 0");
	return err;
}

static int __must_check take_level(struct script *s, s32 *uv)
{
	const struct unit *unit = &s->of->units[0];
	bool negative = false;
	const char *word;
	struct number n;
	size_t start, len;
	u64 value;
	int err;

	skip_blanks(s);
	start = s->at;
	if (peek_byte(s) == '-' || peek_byte(s) == '+')
		negative = s->text[s->at++] == '-';
	err = take_number(s, &n);
	if (err)
		return err;
	len = take_word(s, &word);
	if (len)
		unit = find_unit(s->of->units, s->of->unit_count, word, len);
	if (!unit)
		return fail_at(s, start, s->of->unit_reason);
	err = scale_number(s, start, n, unit, s->of->max, &value);
	if (!err)
		*uv = negative ? -(s32)value : (s32)value;
	return err;
}

static int __must_check add_segment(struct script *s, size_t start, u64 duration_ns,
				    struct input_segment segment)
{
	if (s->closed)
		return fail_at(s, start, s->closed);
	if (duration_ns > INPUT_TIME_MAX_NS - s->end_ns)
		return fail_at(s, start, "a script can last at most 1000000 s");
	if (s->segments && s->result.count == s->room) {
		explain_error(s, start, "this script has more levels than there is room for");
		return -ENOSPC;
	}
	s->end_ns += duration_ns;
	segment.end_ns = s->end_ns;
	if (s->segments)
		s->segments[s->result.count] = segment;
	s->result.count++;
	return 0;
}

static int __must_check add_line(struct script *s, size_t start, u64 duration_ns, s32 from_uv,
				 s32 to_uv)
{
	return add_segment(s, start, duration_ns,
			   (struct input_segment){ .from_uv = from_uv, .to_uv = to_uv });
}

/* hold TIME LEVEL... */
static int __must_check parse_hold(struct script *s, size_t start)
{
	u64 each_ns;
	s32 uv;
	int err = take_time(s, &each_ns);

	while (!err) {
		err = take_level(s, &uv);
		if (!err)
			err = add_line(s, start, each_ns, uv, uv);
		if (!err && at_item_end(s))
			break;
	}
	return err;
}

/* ramp TIME LEVEL LEVEL... */
static int __must_check parse_ramp(struct script *s, size_t start)
{
	s32 from_uv = 0, to_uv = 0;
	u64 each_ns;
	int err = take_time(s, &each_ns);

	if (!err)
		err = take_level(s, &from_uv);
	while (!err) {
		err = take_level(s, &to_uv);
		if (!err)
			err = add_line(s, start, each_ns, from_uv, to_uv);
		if (!err && at_item_end(s))
			break;
		from_uv = to_uv;
	}
	return err;
}

/* sine TIME MEAN AMPLITUDE PERIOD */
static int __must_check parse_sine(struct script *s, size_t start)
{
	struct input_segment segment = { 0 };
	u64 duration_ns;
	int err = take_time(s, &duration_ns);

	if (!err)
		err = take_level(s, &segment.from_uv);
	if (!err)
		err = take_level(s, &segment.to_uv);
	if (!err)
		err = take_time(s, &segment.period_ns);
	return err ? err : add_segment(s, start, duration_ns, segment);
}

static int __must_check take_seed(struct script *s, u64 *seed)
{
	struct number n = { 0, 0 };
	int err;

	skip_blanks(s);
	err = take_digits(s, &n, false);
	*seed = n.value;
	return err;
}

/* noise LEVEL [seed NUMBER] [every TIME] */
static int __must_check parse_noise(struct script *s, size_t start)
{
	s32 uv;
	int err = take_level(s, &uv);

	if (err)
		return err;
	if (s->noisy)
		return fail_at(s, start, "noise can be given only once");
	if (uv < 0)
		return fail_at(s, start, "noise goes both ways: give it without a sign");
	s->noisy = true;
	s->result.noise_uv = (u32)uv;
	while (!err && !at_item_end(s)) {
		const char *word;
		size_t offset = s->at, len = take_word(s, &word);

		if (word_is(word, len, "seed"))
			err = take_seed(s, &s->result.noise_seed);
		else if (word_is(word, len, "every"))
			err = take_time(s, &s->result.noise_every_ns);
		else
			err = fail_at(s, offset, "only seed and every can follow here");
	}
	return err;
}

/* loop */
static int __must_check parse_loop(struct script *s, size_t start)
{
	if (s->closed)
		return fail_at(s, start, s->closed);
	if (!s->result.count)
		return fail_at(s, start, "there is nothing before this to repeat");
	s->result.loop = true;
	s->closed = "only noise can follow a loop";
	return 0;
}

/* LEVEL, which lasts for ever */
static int __must_check parse_level(struct script *s, size_t start)
{
	s32 uv;
	int err = take_level(s, &uv);

	if (!err)
		err = add_line(s, start, 0, uv, uv);
	if (!err)
		s->closed = "only noise can follow a level without a time, which lasts for ever";
	return err;
}

static int __must_check parse_item(struct script *s)
{
	const char *word;
	size_t start = s->at, len = take_word(s, &word);

	if (!len)
		return parse_level(s, start);
	if (word_is(word, len, "hold"))
		return parse_hold(s, start);
	if (word_is(word, len, "ramp"))
		return parse_ramp(s, start);
	if (word_is(word, len, "sine"))
		return parse_sine(s, start);
	if (word_is(word, len, "noise"))
		return parse_noise(s, start);
	if (word_is(word, len, "loop"))
		return parse_loop(s, start);
	return fail_at(s, start, "start with a level or with hold, ramp, sine, noise or loop");
}

static int __must_check parse_items(struct script *s)
{
	int err;

	do {
		if (!at_item_end(s)) {
			err = parse_item(s);
			if (err)
				return err;
			if (!at_item_end(s))
				return fail_at(s, s->at, "a semicolon or the end must be here");
		}
	} while (s->at++ < s->len);
	if (!s->result.count)
		return fail_at(s, 0, "give at least one level");
	return 0;
}

static int __must_check parse_script(struct input *in, const struct quantity *of, const char *text,
				     size_t len, struct input_segment *segments, u32 room,
				     struct input_error *error)
{
	struct script s = {
		.of = of,
		.text = text,
		.len = len,
		.segments = segments,
		.room = room,
		.result = { .segments = segments, .noise_every_ns = RG_NS_PER_US },
		.error = error,
	};
	int err = parse_items(&s);

	if (err)
		return err;
	if (segments)
		*in = s.result;
	return (int)s.result.count;
}

int input_parse(struct input *in, const char *text, size_t len, struct input_segment *segments,
		u32 room, struct input_error *error)
{
	return parse_script(in, &voltage, text, len, segments, room, error);
}

int input_parse_ppm(struct input *in, const char *text, size_t len, struct input_segment *segments,
		    u32 room, struct input_error *error)
{
	return parse_script(in, &deviation, text, len, segments, room, error);
}
