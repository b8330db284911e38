// SPDX-License-Identifier: GPL-2.0-only
/* Traces of LEDs: read, measured, and compared with the exact waveform. */
#include "tools/led/trace.h"

#include <complex.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLE_NS (100 * RG_NS_PER_US)
/* Longer stretches than this many samples are looked at less closely. */
#define SAMPLES_MAX 200000
#define REFINEMENTS 4

static int append_change(struct led_trace *trace, size_t *room, struct led_change change)
{
	if (trace->count && change.time_ns < trace->changes[trace->count - 1].time_ns)
		return -EINVAL;
	if (trace->count == *room) {
		size_t more = *room ? *room * 2 : 256;
		struct led_change *grown = realloc(trace->changes, more * sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		trace->changes = grown;
		*room = more;
	}
	trace->changes[trace->count++] = change;
	return 0;
}

int led_trace_read(struct led_trace *trace, FILE *file)
{
	char line[256];
	size_t room = 0;
	int err = 0;

	*trace = (struct led_trace){ 0 };
	while (!err && fgets(line, sizeof(line), file)) {
		struct led_change change;

		if (line[0] == '#' || line[0] == '\n')
			continue;
		if (sscanf(line, "%" SCNu64 " %" SCNu32, &change.time_ns, &change.level) == 2)
			err = append_change(trace, &room, change);
		else
			err = -EINVAL;
	}
	if (!err && ferror(file))
		err = -EIO;
	if (err)
		led_trace_free(trace);
	return err;
}

void led_trace_free(struct led_trace *trace)
{
	free(trace->changes);
	*trace = (struct led_trace){ 0 };
}

/* Finds the last change at or before @time_ns, or the first of all. */
static size_t change_before(const struct led_trace *trace, u64 time_ns)
{
	size_t low = 0, high = trace->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (trace->changes[middle].time_ns <= time_ns)
			low = middle;
		else
			high = middle;
	}
	return low;
}

u32 led_trace_level(const struct led_trace *trace, u64 time_ns)
{
	return trace->changes[change_before(trace, time_ns)].level;
}

void led_trace_skip(struct led_trace *trace, u64 time_ns)
{
	size_t first;

	if (!trace->count || trace->changes[0].time_ns >= time_ns)
		return;
	first = change_before(trace, time_ns);
	trace->count -= first;
	memmove(trace->changes, trace->changes + first, trace->count * sizeof(*trace->changes));
	trace->changes[0].time_ns = time_ns;
}

static u32 middle_level(const struct led_trace *trace)
{
	u32 low = U32_MAX, high = 0;

	for (size_t i = 0; i < trace->count; i++) {
		low = min(low, trace->changes[i].level);
		high = max(high, trace->changes[i].level);
	}
	return low + (high - low) / 2;
}

/* Estimates the period by rising crossings of the middle level. */
static double rough_period(const struct led_trace *trace)
{
	u32 middle = trace->count ? middle_level(trace) : 0;
	u64 first = 0, last = 0;
	size_t rises = 0;

	for (size_t i = 1; i < trace->count; i++) {
		if (trace->changes[i - 1].level > middle || trace->changes[i].level <= middle)
			continue;
		last = trace->changes[i].time_ns;
		if (!rises++)
			first = last;
	}
	return rises > 1 ? (double)(last - first) / (double)(rises - 1) : 0;
}

static u64 trace_length(const struct led_trace *trace)
{
	return trace->changes[trace->count - 1].time_ns - trace->changes[0].time_ns;
}

/* Measures by how much the fundamental of one window is late, from -P/2 to P/2. */
static double window_delay(const struct led_trace *trace, size_t window, double period_ns)
{
	double complex sum = 0;
	double turn = 2 * M_PI / period_ns;
	u64 start = trace->changes[0].time_ns + (u64)((double)window * period_ns);
	double from = 0;
	size_t i = change_before(trace, start);

	while (from < period_ns) {
		double to = period_ns;

		if (i + 1 < trace->count)
			to = fmin(to, (double)trace->changes[i + 1].time_ns - (double)start);
		sum += trace->changes[i].level * (cexp(-I * turn * to) - cexp(-I * turn * from));
		from = to;
		i++;
	}
	/* The integral of exp(-I x) brings a factor of I, a quarter turn. */
	return -carg(I * sum) / turn;
}

/*
 * Measures how much later each window is than the one before, on average. A pattern starts without
 * the lateness that each later edge may have, so the first window counts only if there is no other.
 */
static double drift_per_period(const struct led_trace *trace, size_t windows, double period_ns)
{
	size_t from = windows > 2 ? 1 : 0;
	double first = window_delay(trace, from, period_ns);
	double late = 0;

	for (size_t i = from + 1; i < windows; i++) {
		double step = window_delay(trace, i, period_ns) - first - late;

		late += step - period_ns * round(step / period_ns);
	}
	return late / (double)(windows - 1 - from);
}

/*
 * Levels within a ramp are set at moments that need not repeat; the phase of
 * the fundamental does, in whatever steps the ramp is taken.
 */
struct led_periods led_trace_periods(const struct led_trace *trace)
{
	double period_ns = rough_period(trace);
	struct led_periods periods = { 0 };

	if (period_ns <= 0)
		return periods;
	for (unsigned int round = 0; round < REFINEMENTS; round++) {
		/* The last change may be a little early: half a window of grace. */
		size_t windows = (size_t)((double)trace_length(trace) / period_ns + 0.5);

		if (windows < 2)
			return periods;
		periods.count = windows > 2 ? windows - 2 : 1;
		period_ns += drift_per_period(trace, windows, period_ns);
	}
	periods.mean_ns = period_ns;
	return periods;
}

size_t led_trace_updates(const struct led_trace *trace, u64 length_ns)
{
	return change_before(trace, trace->changes[0].time_ns + length_ns);
}

double led_trace_level_error(const struct led_trace *trace, const struct pattern *pattern,
			     u64 length_ns)
{
	u64 step_ns = max(SAMPLE_NS, length_ns / SAMPLES_MAX);
	u64 start = trace->changes[0].time_ns;
	double sum = 0;
	u64 samples = 0;

	for (u64 t = step_ns / 2; t < length_ns; t += step_ns, samples++) {
		double shown = led_trace_level(trace, start + t);

		sum += fabs(shown - pattern_exact(pattern, t));
	}
	return samples ? sum / (double)samples : 0;
}
