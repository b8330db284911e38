# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# KTAP for guest tests. Sourced by a test script:
#
#	. /lib/railglow/ktap.sh
#
#	case_a_board_has_a_bus() {
#		check "writing live makes a bus" test -d /sys/bus/i2c/devices/i2c-0
#		check_fails "a second live is refused" sh -c 'echo 1 >live'
#		check_equal "the label is what was configured" "vdd-cpu" "$(cat in1_label)"
#	}
#
#	cases
#
# A sentence is what holds when the check passes; one that begins with "... " goes on from the one
# before it, which is printed with it. `cases` runs every function of the script whose name begins
# with case_, in their order, and counts; arguments of the script are the names of those that run
# instead of all. A case leaves no board behind and needs none of the cases before it. A script
# without such functions begins with `plan` and ends with `finish`, which counts too, or begins with
# `plan N`. To end early is a failure in each way. Output of commands that are checked is shown only
# when the check fails.
#
# Commands that are checked run in this shell and may set variables, so the variables of the
# functions that run them have a prefix, where others are local.

ktap_planned=
ktap_count=0
ktap_failed=0
ktap_output=${TMPDIR:-/tmp}/ktap.$$
ktap_script=$(cd "$(dirname "$0")" && pwd)/${0##*/}
ktap_wanted=$*
ktap_case=
ktap_before=
ktap_boards=/sys/kernel/config/railglow

# plan [N]: begins the script; N is how many checks there will be, if not for `finish` to say. The
# script's arguments are its own.
# shellcheck disable=SC2120
plan() {
	ktap_begin "${1:-}"
}

ktap_begin() {
	ktap_planned=$1
	trap ktap_end EXIT
	echo "KTAP version 1"
	[ -z "$ktap_planned" ] || echo "1..$ktap_planned"
}

# finish: ends a script whose plan has no number.
finish() {
	ktap_planned=$ktap_count
	[ "$ktap_count" -eq 0 ] || echo "1..$ktap_count"
}

# ktap_refuse TEXT: ends the script before it begins.
ktap_refuse() {
	echo "$1." >&2
	exit 2
}

# ktap_cases: the names of the script's cases, in their order
ktap_cases() {
	sed -n 's/^case_\([a-z0-9_]*\)() {$/\1/p' "$ktap_script" | xargs
}

# ktap_choose NAME...: the cases that run, of those that there are, is set as ktap_chosen.
ktap_choose() {
	local each
	ktap_chosen=$*
	[ -n "$ktap_wanted" ] || return 0
	ktap_chosen=
	for each in $ktap_wanted; do
		case " $* " in
		*" ${each#case_} "*) ktap_chosen="$ktap_chosen ${each#case_}" ;;
		*) ktap_refuse "there is no case '$each' here; there are: $*" ;;
		esac
	done
}

