// SPDX-License-Identifier: GPL-2.0-only
/* railglow: sees, records and acts on power rails, and plays patterns on LEDs. */
#include <fcntl.h>
#include <locale.h>
#include <unistd.h>

#include "tools/cli/cli.h"

/*
 * Opens the standard descriptors that the caller closed. The next file opened would get their
 * number otherwise, and output would end up in that file. Standard output is opened for reading,
 * so that writing to it fails visibly.
 */
static void fill_standard_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", fd == STDOUT_FILENO ? O_RDONLY : O_RDWR) < 0)
			_exit(TOOL_FAILED);
	}
}

int main(int argc, char **argv)
{
	fill_standard_descriptors();
	setlocale(LC_CTYPE, "");
	return cli_main(argc, argv);
}
