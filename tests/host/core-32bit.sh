# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# A kernel of 32 bits has no code for a plain / or % of 64-bit numbers, and a module that needs
# it does not link. A compiler that optimizes hard may do without it, so this asks one that does
# not: clang, for i386, with the headers of this machine.

. tests/vm/lib/ktap.sh

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# The one header that the C library has for each word size apart; it declares nothing.
mkdir -p "$scratch/include/gnu"
: >"$scratch/include/gnu/stubs-32.h"

compile() {
	clang --target=i386-linux-gnu -O0 -std=gnu11 -Wall -Wextra -Werror -I. \
		-isystem "$scratch/include" -isystem /usr/include/x86_64-linux-gnu \
		-S -o "$scratch/$(basename "$1" .c).s" "$1"
}

# divisions FILE.s...: functions that divide 64 bits plainly, but for those of core/port.h,
# whose names stand for what the kernel has.
divisions() {
	awk '/^[A-Za-z_][A-Za-z0-9_]*:/ { in_function = $1 }
		/call.*__u?(div|mod)di3/ { print in_function }' "$@" |
		grep -vE '^div(64)?_[us]64(_rem)?:$' | sort -u
}

compile_all() {
	local each
	for each in core/*.c; do
		compile "$each" || return 1
	done
}

plan

check "core/ compiles for 32 bits without a warning" compile_all
echo 'unsigned f(unsigned long long a) { return a / 1000; }
int g(long long a, long long b) { return a % b; }' >"$scratch/plain.c"
check_equal "a plain division of 64 bits would be seen" "f: g:" \
	"$(compile "$scratch/plain.c"; divisions "$scratch/plain.s" | xargs)"
rm -f "$scratch/plain.s"
check_equal "core/ divides 64 bits only by the names of core/port.h" "" \
	"$(divisions "$scratch"/*.s | xargs)"

finish
