#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=virtual timeout=300
#        modules="railglow-board ledtrig-pattern" programs="build/host/guest/wait_pri"
#
# An LED while a pattern plays, by the board's own record, in virtual time:
# levels against the closed form, edges against the clock, and how often anything woke.

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/led.sh
. /lib/railglow/led.sh

square="0 100 0 0 255 100 255 0"
tracing=/sys/kernel/tracing
[ -e $tracing/trace ] || mount -t tracefs tracefs $tracing

# From the clock being read to the level being recorded, in virtual time.
latency_us=100

# Only the trigger's own timer is traced, and only counted.
timer=$tracing/events/timer/hrtimer_expire_entry
echo "function == 0x$(sed -n 's/ t pattern_trig_tick\>.*//p' /proc/kallsyms)" >$timer/filter

count_fires() {
	echo >"$tracing/trace"
	echo 1 >"$timer/enable"
}

# fired: how often the trigger's timer did since count_fires
fired() {
	echo 0 >"$timer/enable"
	awk '/^entries|^overrun/ { sum += $2 } END { print sum }' "$tracing"/per_cpu/cpu*/stats
}

# plays LED FILE PATTERN SECONDS PERIODS SLACK_US: checks that hold for every pattern
plays() {
	local fires
	count_fires
	led_play "$1" "$2" "$3" "$4"
	fires=$(fired)
	led_measure "$3"
	diag "$1 $2 '$3': $(led_all_figures)"
	check_equal "$1 $2 '$3': nothing wakes but to set another level" \
		"$(awk 'NR > 1 && $2 != last { n++ } { last = $2 } END { print n }' "$(led_recorded)")" \
		"$fires"
	check_between "$1 $2 '$3': every level is the exact one, rounded" 0 1 "$(led_figure off_by)"
	check_equal "$1 $2 '$3': the periods are as long as written" "$5" "$(led_figure periods)"
	check_between "$1 $2 '$3': edges are never early, and late by the slack at most" \
		0 "$(($6 + latency_us))" "$(led_figure late_us)"
	check_between "$1 $2 '$3': the last edge is as late as the first" \
		0 "$latency_us" "$(($(led_figure late_us) - $(led_figure early_us)))"
}

playing() {
	led_board playing 'lamp max_brightness=255' 'relay max_brightness=1' \
		'fine max_brightness=4095' 'slow max_brightness=255 blocking=1'
}

# lamp: in the folder of an LED of 256 levels
lamp() {
	led_board playing 'lamp max_brightness=255'
	cd "$(led_dir lamp)" || exit 1
}

lamp_done() {
	cd /
	led_unboard playing
}

case_patterns_are_as_long_as_they_say() {
	local pattern periods
	playing
	while IFS='|' read -r pattern periods; do
		plays lamp pattern "$pattern" 12.5 "$periods" 1000
		plays lamp hr_pattern "$pattern" 12.5 "$periods" 0
	done <<-END
	0 1000 255 2000|4
	0 1000 0 0 255 2000 255 0|4
	0 100 255 100|62
	0 1000 255 1000|6
	0 500 255 500|12
	0 1000 255 0|12
	0 75 255 75|83
	0 20 255 20|312
	END
	led_unboard playing
}

case_slow_and_fine_leds_play_exactly() {
	playing
	plays slow pattern "0 1000 255 2000" 12.5 4 1000
	plays fine hr_pattern "0 1000 4095 2000" 12.5 4 0
	led_unboard playing
}

case_ramps_are_set_every_50_or_16_ms() {
	playing
	led_play lamp pattern "0 1000 255 2000" 12.5
	led_measure "0 1000 255 2000"
	check_between "pattern sets a ramp every 50 ms at most, and not much less often" \
		50000 55000 "$(led_figure gap_us)"
	led_play lamp hr_pattern "0 1000 255 2000" 12.5
	led_measure "0 1000 255 2000"
	check_between "hr_pattern sets a ramp every 16 ms at most, and not much less often" \
		16000 17500 "$(led_figure gap_us)"
	led_unboard playing
}

# fires SECONDS: how often the trigger's timer fired in that time
fires() {
	count_fires
	sleep "$1"
	fired
}

# fires_while LED FILE PATTERN SECONDS
fires_while() {
	led_forget "$1"
	echo "$3" >"$(led_dir "$1")/$2"
	fires "$4"
}

