#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=virtual timeout=300
#        modules="railglow-board ledtrig-pattern" carry="led-cells"
#        programs="build/host/guest/wait_pri"
# log: ^leds setter: no hw_pattern: the driver can set a pattern but not clear it$
# log: ^leds clearer: no hw_pattern: the driver can clear a pattern but not set one$
# log: ^leds (bad-[a-z]+|over|flood|words): led-pattern is not a pattern: it takes 2 to 1024 pairs of level and ms$
# log: ^leds clash: Failed to add trigger attributes$
# log: ^(sysfs: cannot create duplicate filename|CPU:|Tainted:|Hardware name:|Call Trace:| <|RIP:|Code:|R[A-Z0-9]+:| .*\+0x[0-9a-f]+/0x).*$
#
# Patterns that come from firmware, and patterns that go to the LED's own engine: the calls of
# its driver, their order, and the state after one that is refused.

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/led.sh
. /lib/railglow/led.sh

blink="0 100 0 0 255 100 255 0"
steps="0 1000 200 1000 0 1000 0 1000"

# calls LED: calls of the driver since the record was cleared
calls() {
	sed 's/^[0-9]* //' "$(led_sim "$1")/engine" | tr '\n' ';'
}

# plays LED: the pattern that its engine plays
plays() {
	cat "$(led_sim "$1")/engine_pattern"
}

# gives LED TEXT: for check
gives() {
	write_to "$(led_dir "$1")/hw_pattern" "$2"
}

# warnings LED: how often the kernel complained of it
warnings() {
	dmesg | grep -c "leds $1: "
}

# hard ['LED SETTING=VALUE ...'...]: LEDs with engines of several kinds, and one without
hard() {
	led_board hard 'lamp max_brightness=100' 'lpg engine=lpg' 'sc engine=sc27xx blocking=1' \
		'wcove engine=cht-wcove' 'screen engine=el15203000-screen' \
		'pipe engine=el15203000-pipe' "$@"
}

case_an_led_with_an_engine_has_a_file_for_it() {
	local each
	hard 'setter engine=set-only' 'clearer engine=clear-only'
	for each in lpg sc wcove screen pipe; do
		check "an LED with an engine has hw_pattern ($each)" test -e \
			"$(led_dir $each)/hw_pattern"
		check_equal "nothing was called for selecting the trigger ($each)" "" \
			"$(calls $each)"
	done
	for each in lamp setter clearer; do
		check_fails "an LED without both calls has no hw_pattern ($each)" \
			test -e "$(led_dir $each)/hw_pattern"
	done
	check_equal "an LED without an engine is not complained of" 0 "$(warnings lamp)"
	for each in setter clearer; do
		check_equal "a driver with one call of two is complained of once ($each)" 1 \
			"$(warnings $each)"
		check "... and plays in software ($each)" write_to "$(led_dir $each)/pattern" \
			"0 100 255 100"
		echo none >"$(led_dir $each)/trigger"
		check_equal "... and is not called in the end ($each)" "" "$(calls $each)"
		echo pattern >"$(led_dir $each)/trigger"
		check_equal "... and is not complained of once more ($each)" 1 "$(warnings $each)"
	done
	led_unboard hard
}

case_an_engine_is_told_to_play_for_ever() {
	hard
	check_equal "hw_pattern is empty at first" "" "$(led_says lpg hw_pattern)"
	check "an engine that plays for ever or once takes a pattern without a word of repeat" \
		gives lpg "$blink"
	check_equal "it is told to play for ever, not 0 times" "set 4 -1 0;" "$(calls lpg)"
	check_equal "it plays what was written" "$blink" "$(plays lpg)"
	check_equal "... and that is what hw_pattern says" "$blink" "$(led_says lpg hw_pattern)"
	check_equal "a hardware pattern counts as running" 1 "$(led_says lpg is_running)"
	led_forget lpg
	echo 1 >"$(led_dir lpg)/repeat"
	check_equal "a repeat is passed on as written, the old pattern cleared first" \
		"clear 0 0 0;set 4 1 0;" "$(calls lpg)"
	led_forget lpg
	check_says "a repeat the engine refuses is refused" "Invalid argument" \
		write_to "$(led_dir lpg)/repeat" 5
	check_equal "... and was passed on" "clear 0 0 0;set 4 5 -22;" "$(calls lpg)"
	check_equal "... then nothing is active" "" "$(led_says lpg hw_pattern)"
	check_equal "... nor running" 0 "$(led_says lpg is_running)"
	check_equal "... and repeat is what it was" 1 "$(led_says lpg repeat)"
	led_forget lpg
	echo none >"$(led_dir lpg)/trigger"
	check_equal "a pattern that was refused is not cleared" "" "$(calls lpg)"
	led_unboard hard
}

