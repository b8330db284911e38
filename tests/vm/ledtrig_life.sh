#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=normal timeout=300
#        modules="railglow-board" carry="ledtrig-pattern ledtrig-taken"
# log: ^ledtrig_pattern: trigger 'pattern' already exists: unload it, or load this with name=OTHER$
# log: ^ledtrig_pattern: the parameter 'name' must be one word of 1 to 49 characters, not none or default$
#
# How the trigger comes and goes: loading, names, and LED, trigger and module going away
# while patterns play, are written and are read. Two processors, by the wall clock.

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/led.sh
. /lib/railglow/led.sh

blink="0 1 255 1"
lamp=$(led_dir lamp)

# A minute of races in all, on the older kernel half of that.
[ "$RG_SERIES" = 6.1 ] && race_s=8 || race_s=15

life() {
	modprobe ledtrig-pattern
	led_board life 'lamp max_brightness=255' 'relay max_brightness=1' 'slow blocking=1' \
		'engine engine=lpg'
}

race_board() {
	modprobe ledtrig-pattern
	led_board race 'lamp max_brightness=255 engine=lpg' \
		'slow blocking=1 set_time_us=500 engine=sc27xx'
}

case_the_module_loads_by_the_alias_of_its_trigger() {
	rmmod ledtrig_pattern 2>/dev/null
	check "the module loads by the alias of its trigger" modprobe ledtrig:pattern
	check "... and has the name the kernel's own has" grep -q '^ledtrig_pattern ' /proc/modules

	# play_every_kind: soft ones of each kind, and one of the LED's own engine
}

play_every_kind() {
	echo realtime >"$(led_dir lamp)/sync"
	echo perceptual >"$(led_dir slow)/curve"
	echo 1000000 >"$(led_dir relay)/repeat"
	echo "0 1 1 1" >"$(led_dir lamp)/hr_pattern"
	echo "0 1 1 1" >"$(led_dir relay)/pattern"
	echo "0 50 255 50" >"$(led_dir slow)/hr_pattern"
	echo "0 100 0 0 255 100 255 0" >"$(led_dir engine)/hw_pattern"
}

case_the_module_goes_while_patterns_play() {
	local each
	life
	play_every_kind
	for each in lamp relay slow engine; do
		check_equal "$each plays" 1 "$(cat "$(led_dir $each)/is_running")"
	done
	check "the module can be removed while patterns play" rmmod ledtrig_pattern
	check_equal "the engine plays nothing then" "" "$(cat "$(led_sim engine)/engine_pattern")"
	sleep 0.1
	for each in lamp relay slow; do
		check_equal "$each is off then" 0 "$(cat "$(led_dir $each)/brightness")"
		check "$each has no trigger then" grep -qF '[none]' "$(led_dir $each)/trigger"
		led_forget $each
	done
	sleep 0.3
	for each in lamp relay slow; do
		check_equal "$each is left alone then" 0 "$(led_counter $each sets)"
	done
	check_says "... and the trigger cannot be selected any more" "Invalid argument" \
		write_to "$lamp/trigger" pattern
	led_unboard life
}

# log_since MARK: messages of the kernel since; busybox tries some loads twice.
log_since() {
	dmesg | sed "1,/$1/d; s/^\[[^]]*\] //" | sort -u
}

case_the_name_is_taken_or_another() {
	local module name
	life
	rmmod ledtrig_pattern
	module=$(modprobe -D ledtrig-pattern | sed -n 's/^insmod \([^ ]*ledtrig-pattern[^ ]*\).*/\1/p')
	check "where another trigger has the name" modprobe ledtrig-taken
	echo '<6>first mark' >/dev/kmsg
	check_says "the module does not load" "Device or resource busy" insmod "$module"
	check_equal "... and says why, and what to do, in one line" \
		"ledtrig_pattern: trigger 'pattern' already exists: unload it, or load this with name=OTHER" \
		"$(log_since 'first mark')"
	check "it loads with another name" modprobe ledtrig-pattern name=waves
	check "the trigger has that name then" write_to "$lamp/trigger" waves
	echo "$blink" >"$lamp/pattern"
	check_equal "... and plays" 1 "$(cat "$lamp/is_running")"
	rmmod ledtrig_pattern ledtrig_taken
	echo '<6>second mark' >/dev/kmsg
	for name in '' none default 'two words' 'a_name_that_is_50_characters_long_is_one_too_long_x'; do
		check_says "a name that could not be selected is refused: '$name'" \
			"Invalid argument" \
			insmod "$module" "name=\"$name\""
	done
	check_equal "... and the log says what a name is" \
		"ledtrig_pattern: the parameter 'name' must be one word of 1 to 49 characters, not none or default" \
		"$(log_since 'second mark')"
	modprobe ledtrig-pattern
	led_unboard life
}

case_the_leds_go_while_patterns_play() {
	life
	play_every_kind
	check_equal "(all of them play again)" "1 1 1 1 " \
		"$(cat /sys/class/leds/lamp/is_running /sys/class/leds/relay/is_running \
			/sys/class/leds/slow/is_running /sys/class/leds/engine/is_running | tr '\n' ' ')"
	check "a board can be removed while its LEDs play" led_unboard life
	check_fails "... and the LED is gone" test -e "$lamp"
}

