#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=virtual timeout=300 modules="railglow-board ledtrig-pattern"
#
# The trigger's files: texts that they take, texts that they refuse and why, and their own.

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/led.sh
. /lib/railglow/led.sh

# says FILE: its text, without the newline.
says() {
	cat "$1"
}

triangle='0 1000 200 2000'

# lamp: in the folder of an LED of 201 levels
lamp() {
	led_board files 'lamp max_brightness=200'
	cd "$(led_dir lamp)" || exit 1
}

lamp_done() {
	cd /
	led_unboard files
}

case_selecting_the_trigger_adds_its_files() {
	local file
	lamp
	check_equal "selecting the trigger adds these files and no others" \
		"brightness curve device hr_pattern is_running max_brightness pattern power repeat subsystem sync trigger uevent " \
		"$(printf '%s ' *)"
	check_equal "selecting the trigger does not touch the LED" 0 "$(led_counter lamp sets)"
	check_equal "pattern is empty at first" "" "$(says pattern)"
	check_equal "hr_pattern is empty at first" "" "$(says hr_pattern)"
	check_equal "repeat is -1 at first" -1 "$(says repeat)"
	check_equal "nothing runs at first" 0 "$(says is_running)"
	check_equal "the curve is linear at first" linear "$(says curve)"
	check_equal "nothing is in step at first" none "$(says sync)"
	for file in pattern hr_pattern repeat sync curve; do
		check_equal "$file is for its owner to write and all to read" -rw-r--r-- \
			"$(stat -c %A "$file")"
	done
	check_equal "is_running is for reading only" -r--r--r-- "$(stat -c %A is_running)"
	check_fails "is_running cannot be written" write_to is_running 1
	lamp_done
}

case_repeat_is_set_before_any_pattern() {
	lamp
	check "repeat may be set before any pattern" write_to repeat 3
	check_equal "repeat reads back the number written" 3 "$(says repeat)"
	check_equal "repeat alone starts nothing" 0 "$(says is_running)"
	check_equal "repeat alone does not touch the LED" 0 "$(led_counter lamp sets)"
	lamp_done
}

case_the_published_triangle_is_taken() {
	local file
	lamp
	for file in pattern hr_pattern; do
		check "$file takes the published triangle" write_to "$file" "$triangle"
		check_equal "$file reads back what is stored" "$triangle" "$(says "$file")"
		check_equal "$file reads back whole lines" 16 "$(wc -c <"$file")"
		check_equal "$file plays" 1 "$(says is_running)"
	done
	check_equal "writing hr_pattern empties pattern" "" "$(says pattern)"
	echo "$triangle" >pattern
	check_equal "writing pattern empties hr_pattern" "" "$(says hr_pattern)"
	lamp_done
}

case_blanks_and_zeros_are_taken() {
	lamp
	check "a trailing blank and no newline are taken" sh -c "printf '0 10 5 20 ' >pattern"
	check_equal "... and do not show" "0 10 5 20" "$(says pattern)"
	check "tabs and line breaks are blanks" sh -c "printf '\n0\t10\n5\r\n20\n\n' >pattern"
	check_equal "... and become one blank each" "0 10 5 20" "$(says pattern)"
	check "leading zeros are taken" write_to pattern "000000000000007 08 010 09"
	check_equal "... and do not make octal numbers" "7 8 10 9" "$(says pattern)"
	check "the largest duration is taken" write_to pattern "0 4294967295 200 4294967295"
	check_equal "... and kept" "0 4294967295 200 4294967295" "$(says pattern)"
	lamp_done
}

# Some clients keep a descriptor open.
case_each_write_to_an_open_file_is_a_pattern() {
	lamp
	exec 3>pattern
	echo "1 100 2 100" >&3
	echo "3 100 4 100" >&3
	exec 3>&-
	check_equal "a second write to an open file replaces the first" "3 100 4 100" \
		"$(says pattern)"
	lamp_done
}

# many COUNT TAIL: COUNT tuples
many() {
	awk -v count="$1" -v tail="$2" 'BEGIN {
		for (i = 1; i < count; i++)
			printf "0 1 "
		printf "0 1%s", tail
	}'
}

case_a_page_less_a_byte_is_taken() {
	lamp
	many 1024 '' >/tmp/longest
	check_equal "(1024 shortest tuples are a page less one byte)" 4095 "$(wc -c </tmp/longest)"
	check "1024 tuples are taken" dd if=/tmp/longest of=pattern bs=4095 status=none
	check "... and read back whole" cmp /tmp/longest pattern
	lamp_done
}

# refused SENTENCE TEXT: with EINVAL, and what was playing stops.
refused() {
	echo "$triangle" >pattern
	check_says "$1 is refused" "Invalid argument" write_to pattern "$2"
	if [ -n "$(says pattern)" ] || [ "$(says is_running)" != 0 ]; then
		not_ok "$1 stops and forgets the pattern"
	else
		ok "$1 stops and forgets the pattern"
	fi
}

