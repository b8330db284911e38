#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Commands of railglow that run on, on a terminal: the live view at each size, its keys, terminals
# that are poor or unknown, Ctrl-C, terminals that go away.
#
# guest: mode=virtual timeout=300 modules="railglow-board ina3221"
#        programs="build/host/railglow build/host/guest/on_pty build/host/guest/screen"
#        files="share:/share /usr/lib/locale/C.utf8:/usr/lib/locale/C.utf8"

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh
# shellcheck source=tests/vm/lib/tool.sh
. /lib/railglow/tool.sh

export TERM=xterm LC_ALL=C.UTF-8
escape=$(printf '\033')

# rails: three, of which the first is over its warning limit. Its pins lead nowhere, so that a
# limit that stays broken costs no interrupts.
rails() {
	ina_board trial rail0/label=VDD_CPU rail0/shunt_uohm=5000 rail1/label=VDD rail2/label=VDD
	ina_bus 0 1104000
	ina_shunt 0 5000
	ina_bus 1 5000000
	ina_shunt 1 -2000
	ina_live
	railglow limit VDD_CPU warning 800mA >/dev/null
	railglow limit VDD_CPU critical 2A >/dev/null
}

# view SIZE EVENT...: the last that a terminal of that size shows of the live view, in /tmp/shown
view() {
	local size="$1"
	shift
	on_pty "$size" "$@" -- railglow rails --watch --interval 100ms >/tmp/raw
	screen "$size" </tmp/raw >/tmp/shown
}

shows() {
	grep -q -e "$1" /tmp/shown || { cat /tmp/shown; return 1; }
}

has_colours() {
	grep -qE "$escape\[[0-9;]*3[1-6]m" /tmp/raw
}

# lines KIND REASON: a terminal of that kind gets lines, and is told why.
lines() {
	TERM=$1 on_pty 24x80 1500:int -- railglow rails --watch >/tmp/out || return
	out_has "prints lines: $2" && out_has 'VDD_CPU 1.104 V'
}

# last_line FILE: where a prompt comes
last_line() {
	tail -n 1 "$1" | tr -d '\r'
}

case_the_live_view_shows_all_at_each_size() {
	local size
	rails
	for size in 24x60 24x80 24x120; do
		view $size 2000:q
		check "the live view at $size has volts, amperes, watts, and a bar of a limit" \
			shows '^VDD_CPU .* 1.104 V *1.000 A *1.104 W *█.*░'
		check "its alarm" shows '^VDD_CPU *WARNING '
		check "least, most and energy" shows '1.000 A.*1.000 A.*J'
		check "the course of the current" shows '█████'
		check "limits" shows 'minimum .*warning .*critical '
		check "and how to be helped" shows '?: help'
	done
	ina_unboard
}

# A limit is broken between two readings: the volts, amperes and watts of a row are of one reading.
surge() {
	ina_board trial rail0/label=VDD_CPU
	ina_bus 0 5V
	ina_shunt 0 "$1"
	ina_live
	railglow limit VDD_CPU warning 2A >/dev/null
	on_pty 24x80 "$2:q" -- railglow rails --watch --interval 10s >/tmp/raw
	screen 24x80 </tmp/raw >/tmp/shown
	ina_unboard
}

case_a_row_is_of_one_reading_whatever_comes_after_it() {
	surge 'hold 2s 10mV; 30mV' 5000
	check "an alarm is shown at once, beside the values of one reading" \
		shows '^VDD_CPU *WARNING *5.000 V *1.000 A *5.000 W '
	check "the current that raised it is the most" shows 'least 1.000 A *most 3.000 A'
}

case_a_surge_between_two_readings_is_the_most() {
	surge 'hold 2s 10mV; hold 1s 30mV; 10mV' 6000
	check "an alarm that is over is in small letters" \
		shows '^VDD_CPU *warning *5.000 V *1.000 A *5.000 W '
	check "its current was the most there was" shows 'least 1.000 A *most 3.000 A'
	check "and it is counted" shows ' 1 alarm'
}

case_keys_explain_what_there_is_to_see() {
	rails
	view 24x80 500:? 500:q
	check "? explains what there is to see" shows 'a block for each reading'
	view 24x80 500:h 500:h 500:q
	check "h does so, and again gives the rails back" shows '^VDD_CPU '
	ina_unboard
}

case_a_screen_of_a_few_lines_has_what_fits() {
	rails
	view 5x80 500:q
	check "a screen of a few lines has a row for each rail" shows 'rails 1 to 3 of 3'
	view 4x80 500:d 500:q
	check "d gives a rail its rows" shows '^  least '
	ina_unboard
}

case_an_alarm_out_of_sight_is_named_at_the_top() {
	rails
	view 4x80 500:"$(printf '\033OB')" 500:q
	check "the screen has scrolled" shows '^i2c-0-40/3 '
	check_fails "beyond the rail with the alarm" shows '^VDD_CPU '
	check "which is named at the top" shows 'rails 2 to 3 of 3, ALARM above: VDD_CPU'
	ina_unboard
}

