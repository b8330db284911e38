# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The interactive board, used through a terminal of its own like a person would.

. tests/vm/lib/ktap.sh

scratch=$(mktemp -d)
screen=$scratch/screen
mkfifo "$scratch/keys"
prompts=0

# typed TEXT: keys as they come, then wait until the shell is back at its prompt.
typed() {
	printf '%s' "$1" >&4
	next_prompt
}

# next_prompt: true when one more prompt than before is on the screen, within a minute.
next_prompt() {
	prompts=$((prompts + 1))
	tries=0
	until [ "$(grep -ao 'board:' "$screen" | wc -l)" -ge "$prompts" ]; do
		tries=$((tries + 1))
		[ "$tries" -lt 300 ] || return 1
		sleep 0.2
	done
}

shown() {
	tr -d '\r' <"$screen" | grep -aqE -e "$1"
}

enter=$(printf '\r')
control_c=$(printf '\003')
control_z=$(printf '\032')

plan 10

: >"$screen"
script -qfc "stty rows 33 cols 99; vm/board 6.12; echo ended with \$?; stty -a >$scratch/after" \
	"$screen" <"$scratch/keys" >/dev/null 2>&1 &
exec 4>"$scratch/keys"

check "the board comes up with a prompt" next_prompt
check "it says what it is and how to leave" shown "'exit' .*switches the board off"
typed "lsmod | grep -c -e ^railglow_board -e ^ina3221 -e ^ledtrig_pattern$enter"
check "the project's three modules are loaded" shown '^3$'
typed "stty size$enter"
check "the guest knows the size of the terminal" shown '^33 99$'
typed "which sensors iio_info$enter"
check "sensors and iio_info are at hand" shown '^/usr/bin/iio_info$'

printf 'sleep 1000%s' "$enter" >&4
sleep 1
check "Ctrl-C ends a program, not the board" typed "$control_c"
printf 'sleep 1000%s' "$enter" >&4
sleep 1
typed "$control_z"
check "Ctrl-Z stops a program: there is job control" shown 'Stopped +sleep 1000'
typed "kill %1$enter"

printf 'exit%sexit%s' "$enter" "$enter" >&4
exec 4>&-
wait
check "exit ends the board with status 0" shown '^ended with 0$'
check "the terminal is as it was before" grep -q ' icanon' "$scratch/after"
check_fails "without a terminal the board is refused" vm/board </dev/null

rm -rf "$scratch"
