// SPDX-License-Identifier: GPL-2.0-only
/*
 * scan_judge: tells from their values whether words are of one conversion cycle.
 *
 * All inputs of the chip climb the same saw tooth: CODES codes in PERIOD ns, from 0, again and
 * again. A code so says when its conversion took place, whatever the oscillator did and whoever
 * read it. Words of one cycle follow each other in the order of conversion, by 0.7 to 1.3
 * times the TYPICAL ns of a conversion each; a word of a neighbouring cycle is a whole cycle
 * off, which is outside of that for any number of words.
 *
 *	scan_judge capture PERIOD CODES TYPICAL ORDER DEVICE SECONDS COUNTERS...
 *		reads a buffer's records: a word for each digit of ORDER, which is its place in
 *		the order of conversion, and a time if ORDER ends in t
 *	scan_judge attributes PERIOD CODES TYPICAL HWMON SECONDS PAUSE_US
 *		reads in1 to in6, and power where there is one, as sets, with a random pause of
 *		up to PAUSE_US before each
 *
 * Prints figures, "name number" a line; sums of COUNTERS ("file:name") are those gained between
 * the first record and the end.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/port.h"

#define WORDS_MAX 6
#define COUNTERS_MAX 8
#define BATCH 64
#define RECORD_MAX 24
/* A capture that delivers nothing for so long does not. */
#define NO_RECORD_NS 10000000000ULL
#define SLOWEST 1.3
#define FASTEST 0.7
/* Two roundings to the nearest code, half a code each, and a bit for the script's own. */
#define ROUNDED_CODES 1.2
/* A record from before the last one is at most this part of the saw tooth older. */
#define OLDER 0.9

struct saw {
	double period_ns;
	double codes;
	double typical_ns;
};

/* struct tally - @last is the last record that was of one cycle, of @judged */
struct tally {
	int last[WORDS_MAX];
	long scans;
	long judged;
	long mixed;
	long twice;
	long backwards;
	long unseen;
};

struct counter {
	char path[256];
	const char *name;
	long long first;
};

static u64 now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (u64)now.tv_sec * 1000000000 + (u64)now.tv_nsec;
}

/* From one code to another, forwards, in ns. */
static double later_ns(const struct saw *saw, int from, int to)
{
	double codes = to - from;

	while (codes < 0)
		codes += saw->codes;
	while (codes >= saw->codes)
		codes -= saw->codes;
	return codes * saw->period_ns / saw->codes;
}

/* A code a little below another is as good as 0 after it, not almost a whole period. */
static bool is_after(const struct saw *saw, int from, int to, int places)
{
	double slack_ns = ROUNDED_CODES * saw->period_ns / saw->codes;
	double after_ns = later_ns(saw, from, to);

	if (after_ns > saw->period_ns / 2)
		after_ns -= saw->period_ns;
	return after_ns >= FASTEST * places * saw->typical_ns - slack_ns &&
	       after_ns <= SLOWEST * places * saw->typical_ns + slack_ns;
}

/* Codes are in the order of conversion, -1 where there is none. */
static bool is_one_cycle(const struct saw *saw, const int *code)
{
	int first = -1;

	for (int i = 0; i < WORDS_MAX; i++) {
		if (code[i] < 0)
			continue;
		if (first < 0)
			first = i;
		else if (!is_after(saw, code[first], code[i], i - first))
			return false;
	}
	return true;
}

static int first_code(const int *code)
{
	for (int i = 0; i < WORDS_MAX; i++)
		if (code[i] >= 0)
			return code[i];
	return 0;
}

/* Conversions of a cycle; how slow the chip is now follows from the record, if it has two words. */
static double cycle_ns(const struct saw *saw, const int *code, int conversions)
{
	int first = -1, last = -1;

	for (int i = 0; i < WORDS_MAX; i++) {
		if (code[i] < 0)
			continue;
		first = first < 0 ? i : first;
		last = i;
	}
	if (first == last)
		return conversions * saw->typical_ns;
	return later_ns(saw, code[first], code[last]) * conversions / (last - first);
}

/* Cycles between a record and the one before it, of which no word came. */
static void compare(struct tally *tally, const struct saw *saw, const int *code, int conversions)
{
	double gap_ns = later_ns(saw, first_code(tally->last), first_code(code));
	double length_ns = cycle_ns(saw, code, conversions);

	if (gap_ns < length_ns / 2)
		tally->twice++;
	else if (gap_ns > OLDER * saw->period_ns)
		tally->backwards++;
	else
		tally->unseen += (long)(gap_ns / length_ns + 0.5) - 1;
}

