// SPDX-License-Identifier: GPL-2.0-only
/*
 * Command lines of words that mean something in orders that do not, mixed with
 * noise. Nothing may crash, leak, or leave the folder it runs in.
 */
#include <fcntl.h>
#include <sanitizer/lsan_interface.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/port.h"
#include "tools/cli/cli.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define WORDS_MAX 10
#define NOISE_MAX 24

/* Commands whose second run would wait for somebody are given an end. */
static const char *const words[] = {
	"rails",      "record",	     "plot",
	"replay",     "limit",	     "alarms",
	"led list",   "led show",    "led play",
	"led stop",   "led preview", "guard",
	"doctor",     "completion",  "manual",
	"--help",     "-h",	     "--json",
	"-j",	      "--names",     "--max",
	"--max=3",    "-m1",	     "--interval",
	"--hr",	      "--hw",	     "--sw",
	"--curve",    "perceptual",  "linear",
	"--repeat",   "-1",	     "1",
	"0",	      "255",	     "2147483648",
	"50%",	      "--periods",   "--output",
	"out.svg",    "out.png",     "in.csv",
	"guard.conf", "--check",     "-v",
	"--from",     "--duration",  "10ms",
	"1s",	      "--loop",	     "--print",
	"--board",    "b",	     "--rails",
	"A",	      "A,B",	     "warning",
	"critical",   "minimum",     "2.5A",
	"morse:SOS",  "morse:",	     "0 100 255 100",
	"0 0 255 0",  "breathe",     "status",
	"--sync",     "realtime",    "--wait",
	"--engine",   "lpg",	     "-",
	"--",	      "--follow",    "--watch",
	"bash",	      "zsh",	     "--rate",
	"100Hz",      "--out",	     "--force",
	"\303\274",   "help",	     "led",
};

static void write_file(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	if (!file)
		abort();
	fputs(text, file);
	fclose(file);
}

/* The library behind cairo's fonts keeps what it read first; that is not a leak of ours. */
static void draw_once(void)
{
	char name[] = "railglow", command[] = "plot", file[] = "in.csv";
	char *argv[4] = { name, command, file };

	__lsan_disable();
	cli_main(3, argv);
	__lsan_enable();
}

/* A folder of its own, empty systems, and nothing to read on standard input. */
static void set_up(void)
{
	char folder[] = "/tmp/fuzz-arguments-XXXXXX";
	int nothing = open("/dev/null", O_RDWR);

	if (nothing < 0 || !mkdtemp(folder) || chdir(folder) || mkdir("sys", 0700))
		abort();
	setenv("RAILGLOW_SYSFS", "sys", 1);
	setenv("RAILGLOW_SHARE", "share", 1);
	write_file("in.csv", "# rail: A shunt_ohm=0.01 warning_a=1\ntime_s,A_V,A_A\n"
			     "0,1,1\n# alarm: 0.5 A warning\n1,1.5,2\n2,,\n");
	write_file("guard.conf", "idle status \"0 100 100% 100\"\n");
	dup2(nothing, STDIN_FILENO);
	dup2(nothing, STDOUT_FILENO);
	draw_once();
}

/* One word, from the list or of the input's own bytes; 0 at the end of the input. */
static size_t take_word(const uint8_t *data, size_t size, char *word, size_t room)
{
	size_t len = 0;

	if (!size)
		return 0;
	if (data[0] < 0xc0) {
		snprintf(word, room, "%s", words[data[0] % ARRAY_SIZE(words)]);
		return 1;
	}
	while (len + 1 < size && len < NOISE_MAX && data[len + 1] && len + 1 < room) {
		char c = (char)data[len + 1];

		/* Paths would lead out of the folder, or to devices. */
		word[len++] = c == '/' ? '.' : c;
	}
	word[len] = '\0';
	return len + 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[WORDS_MAX * 2][32];
	char *argv[WORDS_MAX * 2 + 2];
	int argc = 1;
	char name[] = "railglow";
	static bool ready;
	size_t used;

	if (!ready)
		set_up();
	ready = true;

	argv[0] = name;
	while (argc < WORDS_MAX && (used = take_word(data, size, text[argc], sizeof(text[argc])))) {
		char *second = strchr(text[argc], ' ');

		argv[argc] = text[argc];
		if (!strncmp(text[argc], "led ", 4) && second) {
			*second = '\0';
			argv[argc + 1] = second + 1;
			argc++;
		}
		argc++;
		data += used;
		size -= used;
	}
	argv[argc] = NULL;
	cli_main(argc, argv);
	return 0;
}
