# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The ways to look into a guest test that docs/debugging.md tells of.

. tests/vm/lib/ktap.sh

scratch=$(mktemp -d)
screen=$scratch/screen

shown() {
	tr -d '\r' <"$screen" | sed 1d | grep -aqE -e "$1"
}

# continued: a debugger connects and says "continue", no more
continued() {
	# shellcheck disable=SC2016 # so it is written on the wire
	printf '+$c#63' | busybox nc localhost 1234 >"$scratch/answer" 2>&1
}

plan

echo 'exit 0' >"$scratch/script"
vm/run --shell "$scratch/script" </dev/null >"$scratch/said" 2>&1
check_equal "a shell is refused without a terminal" 2 $?
check "... which the sentence says" grep -q 'shell needs a terminal' "$scratch/said"
check_says "a shell is for guest tests" "is for guest tests" tests/exec --shell unit/test_player
check_says "so is gdb" "is for guest tests" tests/exec --gdb host/board
check_says "a test is named once" "name one test" tests/exec fuzz/fuzz_model and more
check_says "a case of a guest test is one that it has" "there is no case 'and' here" \
	tests/exec vm/6.12/normal/board_settings and more

vm/run --gdb --keep "$scratch/kept" "$scratch/script" >"$scratch/said" 2>&1 &
guest=$!
check "with --gdb the guest waits for a debugger" within 60 continued
wait "$guest"
check_equal "... and runs to its end once that lets it" 0 $?
check "--keep keeps the console and the kernel log" \
	grep -q 'Linux version' "$scratch/kept/console" "$scratch/kept/log"

cat >"$scratch/script" <<-'END'
	#!/bin/sh
	. /lib/railglow/ktap.sh
	plan 2
	echo "left by the test" >/tmp/made
	check_equal "one is two" 1 2
	check "the file is there" test -e /tmp/made
END
script -qc true /dev/null >/dev/null 2>&1 </dev/null || {
	for each in "a failed case" "the next one" "the status" "the terminal"; do
		skip "$each is told by a shell" "no terminal can be made here"
	done
	finish
	exit 0
}
mkfifo "$scratch/keys"
: >"$screen"
script -qfc "stty rows 30 cols 90; vm/run --shell $scratch/script; echo ended with \$?; stty -a" \
	"$screen" <"$scratch/keys" >/dev/null 2>&1 &
exec 4>"$scratch/keys"
within 60 shown 'failed:~#'
printf 'cat /tmp/made; stty size\r' >&4
check "a failed case opens a shell in which all is as the test left it" \
	within 30 shown '^left by the test$'
check "... and which knows the terminal's size" within 30 shown '^30 90$'
printf 'exit\r' >&4
within 60 shown '^ended with'
check "the test goes on after the shell, and has failed" \
	shown '^ended with 1$'
check "the terminal is given back as it was" within 30 shown '[^-]icanon'
exec 4>&-
rm -rf "$scratch"

finish