static void take(struct tally *tally, const struct saw *saw, const int *code, int conversions)
{
	tally->scans++;
	if (!is_one_cycle(saw, code)) {
		tally->mixed++;
		return;
	}
	if (tally->judged++)
		compare(tally, saw, code, conversions);
	memcpy(tally->last, code, sizeof(tally->last));
}

static void print_tally(const struct tally *tally)
{
	printf("scans %ld\nmixed %ld\ntwice %ld\nbackwards %ld\nunseen %ld\n", tally->scans,
	       tally->mixed, tally->twice, tally->backwards, tally->unseen);
}

/* ---- counters ---- */

static long long counter_now(const struct counter *counter)
{
	FILE *file = fopen(counter->path, "r");
	size_t len = strlen(counter->name);
	long long value = 0;
	char line[128];

	while (file && fgets(line, sizeof(line), file))
		if (!strncmp(line, counter->name, len) && line[len] == ' ')
			value = atoll(line + len + 1);
	if (file)
		fclose(file);
	return value;
}

static int parse_counters(struct counter *counter, char **argv, int count)
{
	for (int i = 0; i < count && i < COUNTERS_MAX; i++) {
		char *colon = strrchr(argv[i], ':');

		if (!colon)
			return -1;
		snprintf(counter[i].path, sizeof(counter[i].path), "%.*s", (int)(colon - argv[i]),
			 argv[i]);
		counter[i].name = colon + 1;
	}
	return count < COUNTERS_MAX ? count : COUNTERS_MAX;
}

static void note_counters(struct counter *counter, int count)
{
	for (int i = 0; i < count; i++)
		counter[i].first = counter_now(&counter[i]);
}

static void print_counters(const struct counter *counter, int count)
{
	for (int i = 0; i < count; i++)
		printf("%s %lld\n", counter[i].name, counter_now(&counter[i]) - counter[i].first);
}

/* ---- capture ---- */

struct layout {
	int place[WORDS_MAX];
	int words;
	int conversions;
	size_t bytes;
};

static void parse_order(struct layout *layout, const char *order)
{
	for (; *order >= '0' && *order < '0' + WORDS_MAX && layout->words < WORDS_MAX; order++)
		layout->place[layout->words++] = *order - '0';
	layout->bytes = (size_t)layout->words * 2;
	if (*order == 't')
		layout->bytes = (layout->bytes + 7) / 8 * 8 + 8;
	layout->conversions = layout->words > 2 ? WORDS_MAX : 2;
}

static void unpack(const struct layout *layout, const unsigned char *record, int *code)
{
	for (int i = 0; i < WORDS_MAX; i++)
		code[i] = -1;
	for (int i = 0; i < layout->words; i++)
		code[layout->place[i]] = (int16_t)(record[2 * i] << 8 | record[2 * i + 1]) / 8;
}

static void judge_records(struct tally *tally, const struct saw *saw, const struct layout *layout,
			  const unsigned char *record, size_t bytes)
{
	int code[WORDS_MAX];

	for (size_t at = 0; at + layout->bytes <= bytes; at += layout->bytes) {
		unpack(layout, record + at, code);
		take(tally, saw, code, layout->conversions);
	}
}

/* Return: bytes, 0 if there is nothing yet, or -1. */
static ssize_t next_records(int fd, unsigned char *record, size_t bytes)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	ssize_t got;

	if (poll(&wait, 1, 1000) < 0)
		return -1;
	got = read(fd, record, bytes);
	return got < 0 && errno == EAGAIN ? 0 : got;
}

static int capture(const struct saw *saw, int argc, char **argv)
{
	unsigned char record[BATCH * RECORD_MAX];
	struct counter counter[COUNTERS_MAX];
	struct tally tally = { 0 };
	struct layout layout = { 0 };
	u64 begin_ns = now_ns(), until_ns = begin_ns + NO_RECORD_NS;
	bool begun = false;
	int fd, counters;
	ssize_t got;

	parse_order(&layout, argv[0]);
	fd = open(argv[1], O_RDONLY | O_NONBLOCK);
	counters = parse_counters(counter, argv + 3, argc - 3);
	if (fd < 0 || counters < 0 || !layout.words)
		return -1;
	note_counters(counter, counters);
	do {
		got = next_records(fd, record, BATCH * layout.bytes);
		if (got < 0)
			return -1;
		if (got && !begun) {
			note_counters(counter, counters);
			begin_ns = now_ns();
			until_ns = begin_ns + (u64)(atof(argv[2]) * 1e9);
			begun = true;
		}
		judge_records(&tally, saw, &layout, record, (size_t)got);
	} while (now_ns() < until_ns);
	print_counters(counter, counters);
	printf("span-ns %llu\n", (unsigned long long)(now_ns() - begin_ns));
	print_tally(&tally);
	return 0;
}