case_nothing_wakes_but_to_set_another_level() {
	local file
	playing
	for file in pattern hr_pattern; do
		check_equal "an on/off LED wakes once for each ramp of 1 s ($file)" 20 \
			"$(fires_while relay "$file" "0 1000 1 1000" 20.2)"
		check_equal "... and is set each time ($file)" 21 "$(led_counter relay sets)"
		echo >"$(led_dir relay)/$file"
		check_equal "a constant pattern never wakes ($file)" 0 \
			"$(fires_while lamp "$file" "99 1000 99 500" 20)"
		check_equal "a square wave wakes twice in a period ($file)" 20 \
			"$(fires_while lamp "$file" "0 500 0 0 255 500 255 0" 10.2)"
		echo >"$(led_dir lamp)/$file"
	done
	led_unboard playing
}

case_ramps_wake_to_set_their_levels() {
	local woke
	playing
	woke=$(fires_while lamp pattern "0 1000 255 2000" 30.5)
	check_between "a ramp wakes 60 times in 3 s at most" 540 605 "$woke"
	check_equal "... and every time to set the LED" "$((woke + 1))" "$(led_counter lamp sets)"
	check_equal "a ramp of 15 levels wakes 30 times in 3 s" 300 \
		"$(fires_while lamp pattern "0 1000 15 2000" 30.02)"
	echo >"$(led_dir lamp)/pattern"
	check_equal "a stopped pattern never wakes" 0 "$(fires 10)"
	led_unboard playing
}

# random_patterns SEED: one for each LED that is set at once, with durations of every kind
random_patterns() {
	awk -v seed="$1" '
		function upto(n) {
			return int(rand() * (n + 1))
		}
		function play(led, max, n, line) {
			for (n = 2 + upto(6); n; n--)
				line = line " " upto(max) " " (n == 1 || upto(2) ? 1 + upto(800) : upto(60))
			print led, upto(1) ? "pattern" : "hr_pattern", line
		}
		BEGIN {
			srand(seed)
			play("relay", 1)
			play("lamp", 255)
			play("fine", 4095)
		}'
}

# fires_and_sets SEED: how often timers fired and LEDs were set by random patterns in 2 s
fires_and_sets() {
	local led file pattern
	random_patterns "$1" >/tmp/random
	count_fires
	sets=0
	while read -r led file pattern; do
		led_forget "$led"
		echo "$pattern" >"$(led_dir "$led")/$file"
	done </tmp/random
	sleep 2
	while read -r led file pattern; do
		echo >"$(led_dir "$led")/$file"
		sets=$((sets + $(led_counter "$led" sets) - 1))
	done </tmp/random
	echo "$(fired) $sets"
}

case_random_patterns_wake_to_set_a_level() {
	local seed fires sets
	playing
	seed=0 fires=0 sets=0
	while [ $seed -lt 67 ]; do
		# shellcheck disable=SC2046 # two numbers
		set -- $(fires_and_sets $seed)
		fires=$((fires + $1)) sets=$((sets + $2))
		seed=$((seed + 1))
	done
	check_between "201 random patterns wake" 2000 100000 $fires
	# A corner that is looked at late, as its slack allows, may be past the lowest level and back
	# at the one before.
	check_between "... and every time to set an LED, but for a corner in a thousand" \
		$((fires - fires / 1000)) $fires $sets
	led_unboard playing
}

# ends REPEAT PATTERN END SECONDS: the level a finite pattern stays at, and when
ends() {
	echo "$1" >repeat
	led_forget lamp
	echo "$2" >pattern
	check_equal "$1 times '$2' runs" 1 "$(cat is_running)"
	sleep "$(awk -v seconds="$4" 'BEGIN { print seconds - 0.04 }')"
	check_equal "$1 times '$2' runs to the last moment" 1 "$(cat is_running)"
	sleep 0.06
	check_equal "$1 times '$2' has ended" 0 "$(cat is_running)"
	check_equal "$1 times '$2' stays at $3" "$3" "$(cat brightness)"
	check_equal "$1 times '$2' leaves no timer" 0 "$(fires 5)"
	check_equal "$1 times '$2' is still stored" "$2" "$(cat pattern)"
	check_equal "$1 times '$2' does not count repeat down" "$1" "$(cat repeat)"
}

case_a_finite_pattern_ends() {
	lamp
	ends 1 "0 1000 255 1000" 0 2
	ends 1 "10 1000 200 70" 10 1.07
	ends 3 "0 120 255 0" 255 0.36
	ends 2 "0 1000 0 0 255 2000 255 0" 255 6
	ends 2 "40 30 50 20" 50 0.1
	lamp_done
}