case_an_engine_rounds() {
	hard
	check "an engine that rounds takes a pattern" gives sc "0 60 200 190 0 40000 0 1000"
	check_equal "hw_pattern shows what it made of that" "0 125 200 250 0 31875 0 1000" \
		"$(led_says sc hw_pattern)"
	check_equal "... which is what it plays" "0 125 200 250 0 31875 0 1000" "$(plays sc)"
	check_equal "pattern is empty meanwhile" "" "$(led_says sc pattern)"
	led_unboard hard
}

case_engines_have_vocabularies() {
	local each
	hard
	for each in 250 500 1000 2000; do
		check "a fixed vocabulary is spoken (0 $each 1 $each)" gives wcove "0 $each 1 $each"
	done
	check "another one too" gives screen "0 4000 1 4000"
	check "levels may be bits" gives pipe "30 800 29 800 27 800 23 800 15 800"
	check_equal "... and say so" "30 800 29 800 27 800 23 800 15 800" \
		"$(led_says pipe hw_pattern)"
	led_unboard hard
}

# refuses LED TEXT: the driver was asked, its error is the writer's
refuses() {
	led_forget "$1"
	check_says "$1 refuses '$2'" "Invalid argument" gives "$1" "$2"
	check "... because its driver does ($1)" grep -q ' set .* -22$' "$(led_sim "$1")/engine"
	check_equal "... and then plays nothing ($1)" "" "$(plays "$1")"
	check_equal "... and nothing is active ($1)" "0" "$(led_says "$1" is_running)"
}

case_an_engine_refuses_what_it_cannot_play() {
	hard
	refuses lpg "0 100 255 100"
	refuses sc "0 1000 255 1000"
	refuses wcove "0 300 1 300"
	refuses screen "1 4000 0 4000"
	refuses pipe "1 800 2 800"
	led_unboard hard
}

case_texts_are_refused_without_asking_the_engine() {
	local text
	hard
	led_forget pipe
	check_says "one tuple is for an engine to refuse, as is a mask of eight bits" \
		"Invalid argument" \
		gives pipe "255 800"
	check_equal "... and for it alone" "set 1 -1 -22;" "$(calls pipe)"
	for text in "256 800" "2147483647 8" "4294967295 8" "x" "1" "1 2 3" "4294967296 1" "-1 800"; do
		led_forget pipe
		check_says "'$text' is refused" "Invalid argument" gives pipe "$text"
		check_equal "... without asking the driver ('$text')" "" "$(calls pipe)"
	done
	led_unboard hard
}

case_one_pattern_plays_at_a_time() {
	hard
	gives sc "$steps"
	led_forget sc
	echo "7 1000 9 1000" >"$(led_dir sc)/pattern"
	check_equal "a software pattern clears the hardware's" "clear 0 0 0;" "$(calls sc)"
	check_equal "... and hw_pattern is empty" "" "$(led_says sc hw_pattern)"
	gives sc "$steps"
	led_forget sc
	sleep 3
	check_equal "a hardware pattern stops the software's" 0 "$(led_counter sc sets)"
	check_equal "... and pattern is empty" "" "$(led_says sc pattern)"
	echo >"$(led_dir sc)/hw_pattern"
	echo >"$(led_dir sc)/hw_pattern"
	check_equal "white space clears it, once" "clear 0 0 0;" "$(calls sc)"
	led_unboard hard
}

