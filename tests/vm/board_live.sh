#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=board
#        files="docs/board.md:/board.md docs/alerts.md:/alerts.md README.md:/readme.md"
#
# In the shell of `make board` there is a live board, and what README.md, docs/board.md and
# docs/alerts.md show can be typed as it is printed.

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/documents.sh
. /lib/railglow/documents.sh

chip=/sys/bus/i2c/devices/0-0040
cd /board || exit 1

# shows TEXT COMMAND...: on one line of what it prints; nothing on standard error
shows() {
	local text="$1"
	shift
	"$@" >/said 2>/complained || return
	cat /said /complained
	[ ! -s /complained ] && [ "$(grep -c -e "$text" /said)" = 1 ]
}

# for_a_while SECONDS COMMAND...: ends with 0 when it is told to end
for_a_while() {
	local seconds="$1"
	shift
	"$@" >/said 2>/complained &
	sleep "$seconds"
	kill $!
	wait $! || { cat /complained; return 1; }
}

# alarms_come: within two rounds of the load
alarms_come() {
	local tries
	tries=0
	until [ "$(cat $chip/hwmon/hwmon*/curr1_max_alarm)" = 1 ]; do
		tries=$((tries + 1))
		[ "$tries" -lt 300 ] || return 1
		sleep 0.1
	done
}

all_play() {
	local led
	for led in relay rgb status; do
		railglow led play $led "$1" || return
	done
}

case_rails_and_alarms_are_there() {
	check "VDD_IN takes an ampere at 5 V" shows '^VDD_IN  *5\.0[0-9]* V .* A ' railglow rails
	check_equal "there are three rails" 3 "$(railglow rails | grep -c '^VDD_')"
	check "sensors shows shunts in their true size" shows '^shunt 1: *[456]\.[0-9]* mV' sensors
	check "something happens: the load goes over the warning of VDD_IN" alarms_come
	check_equal "nothing has gone over its critical limit" "0 0 0" \
		"$(cat $chip/hwmon/hwmon*/curr[123]_crit_alarm | xargs)"
}

case_programs_see_the_chips() {
	check "iio_info finds the chip" shows 'iio:device0: ina3221' iio_info
	check "iio_attr reads a rail" shows '^[0-9]*$' iio_attr -c ina3221 voltage0 raw
	check_equal "iio_readdev captures" 40 \
		"$(iio_readdev -s 20 -b 20 iio:device0 voltage0 2>/dev/null | wc -c)"
	check "i2cdetect sees that a driver has the chip" shows '^40: UU' i2cdetect -y 0 0x40 0x47
	check "i2cget reads the chip that has none" shows '^0x4954$' i2cget -y 1 0x40 0xfe w
	check "i2cset writes to it" i2cset -y 1 0x40 0x07 0x1027 w
	check "... which i2cget reads back" shows '^0x1027$' i2cget -y 1 0x40 0x07 w
	check "i2cdump shows it" shows '^f8: .* 4954 ' i2cdump -y 1 0x40 w
	check "i2ctransfer, too" shows '^0x54 0x49$' i2ctransfer -y 1 w1@0x40 0xfe r2
}

case_the_leds_play() {
	check_equal "the LEDs are those of the board, and no others" "relay rgb status" \
		"$(cd /sys/class/leds && echo *)"
	if kernel_has led_classdev_multicolor_register_ext; then
		check_equal "one of them is in colours" "red green blue" \
			"$(cat /sys/class/leds/rgb/multi_index)"
	else
		skip "one of them is in colours" "this kernel has no multicolour LEDs"
	fi
	check "each plays a pattern by its name" all_play heartbeat
	check "railglow finds nothing amiss" railglow doctor
	check "the folder is shared with the host" grep -q '^board /board 9p' /proc/mounts
}

case_the_page_of_the_board_is_typed() {
	section /board.md "A board to play with" | shell_block >/session.sh
	sh /session.sh >/said 2>/complained
	sed 's/^/# /' /said /complained
	check_between "the page of the board has things to do" 15 60 "$(wc -l </session.sh)"
	check "a recording and its picture come out" \
		sh -c 'grep -q "^# rail: VDD_CPU" bursts.csv && grep -q "</svg>" bursts.svg'
	check "the picture has words in it" grep -q '<symbol\|<g id="glyph' bursts.svg
	check "the guard sees that power is lost" grep -q 'below its minimum' /said /complained
	check "the fault strikes" grep -q '^nack .*struck=[1-9]' /said
	check "the chip that nobody knew has rails" grep -q '^ina3221-i2c-1-40' /said
	check_equal "nobody complains but of the fault" "" \
		"$(grep -v -e 'No such device or address' -e '^railglow guard: ' \
			-e '^railglow plot: wrote' /complained)"
	echo 0x40 >/sys/bus/i2c/devices/i2c-1/delete_device
}

case_the_page_of_alerts_is_typed() {
	section /alerts.md "A worked example" | shell_block >/session.sh
	check_equal "the example of alerts runs here, too" "1 0" \
		"$(sh /session.sh | tail -n 2 | xargs)"
}

# A program that runs until it is ended gets two seconds; a comment is not part of a command.
readme() {
	section /readme.md "$1" | commands | sed 's/ *#.*//' | grep -v -e 'make ' |
		sed 's/ LED / status /; s,/LED/,/status/,'
}

case_the_commands_of_readme_are_typed() {
	local failed line
	readme "The railglow command" >/commands
	check_between "README shows what the command does" 5 20 "$(wc -l </commands)"
	failed=''
	while read -r line; do
		case $line in
		*--watch* | *--follow* | *' guard '*) for_a_while 2 sh -c "exec $line" ;;
		*) sh -c "$line" >/said 2>&1 ;;
		esac || failed="$failed $line;"
		sed 's/^/# /' /said
	done </commands
	check_equal "all of that can be typed" "" "$failed"
	check "... and leaves a recording with its picture" test -s boot.csv -a -s boot.svg
}

case_a_machine_of_ones_own_is_begun_with() {
	readme "On your own board" >/commands
	check_between "README shows how a machine of one's own is begun with" 6 20 \
		"$(wc -l </commands)"
	check "... which can be typed, too" sh -ex /commands
	check_equal "... then the second chip has rails" 3 \
		"$(railglow rails | grep -c '^rail[123] ')"
	check_equal "... and the LED plays" "0 500 0 0 1 500 1 0" \
		"$(cat /sys/class/leds/status/pattern)"
}

cases