/* ---- attributes ---- */

/* Read in this order; the first one once more at the end. */
static const char *const file_name[] = { "in4_input",	 "in1_input",	 "in5_input",
					 "in2_input",	 "in6_input",	 "in3_input",
					 "power1_input", "power2_input", "power3_input" };
#define FILES ((int)ARRAY_SIZE(file_name))
#define SHUNT_LSB_UV 40
#define BUS_LSB_MV 8

static int open_files(const char *folder, int *fd)
{
	for (int i = 0; i < FILES; i++) {
		char path[256];

		snprintf(path, sizeof(path), "%s/%s", folder, file_name[i]);
		fd[i] = open(path, O_RDONLY);
		if (fd[i] < 0 && i < WORDS_MAX)
			return -1;
	}
	return 0;
}

static bool read_number(int fd, long long *value)
{
	char text[32];
	ssize_t got = pread(fd, text, sizeof(text) - 1, 0);

	if (got <= 0)
		return false;
	text[got] = '\0';
	*value = atoll(text);
	return true;
}

/* A set is a scan if nothing else was published while it was read. */
struct sets {
	long sets;
	long sets_mixed;
	long scans;
	long mixed;
	long failed;
	long powers;
	long powers_wrong;
};

/*
 * Over 10 mohm a microvolt is a tenth of a milliampere, and a microwatt one of these by a
 * millivolt.
 */
static void judge_powers(struct sets *sets, const long long *value)
{
	for (int i = 0; i < 3; i++) {
		if (value[WORDS_MAX + i] < 0)
			continue;
		sets->powers++;
		if (value[WORDS_MAX + i] != value[2 * i] / 10 * value[2 * i + 1])
			sets->powers_wrong++;
	}
}

/* Return: whether all were read, and nothing else was published meanwhile. */
static bool read_set(const int *fd, struct sets *sets, long long *value, bool *same)
{
	long long again = 0;

	for (int i = 0; i < FILES; i++) {
		value[i] = -1;
		if (fd[i] >= 0 && !read_number(fd[i], &value[i])) {
			sets->failed++;
			return false;
		}
	}
	if (!read_number(fd[0], &again)) {
		sets->failed++;
		return false;
	}
	*same = again == value[0];
	return true;
}

static void codes_of(const long long *value, int *code)
{
	for (int i = 0; i < WORDS_MAX; i++)
		code[i] = (int)value[i] / (i % 2 ? BUS_LSB_MV : SHUNT_LSB_UV);
}

static void judge_set(struct sets *sets, const struct saw *saw, const long long *value, bool same)
{
	int code[WORDS_MAX];
	bool good;

	codes_of(value, code);
	good = is_one_cycle(saw, code);
	sets->sets++;
	sets->sets_mixed += !good;
	if (!same)
		return;
	sets->scans++;
	sets->mixed += !good;
	judge_powers(sets, value);
}

static int attributes(const struct saw *saw, int argc, char **argv)
{
	u64 until_ns = now_ns() + (u64)(atof(argv[1]) * 1e9);
	int pause_us = argc > 2 ? atoi(argv[2]) : 0;
	struct sets sets = { 0 };
	long long value[FILES];
	int fd[FILES];
	bool same;

	if (open_files(argv[0], fd))
		return -1;
	srand(1);
	while (now_ns() < until_ns) {
		if (pause_us)
			usleep((useconds_t)(rand() % pause_us));
		if (read_set(fd, &sets, value, &same))
			judge_set(&sets, saw, value, same);
	}
	printf("sets %ld\nsets-mixed %ld\nscans %ld\nmixed %ld\n", sets.sets, sets.sets_mixed,
	       sets.scans, sets.mixed);
	printf("failed %ld\npowers %ld\npowers-wrong %ld\n", sets.failed, sets.powers,
	       sets.powers_wrong);
	return 0;
}

int main(int argc, char **argv)
{
	struct saw saw;
	int ret = -2;

	if (argc < 8)
		goto usage;
	saw.period_ns = atof(argv[2]);
	saw.codes = atof(argv[3]);
	saw.typical_ns = atof(argv[4]);
	if (!strcmp(argv[1], "capture"))
		ret = capture(&saw, argc - 5, argv + 5);
	else if (!strcmp(argv[1], "attributes"))
		ret = attributes(&saw, argc - 5, argv + 5);
	if (!ret)
		return 0;
	if (ret == -1) {
		perror("scan_judge");
		return 1;
	}
usage:
	fputs("usage: scan_judge capture|attributes PERIOD CODES TYPICAL ..., see its source\n",
	      stderr);
	return 2;
}
