// SPDX-License-Identifier: GPL-2.0-only
/* as_nobody COMMAND...: runs a command as a user without any rights. */
#include <grp.h>
#include <stdio.h>
#include <unistd.h>

#define NOBODY 65534

int main(int argc, char **argv)
{
	if (argc < 2) {
		fputs("usage: as_nobody COMMAND...\n", stderr);
		return 126;
	}
	if (setgroups(0, NULL) || setgid(NOBODY) || setuid(NOBODY)) {
		perror("as_nobody");
		return 126;
	}
	execvp(argv[1], argv + 1);
	perror("as_nobody: exec");
	return 127;
}