case_pollers_are_woken_when_a_hardware_pattern_ends() {
	local each waiter led file text
	hard
	gives lpg "$blink"
	gives sc "$steps"
	for each in sc:hw_pattern: sc:pattern: lpg:repeat:5; do
		wait_pri "$(led_dir "${each%%:*}")/is_running" 2000 >/dev/null &
		waiter=$!
		sleep 0.5
		IFS=: read -r led file text <<-END
			$each
		END
		echo "$text" >"$(led_dir "$led")/$file" 2>/dev/null
		check \
			"a program that polls is_running is woken when that ends a hardware pattern ($each)" \
			wait $waiter
		gives sc "$steps"
	done
	led_unboard hard
}

case_a_hardware_pattern_is_cleared() {
	hard
	gives sc "$steps"
	led_forget sc
	echo "bad" >"$(led_dir sc)/pattern" 2>/dev/null
	check_equal "a malformed text clears it" "clear 0 0 0;" "$(calls sc)"
	gives sc "$steps"
	led_forget sc
	echo 1 >"$(led_sim sc)/disabled"
	check_says "hw_pattern of a disabled LED is busy" "Device or resource busy" gives sc ""
	check_equal "... and is left alone" "" "$(calls sc)"
	echo 0 >"$(led_sim sc)/disabled"
	echo 0 >"$(led_dir sc)/brightness"
	check_equal "brightness 0 clears it" "clear 0 0 0;" "$(calls sc)"
	led_unboard hard
}

# Memory is counted by the kernel's own account of it.
case_memory_is_given_back() {
	local tracing each text
	hard
	tracing=/sys/kernel/tracing
	[ -e $tracing/trace ] || mount -t tracefs tracefs $tracing
	echo 4096 >$tracing/buffer_size_kb
	for each in kmalloc kfree; do
		echo 1 >$tracing/events/kmem/$each/enable
	done
	for each in lpg sc lamp; do
		cd "$(led_dir $each)" || exit 1
		echo none >trigger
		echo pattern >trigger
		for text in "0 100 50 100" "1 100 2 100 3 100" "" bad "0 0 0 0" "101 1 201 1" "7 1000 9 1000"; do
			echo "$text" >pattern 2>/dev/null
			echo "$text" >hr_pattern 2>/dev/null
			[ ! -e hw_pattern ] || echo "$text" >hw_pattern 2>/dev/null
		done
		[ ! -e hw_pattern ] || echo "$blink" >hw_pattern 2>/dev/null
		echo 5 >repeat 2>/dev/null
		echo realtime >sync
		echo perceptual >curve
		echo none >trigger
		echo pattern >trigger
		echo "1 100 2 100" >pattern
		echo none >trigger
		cd /
	done
	for each in kmalloc kfree; do
		echo 0 >$tracing/events/kmem/$each/enable
	done
	awk '
		function value_of(name, i) {
			for (i = 1; i <= NF; i++)
				if (index($i, name "=") == 1)
					return substr($i, length(name) + 2)
		}
		/ kmalloc: / && /\[ledtrig_pattern\]/ { held[value_of("ptr")] = $0; taken++ }
		/ kfree: / { delete held[value_of("ptr")] }
		END {
			for (each in held)
				print held[each]
			print taken >"/tmp/taken"
		}' $tracing/trace >/tmp/held
	check_between "(the trigger's allocations are seen)" 30 1000 "$(cat /tmp/taken)"
	check_equal "... and all of them are freed when the trigger is deselected" "" \
		"$(cat /tmp/held)"
	led_unboard hard
}

