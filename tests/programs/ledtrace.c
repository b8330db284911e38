// SPDX-License-Identifier: GPL-2.0-only
/*
 * ledtrace: draws what the simulated board recorded of an LED and says how far
 * it is from the pattern that was asked for.
 */
#include <getopt.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>

#include "core/port.h"
#include "tools/led/pattern.h"
#include "tools/led/trace.h"
#include "tools/picture/chart.h"
#include "tools/cli/terminal.h"

enum exit_code {
	EXIT_USAGE = 1,
	EXIT_FAILED = 2,
};

struct options {
	const char *pattern;
	const char *title;
	const char *svg;
	const char *trace;
	u32 brightness_max;
	u32 periods;
	u64 start_ns;
};

static const char usage[] =
	"usage: ledtrace --pattern TUPLES [options] TRACE\n"
	"Draw a recorded LED waveform and compare it with its pattern.\n"
	"\n"
	"TRACE holds \"time_ns level\" lines, as the simulated board writes them.\n"
	"  -p, --pattern TUPLES  the pattern that was played, \"b1 d1 b2 d2 ...\" (ms)\n"
	"  -m, --max N           the LED's max_brightness (255)\n"
	"  -n, --periods N       how many periods to draw (2)\n"
	"  -s, --start NS        ignore what was recorded before this time\n"
	"  -t, --title TEXT      line above the picture (the pattern)\n"
	"  -o, --svg FILE        also write the picture, as .svg or .png\n"
	"  -h, --help            this text\n"
	"Exit status: 0, 1 for a wrong command line, 2 if something could not be read,\n"
	"measured or written.\n";

static int parse_u64(const char *text, u64 low, u64 high, u64 *value)
{
	char *end;

	errno = 0;
	*value = strtoull(text, &end, 10);
	if (errno || *end || text[0] < '0' || text[0] > '9' || *value < low || *value > high)
		return -EINVAL;
	return 0;
}

static int bad_number(const char *option, const char *text, u64 low, u64 high)
{
	fprintf(stderr, "ledtrace: --%s: \"%s\" is not a number from %llu to %llu\n", option, text,
		(unsigned long long)low, (unsigned long long)high);
	return -EINVAL;
}

static int take_option(struct options *options, int option, const char *value)
{
	u64 number;

	switch (option) {
	case 'p':
		options->pattern = value;
		return 0;
	case 't':
		options->title = value;
		return 0;
	case 'o':
		options->svg = value;
		return 0;
	case 'm':
		if (parse_u64(value, 1, INT32_MAX, &number))
			return bad_number("max", value, 1, INT32_MAX);
		options->brightness_max = (u32)number;
		return 0;
	case 'n':
		if (parse_u64(value, 1, 1000, &number))
			return bad_number("periods", value, 1, 1000);
		options->periods = (u32)number;
		return 0;
	case 's':
		if (parse_u64(value, 0, INT64_MAX, &options->start_ns))
			return bad_number("start", value, 0, INT64_MAX);
		return 0;
	}
	return -EINVAL;
}

static int parse_options(struct options *options, int argc, char **argv)
{
	static const struct option known[] = {
		{ "pattern", required_argument, NULL, 'p' },
		{ "max", required_argument, NULL, 'm' },
		{ "periods", required_argument, NULL, 'n' },
		{ "start", required_argument, NULL, 's' },
		{ "title", required_argument, NULL, 't' },
		{ "svg", required_argument, NULL, 'o' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "p:m:n:s:t:o:h", known, NULL)) != -1) {
		if (option == 'h') {
			fputs(usage, stdout);
			exit(fflush(stdout) ? EXIT_FAILED : EXIT_SUCCESS);
		}
		if (take_option(options, option, optarg))
			return -EINVAL;
	}
	if (!options->pattern || optind != argc - 1) {
		fputs("ledtrace: needs --pattern and one TRACE; --help tells more\n", stderr);
		return -EINVAL;
	}
	options->trace = argv[optind];
	return 0;
}

static int read_trace(struct led_trace *trace, const struct options *options)
{
	FILE *file = fopen(options->trace, "r");
	int err;

	if (!file) {
		fprintf(stderr, "ledtrace: %s: %s\n", options->trace, strerror(errno));
		return -ENOENT;
	}
	err = led_trace_read(trace, file);
	fclose(file);
	if (!err) {
		led_trace_skip(trace, options->start_ns);
		if (!trace->count)
			err = -ENODATA;
	}
	if (err)
		fprintf(stderr, "ledtrace: %s: %s\n", options->trace,
			err == -ENODATA ? "no change was recorded"
					: "not a trace of \"time_ns level\" lines");
	return err;
}

/* Without the sign that a zero can have. */
static double to_thousandths(double value)
{
	return round(value * 1000) / 1000 + 0.0;
}

static int report(const struct led_trace *trace, const struct pattern *pattern)
{
	struct led_periods periods = led_trace_periods(trace);
	u64 length_ns = trace->changes[trace->count - 1].time_ns - trace->changes[0].time_ns;
	u64 whole_ns = length_ns / pattern->period_ns * pattern->period_ns;
	double nominal_ms = (double)pattern->period_ns / RG_NS_PER_MS;

	if (!periods.count) {
		fputs("ledtrace: the trace holds no complete period\n", stderr);
		return -ENODATA;
	}
	printf("period      %.3f ms, %.3f ms asked: error %+.3f ms (over %zu periods)\n",
	       periods.mean_ns / RG_NS_PER_MS, nominal_ms,
	       to_thousandths(periods.mean_ns / RG_NS_PER_MS - nominal_ms), periods.count);
	printf("level       %.3f levels mean distance from the exact waveform\n",
	       led_trace_level_error(trace, pattern, length_ns));
	if (whole_ns)
		printf("updates     %.2f per second\n",
		       (double)led_trace_updates(trace, whole_ns) * RG_NS_PER_S / (double)whole_ns);
	return 0;
}

static int draw(const struct led_trace *trace, const struct pattern *pattern,
		const struct options *options)
{
	const struct chart chart = {
		.title = options->title ? options->title : options->pattern,
		.source = "recorded",
		.trace = trace,
		.pattern = pattern,
		.brightness_max = options->brightness_max,
		.length_ns = pattern->period_ns * options->periods,
	};
	int err = 0;

	chart_text(&chart, terminal_columns(), stdout);
	if (options->svg)
		err = chart_picture(&chart, options->svg);
	if (err == -EINVAL)
		fprintf(stderr, "ledtrace: %s: name it .svg or .png\n", options->svg);
	else if (err)
		fprintf(stderr, "ledtrace: %s: %s\n", options->svg, strerror(-err));
	return err;
}

int main(int argc, char **argv)
{
	struct options options = { .brightness_max = 255, .periods = 2 };
	struct pattern pattern;
	struct led_trace trace;
	int err;

	setlocale(LC_CTYPE, "");
	if (parse_options(&options, argc, argv))
		return EXIT_USAGE;
	if (pattern_parse(&pattern, options.pattern, options.brightness_max)) {
		fprintf(stderr, "ledtrace: --pattern: \"%s\" is not a pattern for levels 0 to %u\n",
			options.pattern, options.brightness_max);
		return EXIT_USAGE;
	}
	err = read_trace(&trace, &options);
	if (!err) {
		err = draw(&trace, &pattern, &options);
		if (!err)
			err = report(&trace, &pattern);
		led_trace_free(&trace);
	}
	pattern_free(&pattern);
	if (fflush(stdout) && !err) {
		perror("ledtrace: standard output");
		err = -EIO;
	}
	return err ? EXIT_FAILED : EXIT_SUCCESS;
}