case_a_pattern_that_starts_anew_is_never_seen_not_to_run() {
	local starter stops round running
	modprobe ledtrig-pattern
	rm -f /tmp/enough
	led_board anew 'lamp max_brightness=255'
	echo "$blink" >"$(led_dir lamp)/pattern"
	(
		while [ ! -e /tmp/enough ]; do
			echo 5000 >/sys/class/leds/lamp/repeat
		done
	) &
	starter=$!
	stops=0
	round=0
	while [ $round -lt 6000 ]; do
		read -r running </sys/class/leds/lamp/is_running
		[ "$running" = 1 ] || stops=$((stops + 1))
		round=$((round + 1))
	done
	touch /tmp/enough
	wait $starter
	check_equal "a pattern that is started anew is never seen not to run" 0 $stops
	led_unboard anew
}

begin_session() {
	echo pattern >"$(led_dir lamp)/trigger"
	echo "0 50 1 50" >"$(led_dir lamp)/pattern"
}

# Each session selects the trigger and writes the pattern of the user who is logged in. The file goes
# away in between, before it is opened or after; a shell that opens one that is not there is denied to
# make it.
case_sessions_begin_at_once() {
	local sessions each
	race_board
	sessions=
	for each in first second; do
		for _ in $(seq 300); do begin_session; done 2>"/tmp/session-$each" &
		sessions="$sessions $!"
	done
	# shellcheck disable=SC2086 # numbers of processes
	wait $sessions
	check_equal \
		"sessions that begin at once fail at most where the files are away for a moment" \
		"" \
		"$(cat /tmp/session-* | grep -viE 'permission denied|no such (file|device)' | sort -u)"
	diag "failures: $(cat /tmp/session-* | sed 's/.*: //' | sort | uniq -c | xargs)"
	begin_session
	check_equal "... and the pattern plays" "0 50 1 50 1" \
		"$(cat "$(led_dir lamp)/pattern" "$(led_dir lamp)/is_running" | xargs)"
	led_unboard race
}

# until_stopped COMMAND...: again and again; a write that comes too late may well fail
until_stopped() {
	while [ ! -e /tmp/stop ]; do
		"$@"
	done >/dev/null 2>&1
	return 0
}

# shellcheck disable=SC2317 # called by until_stopped
store() {
	echo "$blink" >"$(led_dir "$1")/hr_pattern"
	echo "0 50 255 50" >"$(led_dir "$1")/pattern"
	echo 2 >"$(led_dir "$1")/repeat"
	echo x >"$(led_dir "$1")/pattern"
	echo realtime >"$(led_dir "$1")/sync"
	echo "$blink" >"$(led_dir "$1")/hr_pattern"
	echo "0 100 0 0 255 100 255 0" >"$(led_dir "$1")/hw_pattern"
	echo none >"$(led_dir "$1")/sync"
}

# shellcheck disable=SC2317
show() {
	cd "$(led_dir "$1")" && cat pattern hr_pattern hw_pattern repeat sync curve is_running
}

# shellcheck disable=SC2317 # for those in step with it
set_clock() {
	date -s "@$(($(date +%s) - 7))"
	sleep 0.05
	date -s "@$(($(date +%s) + 9))"
}

# shellcheck disable=SC2317
select_again() {
	echo none >"$(led_dir "$1")/trigger"
	echo pattern >"$(led_dir "$1")/trigger"
	echo 0 >"$(led_dir "$1")/brightness"
	echo pattern >"$(led_dir "$1")/trigger"
}

# shellcheck disable=SC2317
reload() {
	rmmod ledtrig_pattern
	modprobe ledtrig-pattern
	echo pattern >"$(led_dir lamp)/trigger"
	echo pattern >"$(led_dir slow)/trigger"
}

# race SECONDS WORKER...: each of "COMMAND LED"
race() {
	rm -f /tmp/stop
	local each workers="" seconds="$1"
	shift
	for each in "$@"; do
		# shellcheck disable=SC2086
		until_stopped $each &
		workers="$workers $!"
	done
	sleep "$seconds"
	touch /tmp/stop
	# shellcheck disable=SC2086
	wait $workers
}

case_the_trigger_changes_under_writers_and_readers() {
	local each
	race_board
	for each in lamp slow; do
		check "writers and readers outlive the trigger being changed under them ($each)" \
			race "$race_s" "store $each" "store $each" "show $each" "select_again $each" set_clock
	done
	led_unboard race
}

case_the_module_is_loaded_again_under_writers_and_readers() {
	race_board
	check "writers and readers outlive the module being removed and loaded again" \
		race "$race_s" "store lamp" "store slow" "show lamp" "reload" set_clock
	rmmod ledtrig_pattern 2>/dev/null
	modprobe ledtrig-pattern
	echo pattern >"$(led_dir lamp)/trigger"
	echo "0 1000 0 0 255 1000 255 0" >"$(led_dir lamp)/pattern"
	check_equal "after all that a pattern still plays" 1 "$(cat "$(led_dir lamp)/is_running")"
	led_unboard race
}

# remake: the whole board, with an LED that plays
# shellcheck disable=SC2317
remake() {
	if led_unboard race && led_board race 'lamp max_brightness=255 engine=lpg' \
		'slow blocking=1 engine=sc27xx'; then
		echo made >>/tmp/remade
	else
		echo failed >>/tmp/remade
	fi
	echo "$blink" >"$(led_dir lamp)/hr_pattern"
	echo "$blink" >"$(led_dir slow)/pattern"
}

case_boards_come_and_go_under_writers_and_readers() {
	race_board
	check "boards come and go under writers and readers" race "$race_s" "remake" "store lamp" \
		"show slow" set_clock
	check "... again and again" grep -q made /tmp/remade
	check_fails "... and none of them failed" grep -q failed /tmp/remade
	led_unboard race 2>/dev/null
	check "the module can be removed in the end" rmmod ledtrig_pattern
}

cases