case_pollers_are_woken_by_the_end() {
	lamp
	echo 2 >repeat
	echo "0 500 255 500" >pattern
	check_equal "a program that polls is_running is woken by the end of the pattern" 0 \
		"$(wait_pri is_running 2500)"
	echo "0 500 255 500" >pattern
	check_fails "... and not before it" wait_pri is_running 1500
	echo -1 >repeat
	echo "0 500 255 500" >pattern
	check_fails "... and never by a pattern without an end" wait_pri is_running 5000
	lamp_done
}

# wakes COMMAND...: the status of one who polls is_running while that is done, and what it says
wakes() {
	local waiter
	wait_pri is_running 2000 >/tmp/woken 2>&1 &
	waiter=$!
	sleep 0.5
	"$@" 2>/dev/null
	wait $waiter
	echo "$? $(cat /tmp/woken)"
}

case_pollers_are_woken_when_a_pattern_is_stopped() {
	local text
	lamp
	for text in "" bad; do
		echo "0 500 255 500" >pattern
		check_equal \
			"a program that polls is_running is woken when the pattern is stopped by '$text'" \
			"0 0" \
			"$(wakes write_to pattern "$text")"
		check_equal "... but not when there was none to stop ('$text')" "1 " \
			"$(wakes write_to pattern "$text")"
	done
	echo "0 500 255 500" >pattern
	check_equal "... nor when another one takes its place" "1 " \
		"$(wakes write_to hr_pattern "5 5 6 6")"
	lamp_done
}

# rises FILE: how often the LED went to 255 since the record was cleared
rises() {
	led_edges lamp 255
}

case_a_pattern_written_after_the_end_plays_in_full() {
	local round
	lamp
	echo 2 >repeat
	for round in first second third; do
		led_forget lamp
		echo "$square" >pattern
		sleep 2
		check_equal "a pattern written after another has ended plays in full ($round)" 2 \
			"$(rises)"
	done
	led_forget lamp
	echo 3 >repeat
	sleep 2
	check_equal "a repeat written after the end plays the stored pattern again" 3 "$(rises)"
	lamp_done
}

case_a_repeat_written_later_starts_over() {
	lamp
	echo 2 >repeat
	echo "$square" >pattern
	sleep 0.3
	led_forget lamp
	echo 2 >repeat
	sleep 2
	check_equal "a repeat written meanwhile starts over with the full count" 2 "$(rises)"
	check_equal "... and from the first tuple" 0 \
		"$(awk 'NR == 1 { print $2 }' "$(led_sim lamp)/trace")"
	check_between \
		"... which has its full length, but for the moment that the next pattern is given" \
		95000 $((97000 + latency_us)) \
		"$(awk 'NR == 1 { start = $1 } NR == 2 { printf "%d", ($1 - start) / 1000 }' \
			"$(led_sim lamp)/trace")"
	lamp_done
}

case_a_pattern_written_once_more_starts_over() {
	lamp
	echo "$square" >pattern
	sleep 0.37
	led_forget lamp
	echo "$square" >pattern
	sleep 1
	check_between "a pattern written once more while it plays starts over, too" 100000 \
		$((101000 + latency_us)) \
		"$(awk 'NR == 1 { start = $1; level = $2 } NR == 2 { printf "%d", level ? 0 : ($1 - start) / 1000 }' \
			"$(led_sim lamp)/trace")"
	lamp_done
}

case_a_refused_pattern_stops_the_one_before() {
	lamp
	echo "0 1000 255 1000" >pattern
	sleep 0.5
	led_forget lamp
	echo bad >pattern 2>/dev/null
	sleep 1
	check_equal "a refused pattern stops the one before and sets nothing" 0 \
		"$(led_counter lamp sets)"
	lamp_done
}

case_a_level_set_by_hand_shows() {
	lamp
	echo "0 1000 0 0 255 1000 255 0" >pattern
	sleep 1.5
	echo 77 >brightness
	check_equal "a level set by hand shows" 77 "$(cat brightness)"
	check_equal "... and does not end the pattern" 1 "$(cat is_running)"
	sleep 0.4
	check_equal "... until the pattern has another one to set" 77 "$(cat brightness)"
	sleep 0.2
	check_equal "... which comes on time" 0 "$(cat brightness)"
	echo 77 >brightness
	echo "0 1000 0 1000" >pattern
	check_equal "a pattern that is written sets its level, be it that of the one before" 0 \
		"$(cat brightness)"
	lamp_done
}

