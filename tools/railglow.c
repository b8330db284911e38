// SPDX-License-Identifier: GPL-2.0-only
/* railglow: sees, records and acts on power rails, and plays patterns on LEDs. */
#include <locale.h>

#include "tools/cli.h"

int main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "");
	return cli_main(argc, argv);
}