case_texts_that_are_not_patterns_are_refused() {
	lamp
	refused "a brightness alone" "7"
	refused "one tuple" "200 1000"
	refused "an odd count" "0 100 200"
	refused "a trailing token" "0 100 200 100 9"
	refused "a sign" "-1 100 200 100"
	refused "another sign" "+1 100 200 100"
	refused "a comma" "0,100,200,100"
	refused "a hexadecimal number" "0x1 100 200 100"
	refused "a word" "none"
	refused "a brightness above the maximum" "0 100 201 100"
	refused "a brightness of 2^32" "4294967296 100 200 100"
	refused "a duration of 2^32" "0 4294967296 200 100"
	refused "a pattern of no duration" "0 0 200 0"
	refused "no duration and one other level in three" "5 0 5 0 6 0"
	refused "a number of 40 digits" "0 1000000000000000000000000000000000000000 200 1"
	lamp_done
}

# A shell variable cannot hold a NUL.
case_a_nul_is_refused() {
	local text
	lamp
	for text in '0 100 200 100\000' '0 100\000 200 100' '0 100 200 100\n\000'; do
		echo "$triangle" >pattern
		# shellcheck disable=SC2059 # a format on purpose
		printf "$text" >/tmp/nul
		check_says "a NUL is refused, wherever it is: '$text'" "Invalid argument" \
			dd if=/tmp/nul of=pattern bs=100
		check_equal "... and stops the pattern ('$text')" 0 "$(says is_running)"
	done
	lamp_done
}

case_no_duration_is_refused_by_hr_pattern() {
	lamp
	echo "$triangle" >hr_pattern
	check_says "no duration is refused by hr_pattern, where it would never sleep" \
		"Invalid argument" write_to hr_pattern "0 0 200 0"
	check_equal "... and stops what played there" 0 "$(says is_running)"
	lamp_done
}

case_more_than_a_page_is_refused() {
	lamp
	echo "$triangle" >pattern
	many 1025 '' >/tmp/too-many
	check_equal "(1025 tuples are more than a page)" 4099 "$(wc -c </tmp/too-many)"
	check_says "more than a page is refused" "Argument list too long" \
		dd if=/tmp/too-many of=pattern bs=4099
	check_equal "... and its rest is not a second pattern" "" "$(says pattern)"
	awk 'BEGIN { printf "1 100 2 100"; for (i = 11; i < 4096; i++) printf " " }' >/tmp/page
	check_says "exactly a page is refused, since more may follow" "Argument list too long" \
		dd if=/tmp/page of=pattern bs=4096
	check "one byte less is taken" dd if=/tmp/page of=pattern bs=4095 count=1
	check_equal "... and is a pattern" "1 100 2 100" "$(says pattern)"
	lamp_done
}

# random_texts: lines "VERDICT|WHAT READS BACK|TEXT"; the verdict is that of the published format, by
# other means than the trigger's.
random_texts() {
	awk -v seed=7 -v max=200 '
		function upto(n) {
			return int(rand() * (n + 1))
		}
		function token(kind, text, n) {
			kind = upto(19)
			if (kind == 0)
				return substr("-1+5x9a1,21.5;0x1e3_4", 1 + upto(18), 1 + upto(2))
			if (kind == 1)
				return 4294967290 + upto(10)
			if (kind == 2) {
				for (n = 1 + upto(30); n; n--)
					text = text upto(9)
				return text
			}
			if (kind == 3)
				return "000" upto(300)
			return kind == 4 ? 0 : upto(max)
		}
		function verdict(text, word, count, i, sum, plain) {
			count = split(text, word, " ")
			back = ""
			for (i = 1; i <= count; i++) {
				plain = word[i]
				if (plain !~ /^[0-9]+$/)
					return "refused"
				sub(/^0+/, "", plain)
				if (length(plain) > 10 || plain + 0 > (i % 2 ? max : 4294967295))
					return "refused"
				sum += i % 2 ? 0 : plain
				back = back (i > 1 ? " " : "") (plain == "" ? 0 : plain)
			}
			if (!count)
				return "taken"
			return count % 2 || count < 4 || !sum ? "refused" : "taken"
		}
		BEGIN {
			srand(seed)
			for (line = 0; line < 600; line++) {
				text = ""
				for (n = upto(3) ? 2 * upto(5) : upto(9); n; n--)
					text = text substr("   ", 1, 1 + upto(2)) token()
				if (verdict(text) == "refused")
					print "refused||" text
				else
					print "taken|" back "|" text
			}
		}'
}

case_random_texts_are_taken_or_refused_by_their_form() {
	local verdict back text said now
	lamp
	random_texts >/tmp/random
	check_between "(some of the random texts are patterns)" 100 500 \
		"$(grep -c ^taken /tmp/random)"
	: >/tmp/wrong
	while IFS="|" read -r verdict back text; do
		said=taken
		echo "$text" >pattern 2>/dev/null || said=refused
		now=
		read -r now <pattern
		[ "$said:$now" = "$verdict:$back" ] || echo "$verdict, but $said: $text" >>/tmp/wrong
	done </tmp/random
	check_equal "each of 600 random texts is taken or refused by its form, and read back" "" \
		"$(head -n 5 /tmp/wrong)"
	lamp_done
}