case_help_on_a_low_screen_has_keys_first() {
	rails
	view 10x80 500:? 500:q
	check "? on a low screen tells how to quit" shows '^  q  *quit$'
	check "and that there is more" shows '^  (more on a taller screen)$'
	ina_unboard
}

case_a_screen_that_grows_again_is_drawn_anew() {
	rails
	view 24x80 300:size=1x5 300:size=24x80 600:q
	check "a screen that shrinks to nothing and grows again is drawn anew" shows '^VDD_CPU '
	ina_unboard
}

case_a_view_that_was_stopped_goes_on() {
	local terminal
	rails
	on_pty 24x80 2500:q -- railglow rails --watch >/tmp/raw &
	terminal=$!
	within 3 pidof railglow
	kill -TSTP "$(pidof railglow)"
	sleep 0.5
	kill -CONT "$(pidof railglow)"
	wait "$terminal"
	check_equal "a view that was stopped goes on" 0 $?
	ina_unboard
}

case_terminals_that_are_poor_show_what_they_can() {
	rails
	TERM=vt100 view 24x80 2000:q
	check "a terminal without colours shows the alarm" shows '^VDD_CPU *WARNING '
	check_fails "without asking for colours" has_colours
	LC_ALL=C view 24x80 2000:q
	check "one without UTF-8 has plain characters" shows '^VDD_CPU .* ####*\.\.\.'
	NO_COLOR=1 view 24x80 2000:q
	check_fails "where colours are not wanted there are none" has_colours
	view 24x80 2000:q
	check "any other one has colours" has_colours
	ina_unboard
}

case_terminals_whose_cursor_cannot_be_moved_get_lines() {
	rails
	check "a terminal that nothing is known of gets lines, and why" \
		lines fancy 'terminals of kind "fancy" are not known here; install ncurses-term'
	check "so does one whose cursor cannot be moved" \
		lines dumb 'the cursor of a terminal of kind "dumb" cannot be moved'
	check "and so does one whose kind is not said" \
		lines '' 'TERM, the kind of the terminal, is not set'
	ina_unboard
}

case_after_ctrl_c_a_prompt_has_its_own_line() {
	rails
	TERM=dumb on_pty 24x80 1500:int -- railglow rails --watch >/tmp/out
	check_equal "after Ctrl-C a prompt has a line of its own" "^C" "$(last_line /tmp/out)"
	on_pty 24x80 1000:int -- railglow alarms --follow >/tmp/out
	check_equal "also after alarms --follow" "^C" "$(last_line /tmp/out)"
	on_pty 24x80 1000:int -- railglow record >/tmp/out
	check "and between scans and their figures" grep -q '\^C.$' /tmp/out
	ina_unboard
}

case_progress_gives_way_to_the_figures() {
	rails
	on_pty 24x80 1500:int -- railglow record --output /tmp/i.csv >/tmp/raw
	screen 24x80 </tmp/raw >/tmp/shown
	check_equal "progress gives way to the figures" 1 "$(grep -c 'scans' /tmp/shown)"
	check "which fit 80 columns" \
		grep -q '^ *least *mean *greatest *p5 *p50 *p95 *p99$' /tmp/shown
	ina_unboard
}

case_a_terminal_that_hangs_up_is_a_good_end() {
	local each
	rails
	ina_shunt 0 'hold 230ms 5000 2000; loop'
	for each in "rails --watch" "alarms --follow" "alarms --follow --json" record \
		"record --output /tmp/i.csv"; do
		# shellcheck disable=SC2086 # words
		check "$each ends with its terminal, and with status 0" ends_with_terminal $each
	done
	export TERM=dumb
	check "so do lines in place of the live view" ends_with_terminal rails --watch --interval 20ms
	export TERM=xterm
	ina_unboard
}

case_a_terminal_that_is_gone_is_a_good_end_without_a_signal() {
	local each
	rails
	# Each state lasts for longer than it takes until somebody looks.
	ina_shunt 0 'hold 800ms 5000 2000; loop'
	for each in "rails --watch" "alarms --follow" "alarms --follow --json" record; do
		# shellcheck disable=SC2086 # words
		check "$each ends with status 0 when its terminal is gone" ends_without_signal $each
	done
	export TERM=dumb
	check "so do lines in place of the live view" ends_without_signal rails --watch
	export TERM=xterm
	ina_unboard
}

case_a_disk_that_is_full_ends_the_lines() {
	rails
	mkdir /tmp/small
	mount -t tmpfs -o size=16k none /tmp/small
	railglow rails --watch --interval 20ms --duration 20s >/tmp/small/lines 2>/tmp/err
	check_equal "rails --watch ends when the disk is full" 2 $?
	check "and says so" err_has "No space left"
	umount /tmp/small
	rmdir /tmp/small
	ina_unboard
}

case_a_chip_that_is_unplugged_ends_the_live_view() {
	local terminal
	rails
	on_pty 24x80 -- railglow rails --watch >/tmp/raw &
	terminal=$!
	sleep 1
	ina_unboard
	wait "$terminal"
	check_equal "the live view ends with status 3 when the chip is unplugged" 3 $?
	check "which is said, its screen given back" grep -q 'the chip is gone' /tmp/raw
}

cases