case_the_most_levels_there_are() {
	local curve grey white half
	led_board levels 'huge max_brightness=2147483647'
	cd "$(led_dir huge)" || exit 1
	for curve in linear perceptual; do
		echo $curve >curve
		led_forget huge
		echo 1 >repeat
		echo "0 10000 2147483647 10000" >hr_pattern
		sleep 5.001
		grey=$(cat brightness)
		sleep 5.02
		white=$(cat brightness)
		sleep 10
		check_equal "a ramp of 2^31 levels comes back to the first ($curve)" "0 0" \
			"$(cat brightness) $(cat is_running)"
		check_between "... and is near the last half way ($curve)" 2120000000 2147483647 \
			"$white"
		# Half of 2147483647; CIE lightness 50 is 0.1842 of the luminance.
		half=1073741823
		[ $curve = linear ] || half=395537540
		check_between "... and where the curve says half way up ($curve)" \
			$((half - 5000000)) \
			$((half + 5000000)) "$grey"
	done
	cd /
	led_unboard levels
}

case_extremes() {
	lamp
	check_between "a cycle of 2 ms wakes a thousand times a second, no more" 1990 2010 \
		"$(fires_while lamp hr_pattern "0 1 255 1" 2)"
	check_equal "a step of no difference in a cycle of 1 ms never wakes" 0 \
		"$(fires_while lamp hr_pattern "0 1 255 0" 2)"
	check_between "a ramp of 49 days wakes once in five hours" 0 1 \
		"$(fires_while lamp pattern "0 4294967295 255 4294967295" 30)"
	echo perceptual >curve
	led_play lamp hr_pattern "0 1000 255 1000" 2
	check_between "half way up the perceptual curve is mid grey, 47 of 255" 44 47 \
		"$(awk 'NR == 1 { start = $1 } $1 - start < 500000000 { level = $2 } END { print level }' \
			"$(led_recorded)")"
	lamp_done
}

# LEDs have few levels, so that the moment when each has to reach the level 2 and to leave it is known
# in microseconds. A change in a ramp may come 1 ms late, as slack.
case_an_hour_of_patterns() {
	local names each name text period_us on_us off_us slack_us missed late_us
	cat >/tmp/hour <<-END
	triangle|0 1000 2 2000|3000000|750000|1500000|1000
	square|0 1000 0 0 2 2000 2 0|3000000|1000000|0|0
	blink-5hz|0 100 2 100|200000|75000|125000|1000
	blink-0.5hz|0 1000 2 1000|2000000|750000|1250000|1000
	blink-1hz|1 500 2 500|1000000|500000|0|0
	sawtooth|0 1000 2 0|1000000|750000|0|1000
	ramps-75ms|0 75 2 75|150000|56250|93750|1000
	steps-20ms|0 20 2 20|40000|20000|0|0
	END
	names=$(sed 's/|.*//' /tmp/hour)
	set --
	for each in $names; do
		set -- "$@" "$each max_brightness=2"
	done
	led_board hour "$@"
	while IFS='|' read -r name text _; do
		echo "$text" >"$(led_dir "$name")/hr_pattern"
		sed -n '1s/ .*//p' "$(led_sim "$name")/trace" >"/tmp/$name.start"
	done </tmp/hour
	sleep 3600
	for each in $names; do
		led_forget "$each"
	done
	sleep 12
	while IFS='|' read -r name text period_us on_us off_us slack_us; do
		awk -v start="$(cat "/tmp/$name.start")" -v period="$period_us" -v on="$on_us" \
			-v off="$off_us" '
			{
				high = $2 == 2
				if (NR > 1 && high != was_high) {
					late = ($1 - start) / 1000 - (high ? on : off)
					late -= int(late / period) * period
					worst = late > worst ? late : worst
					if (high && !rises++)
						first = $1
					if (high)
						last = $1
				}
				was_high = high
			}
			END {
				missed = (last - first) / 1000 / period - (rises - 1)
				printf "%d %d\n", worst + 1, sprintf("%.0f", missed)
			}' "$(led_sim "$name")/trace" >/tmp/late
		read -r late_us missed </tmp/late
		check_between \
			"after an hour of '$text' no change to 2 or from it is early or late" \
			0 $((slack_us + latency_us)) "$late_us"
		check_equal "... and none is missed or one too many" 0 "$missed"
	done </tmp/hour
	led_unboard hour
}

cases