# ktap_run_case: the case $ktap_case; a board that it leaves is a failure of it.
ktap_run_case() {
	ktap_before=
	ktap_made=$(echo "$ktap_boards"/*)
	"case_$ktap_case"
	[ "$(echo "$ktap_boards"/*)" = "$ktap_made" ] ||
		not_ok "the case takes away each board that it makes"
}

# cases: runs the script's case_ functions; the last line of the script.
cases() {
	# shellcheck disable=SC2046 # names are words
	ktap_choose $(ktap_cases)
	ktap_begin ''
	for ktap_case in $ktap_chosen; do
		ktap_run_case
	done
	ktap_case=
	finish
}

# diag TEXT: lines for the reader; the harness ignores them.
diag() {
	printf '%s\n' "$*" | sed 's/^/# /'
}

# ktap_say SENTENCE: as it is printed, as ktap_full: one that goes on has the one before in front.
ktap_say() {
	case $1 in
	'... '*) ktap_full="${ktap_before:-(nothing before)} $1" ;;
	*)
		ktap_full=$1
		ktap_before=$1
		;;
	esac
}

ok() {
	ktap_say "$*"
	ktap_count=$((ktap_count + 1))
	echo "ok $ktap_count $ktap_full"
}

not_ok() {
	ktap_not_ok "$@"
	ktap_look
}

# ktap_not_ok SENTENCE: without the shell, which comes when the failure is explained.
ktap_not_ok() {
	ktap_say "$*"
	ktap_count=$((ktap_count + 1))
	ktap_failed=$((ktap_failed + 1))
	echo "not ok $ktap_count $ktap_full"
}

# ktap_look: ends the words on a failure with its case; with `vm/run --shell`, a shell comes while all
# is as the failure left it.
ktap_look() {
	[ -z "$ktap_case" ] || diag "in case_$ktap_case"
	[ -z "${RG_SHELL:-}" ] || sh /lib/railglow/shell.sh "check $ktap_count failed"
}

# skip SENTENCE REASON: only for what this kernel or mode cannot have.
skip() {
	ktap_say "$1"
	ktap_count=$((ktap_count + 1))
	echo "ok $ktap_count $ktap_full # SKIP $2"
}

# kernel_has FUNCTION: in the kernel or in a module that is loaded
kernel_has() {
	grep -q " $1\>" /proc/kallsyms
}

# ktap_run COMMAND...: its output is kept for diagnostics.
ktap_run() {
	"$@" >"$ktap_output" 2>&1
}

ktap_explain() {
	diag "$@"
	[ ! -s "$ktap_output" ] || sed 's/^/#   /' "$ktap_output"
}

# check SENTENCE COMMAND...: passes when the command succeeds.
check() {
	ktap_sentence=$1
	shift
	if ktap_run "$@"; then
		ok "$ktap_sentence"
	else
		ktap_status=$?
		ktap_not_ok "$ktap_sentence"
		ktap_explain "status $ktap_status from: $*"
		ktap_look
	fi
}

# check_fails SENTENCE COMMAND...: passes when the command fails (but could be run).
check_fails() {
	ktap_sentence=$1
	shift
	ktap_run "$@"
	ktap_status=$?
	case $ktap_status in
	0 | 126 | 127)
		ktap_not_ok "$ktap_sentence"
		ktap_explain "expected a failure, status $ktap_status from: $*"
		ktap_look
		;;
	*) ok "$ktap_sentence" ;;
	esac
}

# check_says SENTENCE TEXT COMMAND...: fails, and TEXT is part of what it says. For the
# reason of a refusal: "Device or resource busy", "Invalid argument" and so on.
check_says() {
	ktap_sentence=$1
	ktap_text=$2
	shift 2
	if ktap_run "$@"; then
		ktap_not_ok "$ktap_sentence"
		ktap_explain "expected a failure saying '$ktap_text', but it succeeded: $*"
		ktap_look
	elif grep -qF -e "$ktap_text" "$ktap_output"; then
		ok "$ktap_sentence"
	else
		ktap_not_ok "$ktap_sentence"
		ktap_explain "expected '$ktap_text' from: $*"
		ktap_look
	fi
}

# check_equal SENTENCE EXPECTED ACTUAL
check_equal() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		ktap_not_ok "$1"
		diag "expected: $2"
		diag "actual:   $3"
		ktap_look
	fi
}

# check_between SENTENCE LOW HIGH ACTUAL: whole numbers, both ends included.
check_between() {
	if [ "$4" -ge "$2" ] 2>/dev/null && [ "$4" -le "$3" ]; then
		ok "$1"
	else
		ktap_not_ok "$1"
		diag "expected: $2 to $3"
		diag "actual:   $4"
		ktap_look
	fi
}

# within SECONDS COMMAND...: waits until a command succeeds; false if it does not in that time.
within() {
	ktap_tries=$(($1 * 10))
	shift
	until "$@" >/dev/null 2>&1; do
		ktap_tries=$((ktap_tries - 1))
		[ "$ktap_tries" -gt 0 ] || return 1
		sleep 0.1
	done
}

# figure FILE NAME: the number after NAME in a file of counters
figure() {
	sed -n "s/^$2 //p" "$1"
}

# write_to FILE TEXT: a plain command for check and check_says; the message of a refused
# write names the reason, which busybox's printf would not.
write_to() {
	echo "$2" >"$1"
}

# Runs when the script ends, however it ends; the exit status is the verdict.
ktap_end() {
	ktap_status=$?
	trap - EXIT
	rm -f "$ktap_output"
	if [ -z "$ktap_planned" ]; then
		diag "ended after $ktap_count checks, before its last line"
		exit 1
	elif [ "$ktap_count" -eq 0 ] || [ "$ktap_count" -ne "$ktap_planned" ]; then
		diag "planned $ktap_planned checks but ran $ktap_count"
		exit 1
	fi
	[ "$ktap_failed" -eq 0 ] || exit 1
	exit "$ktap_status"
}