case_patterns_come_from_firmware() {
	local many each
	many=$(awk 'BEGIN { for (i = 0; i < 64; i++) printf "%d 1000 0 1000 ", i }')
	led_board_untouched firm \
		'good max_brightness=100 default_trigger=pattern led_pattern=0:1000:100:2000' \
		"long max_brightness=100 default_trigger=pattern led_pattern=$(echo "$many" | sed 's, *$,,' | tr ' ' :)" \
		'other max_brightness=100 led_pattern=0:1000:100:2000' \
		'bare max_brightness=100 default_trigger=pattern' \
		'bad-odd max_brightness=100 default_trigger=pattern led_pattern=0:1000:100' \
		'bright max_brightness=100 default_trigger=pattern led_pattern=0:1000:255:2000' \
		'bad-idle max_brightness=100 default_trigger=pattern led_pattern=0:0:100:0' \
		'bad-short max_brightness=100 default_trigger=pattern led_pattern=100:1000'
	check_equal "an LED plays the pattern of its firmware" "0 1000 100 2000" \
		"$(led_says good pattern)"
	check_equal "... at once" 1 "$(led_says good is_running)"
	check_equal "a long one too" 128 "$(led_says long pattern | wc -w | awk '{ print $1 / 2 }')"
	check_equal "an LED without one plays nothing" 0 "$(led_says bare is_running)"
	check_equal "... and nothing is said of that" 0 "$(warnings bare)"
	for each in odd idle short; do
		check_equal "cells that are not a pattern play nothing ($each)" 0 \
			"$(led_says bad-$each is_running)"
		check_equal "... and are complained of once ($each)" 1 "$(warnings bad-$each)"
		check_equal "... and the LED is left alone ($each)" 0 \
			"$(led_counter bad-$each sets)"
	done
	check_equal "levels that the LED has not are taken for its highest" "0 1000 100 2000" \
		"$(led_says bright pattern)"
	check_equal "... and that is said once" 1 "$(warnings bright)"
	echo pattern >"$(led_dir other)/trigger"
	check_equal "a trigger chosen by hand plays nothing of itself" "" \
		"$(led_says other pattern)"
	echo none >"$(led_dir good)/trigger"
	echo pattern >"$(led_dir good)/trigger"
	check_equal "... nor does the default one chosen again by hand" "" \
		"$(led_says good pattern)"
	led_unboard firm
}

case_the_trigger_comes_after_the_led() {
	led_board_untouched firm 'good max_brightness=100 default_trigger=pattern led_pattern=0:1000:100:2000'
	sleep 1
	rmmod ledtrig_pattern
	check_equal "without its trigger an LED is off" "0 0" \
		"$(cat "$(led_dir good)/brightness") $(led_counter good changes | grep -c '^0$')"
	modprobe ledtrig-pattern
	check_equal "a trigger that is loaded later plays the default pattern" "0 1000 100 2000" \
		"$(led_says good pattern)"
	check_equal "... at once, too" 1 "$(led_says good is_running)"
	led_unboard firm
}

case_more_cells_than_a_page_are_played() {
	local before each
	before=$(warnings over)
	modprobe led-cells
	check_equal "1024 tuples are played" 1 "$(led_says full is_running)"
	check_between "... and read back as far as a page goes" 4080 4096 \
		"$(led_says full pattern | wc -c)"
	check_equal "... in whole tuples" "0 1000000370 1000000371" \
		"$(led_says full pattern | awk '{ print NF % 2, $(NF - 1), $NF }')"
	for each in over flood words; do
		check_equal "more cells, or none at all, play nothing ($each)" 0 \
			"$(led_says $each is_running)"
		check_equal "... and are complained of once ($each)" $((before + 1)) \
			"$(warnings $each)"
	done
	rmmod led-cells
}

# The kernel tells where it was when it found a name taken, in many lines; and it then takes
# the file away that had the name.
case_files_that_cannot_be_made() {
	local clash
	modprobe led-cells
	clash=$(led_dir clash)
	echo pattern >"$clash/trigger" 2>/dev/null
	check "where one of the files cannot be made the trigger is not selected" grep -qF \
		'[none]' "$clash/trigger"
	check_equal "... and none of them stays" \
		"brightness device max_brightness power subsystem trigger uevent " \
		"$(cd "$clash" && printf '%s ' *)"
	check "... and with the name free it can be selected and plays" sh -c \
		"echo pattern >'$clash/trigger' && echo 0 9 9 9 >'$clash/pattern' && grep 1 '$clash/is_running'"
	check "LEDs that play such patterns can go" rmmod led-cells
}

cases
