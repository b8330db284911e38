// SPDX-License-Identifier: GPL-2.0-only
/*
 * attr_reader: reads attributes as programs do, and says what came of it and how long it took.
 *
 *	attr_reader rounds SECONDS PAUSE_US FOLDER..
 *		all files of the folders, over and over; says how long the longest read took, of
 *		which file, and how often a read slept
 *	attr_reader alarms SECONDS PAUSE_US FOLDER
 *		the same, and a line "at SECONDS.xxxxxx FILE" for each *_alarm that was 1, in time
 *		since boot
 *	attr_reader poll SECONDS FILE
 *		waits for changes of a file and reads it after each; how often it was woken, and
 *		how often it read 1
 *	attr_reader signal TRIES FILE			ends a process that reads the file all the
 *		time; how long that took at most
 *
 * Figures are printed as "name number" lines.
 */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/port.h"

#define FILES_MAX 400
#define TEXT_MAX 4096

struct file {
	char name[64];
	int fd;
};

struct files {
	struct file file[FILES_MAX];
	int count;
};

static u64 now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return (u64)now.tv_sec * 1000000000 + (u64)now.tv_nsec;
}

static u64 in_seconds(const char *text)
{
	return now_ns() + (u64)(atof(text) * 1e9);
}

static void pause_us(const char *text)
{
	if (atoi(text))
		usleep((useconds_t)atoi(text));
}

static bool has_ending(const char *name, const char *ending)
{
	size_t len = strlen(name), ending_len = strlen(ending);

	return len >= ending_len && !strcmp(name + len - ending_len, ending);
}

static int open_one(struct files *files, const char *folder, const char *name)
{
	struct file *file = &files->file[files->count];
	char path[PATH_MAX];
	struct stat state;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (files->count == FILES_MAX || stat(path, &state) || !S_ISREG(state.st_mode) ||
	    !(state.st_mode & 0444) || has_ending(name, "uevent"))
		return 0;
	file->fd = open(path, O_RDONLY);
	if (file->fd < 0)
		return 0;
	snprintf(file->name, sizeof(file->name), "%.60s", name);
	files->count++;
	return 0;
}

static int open_folder(struct files *files, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	if (!dir)
		return -1;
	while ((entry = readdir(dir)))
		open_one(files, folder, entry->d_name);
	closedir(dir);
	return files->count ? 0 : -1;
}

static long sleeps(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_nvcsw;
}

/* struct longest - of all reads so far */
struct longest {
	u64 ns;
	const char *name;
	long slept;
	long reads;
	long rounds;
};

static bool read_one(struct longest *longest, const struct file *file)
{
	long before = sleeps();
	u64 begin_ns = now_ns(), took_ns;
	char text[TEXT_MAX];
	ssize_t got = pread(file->fd, text, sizeof(text), 0);

	took_ns = now_ns() - begin_ns;
	longest->slept += sleeps() - before;
	longest->reads++;
	if (took_ns > longest->ns) {
		longest->ns = took_ns;
		longest->name = file->name;
	}
	return got > 0 && text[0] == '1';
}

static void print_longest(const struct longest *longest)
{
	printf("rounds %ld\nreads %ld\nslept %ld\n", longest->rounds, longest->reads,
	       longest->slept);
	printf("longest-ns %llu\nlongest-name %s\n", (unsigned long long)longest->ns,
	       longest->name ? longest->name : "-");
}

static int rounds(int argc, char **argv)
{
	struct longest longest = { 0 };
	struct files files = { 0 };
	u64 until_ns = in_seconds(argv[0]);

	for (int i = 2; i < argc; i++)
		if (open_folder(&files, argv[i]))
			return -1;
	do {
		for (int i = 0; i < files.count; i++)
			read_one(&longest, &files.file[i]);
		longest.rounds++;
		pause_us(argv[1]);
	} while (now_ns() < until_ns);
	print_longest(&longest);
	return 0;
}

static int alarms(int argc, char **argv)
{
	struct longest longest = { 0 };
	struct files files = { 0 };
	u64 until_ns = in_seconds(argv[0]);

	if (argc < 3 || open_folder(&files, argv[2]))
		return -1;
	do {
		for (int i = 0; i < files.count; i++) {
			const struct file *file = &files.file[i];

			if (read_one(&longest, file) && has_ending(file->name, "_alarm"))
				printf("at %.6f %s\n", (double)now_ns() / 1e9, file->name);
		}
		longest.rounds++;
		pause_us(argv[1]);
	} while (now_ns() < until_ns);
	print_longest(&longest);
	return 0;
}

static int poll_file(char **argv)
{
	struct pollfd wait = { .fd = open(argv[1], O_RDONLY), .events = POLLPRI };
	struct file file = { .fd = wait.fd };
	u64 until_ns = in_seconds(argv[0]);
	struct longest longest = { 0 };
	long woken = 0, ones = 0;

	if (wait.fd < 0)
		return -1;
	read_one(&longest, &file);
	while (now_ns() < until_ns) {
		int ready = poll(&wait, 1, 100);

		if (ready < 0)
			return -1;
		if (!ready || !(wait.revents & POLLPRI))
			continue;
		woken++;
		ones += read_one(&longest, &file);
	}
	printf("woken %ld\nones %ld\n", woken, ones);
	return 0;
}

static void read_for_ever(const char *path)
{
	struct file file = { .fd = open(path, O_RDONLY) };
	struct longest longest = { 0 };

	for (;;) {
		read_one(&longest, &file);
		usleep(3000);
	}
}

static int end_by_signal(char **argv)
{
	u64 longest_ns = 0;

	srand(1);
	for (int i = 0; i < atoi(argv[0]); i++) {
		pid_t pid = fork();
		u64 begin_ns;

		if (!pid)
			read_for_ever(argv[1]);
		usleep((useconds_t)(20000 + rand() % 200000));
		begin_ns = now_ns();
		if (pid < 0 || kill(pid, SIGTERM) || waitpid(pid, NULL, 0) != pid)
			return -1;
		if (now_ns() - begin_ns > longest_ns)
			longest_ns = now_ns() - begin_ns;
	}
	printf("longest-ns %llu\n", (unsigned long long)longest_ns);
	return 0;
}

int main(int argc, char **argv)
{
	int ret = -2;

	if (argc < 4)
		ret = -2;
	else if (!strcmp(argv[1], "rounds"))
		ret = rounds(argc - 2, argv + 2);
	else if (!strcmp(argv[1], "alarms"))
		ret = alarms(argc - 2, argv + 2);
	else if (!strcmp(argv[1], "poll"))
		ret = poll_file(argv + 2);
	else if (!strcmp(argv[1], "signal"))
		ret = end_by_signal(argv + 2);
	if (ret == -1)
		perror("attr_reader");
	if (ret == -2)
		fputs("usage: attr_reader rounds|alarms|poll|signal ..., see its source\n", stderr);
	return -ret;
}