case_random_bytes_are_not_a_pattern() {
	local file
	lamp
	for file in pattern hr_pattern; do
		head -c 200000 /dev/urandom | dd of=$file bs=1000 conv=noerror 2>/dev/null
		check_equal "random bytes do not become a pattern ($file)" "" "$(says $file)"
	done
	lamp_done
}

case_white_space_forgets_the_pattern() {
	lamp
	echo "150 1000 150 1000" >pattern
	check "a newline alone is taken" write_to pattern ""
	check_equal "... and forgets the pattern" "" "$(says pattern)"
	check_equal "... and stops it" 0 "$(says is_running)"
	check_equal "... and the LED keeps its level" 150 "$(says brightness)"
	lamp_done
}

case_repeat_takes_numbers_of_32_bits() {
	local number
	lamp
	echo "$triangle" >pattern
	echo 5 >repeat
	for number in 0 -2 -2147483649 2147483648 99999999999999999999 x "" "1 2" 1.5 0x1; do
		led_forget lamp
		check_says "repeat '$number' is refused" "Invalid argument" write_to repeat \
			"$number"
	done
	check_equal "a refused repeat restarts nothing" 0 "$(led_counter lamp sets)"
	check_equal "a refused repeat leaves the number" 5 "$(says repeat)"
	check_equal "a refused repeat leaves the pattern playing" 1 "$(says is_running)"
	check "the largest repeat is taken" write_to repeat 2147483647
	check_equal "... and read back" 2147483647 "$(says repeat)"
	lamp_done
}

case_the_curve_is_linear_or_perceptual() {
	lamp
	check "the curve may be perceptual" write_to curve perceptual
	check_equal "... and says so" perceptual "$(says curve)"
	check_says "no other curve is taken" "Invalid argument" write_to curve cubic
	check_equal "... and the old one stays" perceptual "$(says curve)"
	lamp_done
}

case_sync_is_one_of_three_clocks() {
	local clock
	lamp
	for clock in monotonic realtime none; do
		check "sync may be $clock" write_to sync $clock
		check_equal "... and says so ($clock)" $clock "$(says sync)"
	done
	check_says "no other sync is taken" "Invalid argument" write_to sync boottime
	check_equal "... and the old one stays (sync)" none "$(says sync)"
	lamp_done
}

case_a_disabled_led_is_busy() {
	lamp
	echo "7 100 7 0 9 100 9 0" >pattern
	echo 1 >"$(led_sim lamp)/disabled"
	led_forget lamp
	sleep 1.05
	check_equal "a pattern that plays already when the LED is disabled plays on" 10 \
		"$(led_counter lamp sets)"
	echo 0 >"$(led_sim lamp)/disabled"
	echo "7 1000 7 1000" >pattern
	echo 1 >"$(led_sim lamp)/disabled"
	check_says "pattern of a disabled LED is busy" "Device or resource busy" write_to pattern \
		"1 1 2 1"
	check_says "hr_pattern of a disabled LED is busy" "Device or resource busy" \
		write_to hr_pattern "1 1 2 1"
	check_says "repeat of a disabled LED is busy" "Device or resource busy" write_to repeat 1
	check_says "sync of a disabled LED is busy" "Device or resource busy" write_to sync realtime
	check_says "curve of a disabled LED is busy" "Device or resource busy" write_to curve \
		perceptual
	check_equal "a busy LED keeps its pattern" "7 1000 7 1000" "$(says pattern)"
	check_equal "... and its repeat" -1 "$(says repeat)"
	check_equal "... and its curve" linear "$(says curve)"
	check_equal "... and its sync" none "$(says sync)"
	echo 0 >"$(led_sim lamp)/disabled"
	check "an LED that is enabled again takes patterns" write_to pattern "1 1 2 1"
	lamp_done
}

case_deselecting_the_trigger_leaves_nothing() {
	lamp
	echo "7 1000 7 1000" >pattern
	echo 3 >repeat
	echo none >trigger
	check_equal "deselecting switches the LED off" 0 "$(says brightness)"
	check_equal "... and removes the files" \
		"brightness device max_brightness power subsystem trigger uevent " "$(printf '%s ' *)"
	led_forget lamp
	sleep 1
	check_equal "... and nothing plays on" 0 "$(led_counter lamp sets)"
	echo pattern >trigger
	check_equal "selected again, nothing is left of the old pattern" "" "$(says pattern)"
	check_equal "... nor of the old repeat" -1 "$(says repeat)"
	echo "1 1000 2 1000" >pattern
	echo 0 >brightness
	check "brightness 0 deselects the trigger" grep -qF '[none]' trigger
	lamp_done
}

cases
