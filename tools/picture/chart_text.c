// SPDX-License-Identifier: GPL-2.0-only
/* An LED's waveform in a terminal. */
#include <langinfo.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "tools/picture/chart.h"

#define ROWS 8
#define EIGHTHS 8
#define MARGIN 7 /* "65535 |" */
#define COLUMNS_MIN 40
#define COLUMNS_MAX 132
/** Number of moments of a column that are looked at. */
#define PROBES 256

/* Blocks of one to eight eighths; each has three bytes. */
static const char blocks[] = "▁▂▃▄▅▆▇█";
#define BLOCK_BYTES 3

/**
 * struct stretch - levels of the trace in one column
 * @outer: the level before it, if the level after it is the same; otherwise that at its start
 * @pulse: the levels before and after are the same
 * @other: the last level that is not @outer
 * @others: number of moments with such a level
 * @many: there are more than two levels
 * @sum: sum of the levels at all moments
 */
struct stretch {
	u32 outer, other, others;
	bool pulse, many;
	u64 sum;
};

static struct stretch look_at(const struct chart *chart, u64 start_ns, u64 width_ns)
{
	const struct led_trace *trace = chart->trace;
	u32 after = led_trace_level(trace, start_ns + width_ns);
	bool first = start_ns == trace->changes[0].time_ns;
	u32 before = first ? after : led_trace_level(trace, start_ns - 1);
	struct stretch stretch = { .pulse = before == after };

	stretch.outer = stretch.pulse ? before : led_trace_level(trace, start_ns);
	for (u32 i = 0; i < PROBES; i++) {
		u32 level = led_trace_level(trace, start_ns + width_ns * i / PROBES);

		stretch.sum += level;
		if (level == stretch.outer)
			continue;
		stretch.many |= stretch.others && level != stretch.other;
		stretch.other = level;
		stretch.others++;
	}
	return stretch;
}

/*
 * Computes the height of one column, in eighths of a row: the mean on a ramp. A jump from one level
 * to another must not look like a ramp, so a column that holds two levels has the height of the one
 * that lasts longer, or of a pulse within it.
 */
static u32 column_height(const struct chart *chart, u64 start_ns, u64 width_ns)
{
	struct stretch stretch = look_at(chart, start_ns, width_ns);
	u64 sum = (u64)PROBES * stretch.outer;

	if (stretch.many)
		sum = stretch.sum;
	else if (stretch.others && (stretch.pulse || 2 * stretch.others > PROBES))
		sum = (u64)PROBES * stretch.other;
	return (u32)((sum * ROWS * EIGHTHS + (u64)PROBES * chart->brightness_max / 2) /
		     ((u64)PROBES * chart->brightness_max));
}

static void put_cell(u32 height, unsigned int row, bool utf8, FILE *out)
{
	u32 below = row * EIGHTHS;
	u32 filled = height > below ? min(height - below, (u32)EIGHTHS) : 0;

	if (utf8 && filled)
		fwrite(blocks + (size_t)(filled - 1) * BLOCK_BYTES, 1, BLOCK_BYTES, out);
	else if (utf8)
		fputc(' ', out);
	else
		fputc(filled >= EIGHTHS / 2 ? '#' : ' ', out);
}

static void put_axis(const struct chart *chart, unsigned int columns, FILE *out)
{
	char end[32];
	int width = snprintf(end, sizeof(end), "%.3g s", (double)chart->length_ns / RG_NS_PER_S);

	fprintf(out, "%*s0 s%*s\n", MARGIN, "", (int)columns - 3, width > 0 ? end : "");
}

void chart_text(const struct chart *chart, unsigned int columns, FILE *out)
{
	unsigned int wide = clamp(columns, COLUMNS_MIN, COLUMNS_MAX) - MARGIN;
	u64 start = chart->trace->changes[0].time_ns;
	bool utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8");

	fprintf(out, "%s\n", chart->title);
	for (unsigned int row = ROWS; row-- > 0;) {
		if (row == ROWS - 1)
			fprintf(out, "%5u ", chart->brightness_max);
		else
			fprintf(out, "%5s ", row ? "" : "0");
		fputs(utf8 ? "│" : "|", out);
		for (unsigned int i = 0; i < wide; i++) {
			u64 from = start + chart->length_ns * i / wide;
			u32 height = column_height(chart, from, chart->length_ns / wide);

			put_cell(height, row, utf8, out);
		}
		fputc('\n', out);
	}
	put_axis(chart, wide, out);
}
