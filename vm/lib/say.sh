# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2154 # root belongs to the script that sources this
#
# What every script of the project does the same way: words go to stderr, a
# failure is one sentence that says what to do, the tree is found from the
# script's own place. Sourced, never run.

# Administrator tools (depmod, modprobe) are outside a plain user's PATH on Debian.
PATH=$PATH:/usr/sbin:/sbin
export PATH

rg_series_all='6.1 6.12'

say() {
	printf 'railglow: %s\n' "$*" >&2
}

# die STATUS SENTENCE...
die() {
	rg_status=$1
	shift
	say "$@"
	exit "$rg_status"
}

# Is $1 one of the words after it?
word_in() {
	rg_word=$1
	shift
	for rg_each in "$@"; do
		[ "$rg_each" = "$rg_word" ] && return 0
	done
	return 1
}

# A series is known by name; anything else is a typing error to point at.
need_series() {
	# shellcheck disable=SC2086 # the list is words on purpose
	word_in "$1" $rg_series_all ||
		die 2 "unknown kernel series '$1': use one of: $rg_series_all."
}

# kernel_release SERIES: the release string (what uname -r says) that set-up unpacked.
kernel_release() {
	cat "$root/build/kernels/$1/release" 2>/dev/null ||
		die 1 "the $1 kernel is not set up: run 'make modules' (or 'vm/setup modules')."
}
