# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# LEDs on a board of one's own, for tests of the pattern trigger. Sourced after ktap.sh.
#
#	led_board trial 'lamp max_brightness=255' 'relay max_brightness=1 blocking=1'
#	led=$(led_dir lamp)
#	led_play lamp pattern '0 1000 255 2000' 30
#	led_measure lamp '0 1000 255 2000'
#	check_equal "..." 0 "$(led_figure off_by)"

# Scripts that source this have short names of their own, so only those that begin with board_ or
# led_ are called from here.
. /lib/railglow/boards.sh

# Tests that look further than these functions find the board's folders by these names.
# shellcheck disable=SC2034
led_config=/sys/kernel/config/railglow
led_debug=/sys/kernel/debug/railglow
led_figures=${TMPDIR:-/tmp}/led-figures

# led_board BOARD 'LED SETTING=VALUE ...'...: live, each LED with the trigger selected.
led_board() {
	local each
	led_board_untouched "$@" || return
	shift
	for each in "$@"; do
		echo pattern >"/sys/class/leds/${each%% *}/trigger" || return
	done
}

# led_board_untouched BOARD 'LED SETTING=VALUE ...'...: live; a colon is a blank in a value.
led_board_untouched() {
	local each
	led_board_name=$1
	shift
	board_make "$led_board_name" || return
	for each in "$@"; do
		# shellcheck disable=SC2086 # settings are words
		led_add $each || return
	done
	board_live "$led_board_name"
}

# led_add LED SETTING=VALUE...: to the board that is being made; a colon is a blank in a value.
led_add() {
	local each
	board_led "$led_board_name" "$1" || return
	shift
	for each in "$@"; do
		board_settings "$(echo "$each" | tr : " ")" || return
	done
}

# led_unboard BOARD
led_unboard() {
	board_unmake "$1"
}

led_dir() {
	echo "/sys/class/leds/$1"
}

# led_sim LED: where the board shows what it recorded.
led_sim() {
	echo "$led_debug/$led_board_name/leds/$1"
}

# led_counter LED NAME
led_counter() {
	figure "$(led_sim "$1")/counters" "$2"
}

# led_forget LED: empties the record of what it was set to, and of calls of its engine.
led_forget() {
	echo 1 >"$(led_sim "$1")/clear"
}

# led_says LED FILE: the text of one of its files
led_says() {
	cat "$(led_dir "$1")/$2"
}

# led_gives LED FILE TEXT: writes one of its files; a command for check.
led_gives() {
	write_to "$(led_dir "$1")/$2" "$3"
}

# led_play LED FILE PATTERN SECONDS: record that long from the write on, then stop.
led_play() {
	led_forget "$1"
	echo "$3" >"$(led_dir "$1")/$2" || return
	sleep "$4"
	cat "$(led_sim "$1")/trace" >"$led_figures.trace"
	echo >"$(led_dir "$1")/$2"
}

# led_measure PATTERN: figures of the record of led_play, whose first line is the start
led_measure() {
	awk -f /lib/railglow/led.awk -v tuples="$1" \
		-v start="$(sed -n '1s/ .*//p' "$led_figures.trace")" \
		"$led_figures.trace" >"$led_figures"
}

# led_figure NAME: one of led.awk's, a whole number (levels are rounded up).
led_figure() {
	awk -v name="$1" '$1 == name { printf "%d\n", $2 == int($2) ? $2 : $2 + 1 }' "$led_figures"
}

led_all_figures() {
	tr '\n' ' ' <"$led_figures"
}

# realtime_offset: CLOCK_REALTIME less the clock of the traces, in ns: the offset
# of the timers' base that has the number 1 in every kernel.
realtime_offset() {
	sed -n '/^ *\.index: *1$/,$ s/^ *\.offset: *\([0-9]*\) nsecs$/\1/p' /proc/timer_list | head -n 1
}

# led_recorded: the file with what led_play recorded
led_recorded() {
	echo "$led_figures.trace"
}

# led_edges LED LEVEL: how often it rose to that level or beyond
led_edges() {
	awk -v level="$2" '$2 >= level && last < level { edges++ } { last = $2 } END { print edges + 0 }' \
		"$(led_sim "$1")/trace"
}
