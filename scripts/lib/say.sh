# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2154 # root belongs to the script that sources this
#
# The manners of every script of the project: words go to stderr, a failure is one sentence that
# says what to do, and the tree is found from the script's own place. Sourced, never run.

# Administrator tools (depmod, modprobe) are outside a plain user's PATH on Debian.
PATH=$PATH:/usr/sbin:/sbin
export PATH

say() {
	printf 'railglow: %s\n' "$*" >&2
}

# die STATUS SENTENCE...: say it and end.
die() {
	rg_status=$1
	shift
	say "$@"
	exit "$rg_status"
}

# word_in WORD WORDS...: is the first among the others?
word_in() {
	local word each
	word=$1
	shift
	for each in "$@"; do
		[ "$each" = "$word" ] && return 0
	done
	return 1
}
