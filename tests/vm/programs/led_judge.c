// SPDX-License-Identifier: GPL-2.0-only
/*
 * led_judge LATENCY_US write|clock: holds many traces against the closed forms of
 * their patterns, in floating point and without any code of the trigger. Standard
 * input is, for each pattern played, a line "pattern LED FILE b d b d ..." and the
 * trace of the LED, "time_ns level" lines, from the write on. The pattern began
 * with the first level, or is in step with the clock. The first level may itself have
 * been late, by a latency at most, and the others are early by as much then. A trace
 * breaches, "late" being the slack of the file and the latency,
 *
 *	wrong	if a level is off by more than one from all of the last latency, and
 *		of the next one where the first level is the measure
 *	stale	if the level before was off by more than one, and longer than
 *		late (in a ramp: than the interval of the file and late)
 *	hasty	if two levels of one ramp are closer than the interval
 *	idle	if a level is the same as before
 *
 * The first breaches are told; the last line is how many patterns, levels and
 * breaches there were. Exit status 2 for input that is neither.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MS 1000000LL
#define BLANKS "\n "
#define TUPLES_MAX 64
#define BREACHES_TOLD 20

struct tuple {
	double level;
	long long starts, lasts;
};

/* State at a moment: the exact level, and which tuple it is of. */
struct moment {
	double level;
	long long tuple, tuple_start;
};

static struct tuple tuples[TUPLES_MAX];
static int count;
static long long period, interval, latency, late, edge_late, early;
static char name[64], file[16];
static long long start;
static bool by_clock, first;
static long patterns, levels, breaches;

static bool ramps(int i)
{
	double climb = tuples[(i + 1) % count].level - tuples[i].level;

	return tuples[i].lasts >= 50 * MS && (climb < -1 || climb > 1);
}

static struct moment exact(long long ns)
{
	long long lap = (ns - start) / period, position = (ns - start) % period;
	struct moment now;
	int i = count - 1;

	while (tuples[i].starts > position || !tuples[i].lasts)
		i--;
	now.tuple = lap * count + i;
	now.tuple_start = ns - position + tuples[i].starts;
	now.level = tuples[i].level;
	if (ramps(i))
		now.level += (tuples[(i + 1) % count].level - now.level) *
			     (double)(position - tuples[i].starts) / (double)tuples[i].lasts;
	return now;
}

static bool between(double level, double a, double b)
{
	return level >= (a < b ? a : b) - 1 && level <= (a > b ? a : b) + 1;
}

/*
 * When the LED was last looked at, at the latest: when its level was set, or at an edge
 * since at which the same level happened to be right, within the slack of edges. 0 if
 * an edge since should have changed it.
 */
static long long looked_at(long long then, long long last, double before)
{
	struct moment now = exact(then);
	long long edge = now.tuple_start, until = edge + edge_late;

	if (now.tuple == exact(last).tuple)
		return last;
	return between(before, exact(edge).level, exact(until).level) ? until : 0;
}

/* The level was right when the tuple that plays now began. */
static bool was_right_since(long long then, long long ns, double level)
{
	long long began = exact(ns).tuple_start;

	return began > then && between(level, exact(began).level, exact(began).level);
}

/* The level was right at some moment of the latency before ns, in this tuple or the one before. */
static bool was_right_before(long long ns, double level)
{
	struct moment now = exact(ns);
	long long from = ns - latency;

	if (from > now.tuple_start)
		return between(level, exact(from).level, now.level);
	if (between(level, exact(now.tuple_start).level, now.level))
		return true;
	return from >= start && from < now.tuple_start &&
	       between(level, exact(from).level, exact(now.tuple_start - 1).level);
}

static bool was_right(long long ns, double level)
{
	return was_right_before(ns, level) || (early && was_right_before(ns + early, level));
}

static void breach(const char *rule, long long ns, double level, double before)
{
	if (breaches++ < BREACHES_TOLD)
		printf("%s %s %s: at %lld ns %.0f, exact %.3f, before %.0f\n", name, file, rule,
		       ns - start, level, exact(ns).level, before);
}

static void judge(long long ns, double level, long long last, double before)
{
	struct moment then = exact(ns - late);
	/* The level before may be of the tuple before, if it was set late. */
	long long asked = last - latency > start ? last - latency : start;

	levels++;
	if (!was_right(ns, level))
		breach("wrong", ns, level, before);
	if (level == before)
		breach("idle", ns, level, before);
	if (exact(ns + early).tuple == exact(asked).tuple && ns - last < interval - latency)
		breach("hasty", ns, level, before);
	if (ns - late > last && !between(before, then.level, then.level) &&
	    ns - late > looked_at(ns - late, last, before) + interval &&
	    !was_right_since(ns - late, ns, before))
		breach("stale", ns, level, before);
}

static bool read_pattern(char *line)
{
	char *word;
	int used;

	if (sscanf(line, "pattern %63s %15s %n", name, file, &used) != 2)
		return false;
	count = 0;
	period = 0;
	for (word = strtok(line + used, BLANKS); word && count < TUPLES_MAX; count++) {
		char *duration = strtok(NULL, BLANKS);

		if (!duration)
			return false;
		tuples[count] = (struct tuple){ atof(word), period, atoll(duration) * MS };
		period += tuples[count].lasts;
		word = strtok(NULL, BLANKS);
	}
	interval = strcmp(file, "pattern") ? 16 * MS : 50 * MS;
	edge_late = (strcmp(file, "pattern") ? 0 : MS) + latency;
	late = (strcmp(file, "pattern") ? 1 : 4) * MS + latency;
	patterns++;
	first = true;
	return period > 0;
}

static bool read_level(const char *line)
{
	static long long last;
	static double before;
	long long ns;
	double level;

	if (!patterns || sscanf(line, "%lld %lf", &ns, &level) != 2)
		return false;
	if (first) {
		start = by_clock ? 0 : ns;
		if (!was_right(ns, level))
			breach("wrong", ns, level, 0);
	} else {
		judge(ns, level, last, before);
	}
	first = false;
	last = ns;
	before = level;
	return true;
}

int main(int argc, char **argv)
{
	char line[1024];

	if (argc != 3) {
		fputs("usage: led_judge LATENCY_US write|clock <TRACES\n", stderr);
		return 2;
	}
	latency = atoll(argv[1]) * 1000;
	by_clock = !strcmp(argv[2], "clock");
	early = by_clock ? 0 : latency;
	while (fgets(line, sizeof(line), stdin)) {
		if (!strncmp(line, "pattern ", 8) ? read_pattern(line) : read_level(line))
			continue;
		fprintf(stderr, "led_judge: neither a pattern nor a level: %s", line);
		return 2;
	}
	printf("%ld patterns %ld levels %ld breaches\n", patterns, levels, breaches);
	return 0;
}
