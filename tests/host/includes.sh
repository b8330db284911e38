# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# scripts/lib/includes.awk: which headers of the project a source lacks, by a small tree of headers.

. tests/vm/lib/ktap.sh

root=$PWD
scratch=$(mktemp -d)
cd "$scratch" || exit 1
mkdir -p core drivers tests tools

# TAGS as ctags writes them: name, file, line, kind
printf '%s\t%s\t1;"\t%s\n' \
	u32 core/port.h typedef \
	LIMIT core/limit.h macro \
	limit core/limit.h struct \
	limit_clamp core/limit.h prototype \
	rail tools/rail.h struct \
	rail_read tools/rail.h prototype \
	bench_draw tests/bench.h function >tags

echo '#include "core/port.h"' >core/port_user.h
cat >core/limit.h <<'END'
#include "core/port.h"
struct limit { u32 ua; };
END
cat >tools/rail.h <<'END'
#include "core/limit.h"
struct rail {
	struct limit limit;
};
END
echo 'static void bench_draw(void);' >tests/bench.h

# lacks FILE TEXT WANTED: FILE has TEXT, and what is found of it is WANTED
lacks() {
	printf '%s\n' "$2" >"$1"
	found=$(awk -F '\t' -f "$root/scripts/lib/includes.awk" tags core/limit.h tools/rail.h "$1")
	# shellcheck disable=SC2034 # the library shows it
	output=$found
	[ "$found" = "$3" ]
}

limit_h='#include "core/limit.h"'
rail_h='#include "tools/rail.h"'

case_headers_that_are_missing() {
	check "a function needs its header" lacks tools/a.c 'int x = limit_clamp(1);' \
		"tools/a.c: uses limit_clamp, and does not include core/limit.h"
	check "... also where a blank stands before its arguments" lacks tools/a.c 'int x = limit_clamp (1);' \
		"tools/a.c: uses limit_clamp, and does not include core/limit.h"
	check "a macro does" lacks tools/a.c 'int x = LIMIT;' \
		"tools/a.c: uses LIMIT, and does not include core/limit.h"
	check "a struct does" lacks tools/a.c 'struct limit a;' \
		"tools/a.c: uses limit, and does not include core/limit.h"
	check "a type of core/port.h does" lacks tools/a.c 'u32 a;' \
		"tools/a.c: uses u32, and does not include core/port.h"
	check "each header is named once" lacks tools/a.c 'int x = LIMIT + limit_clamp(LIMIT);' \
		"tools/a.c: uses LIMIT, and does not include core/limit.h"
	check "a header that is included by one that holds nothing of it does not count" lacks tools/a.c \
		"#include \"tools/other.h\"
int x = LIMIT;" "tools/a.c: uses LIMIT, and does not include core/limit.h"
}

case_headers_that_are_there() {
	check "an include is enough" lacks tools/a.c "$limit_h
struct limit a; int x = limit_clamp(LIMIT);" ""
	check "... and gives core/port.h, being core's" lacks tools/a.c "$limit_h
u32 x;" ""
	check "a struct comes with the structs that it holds" lacks tools/a.c "$rail_h
struct limit a; int x = LIMIT;" ""
	check "a header that lies beside the source is found without a folder" lacks tools/a.c \
		'#include "rail.h"
int x = rail_read();' ""
	check "a source has what its own header includes" lacks tools/rail.c "$rail_h
int x = limit_clamp(LIMIT);" ""
}

case_names_that_need_none() {
	check "a name in a comment" lacks tools/a.c '/* LIMIT
 * limit_clamp() */ int x; // LIMIT' ""
	check "a name in a text" lacks tools/a.c 'const char *a = "LIMIT \" LIMIT";' ""
	check "a member" lacks tools/a.c 'int x = a->LIMIT + a.LIMIT;' ""
	check "a struct that is announced" lacks tools/a.c 'struct limit;
int f(struct limit *a);' ""
	check "a variable with the name of a function" lacks tools/a.c 'int rail_read = 1;' ""
	check "a variable with the name of a struct" lacks tools/a.c 'int rail = 1;' ""
	check "the kernel's own types in a driver" lacks drivers/a.c 'u32 x;' ""
	check "a name of the tests anywhere else" lacks tools/a.c 'bench_draw();' ""
	check "... but not in tests" lacks tests/a.c 'int x = bench_draw();' \
		"tests/a.c: uses bench_draw, and does not include tests/bench.h"
}

cases
cd "$root" && rm -rf "$scratch"
