#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=normal modules="i2c-dev railglow-board" programs="build/host/guest/hammer"
#        timeout=240
#
# Boards that go live, or cease to, while somebody makes and removes their parts, or holds
# on to them. A kernel that trips over it panics, which is a failure of the whole test.

. /lib/railglow/ktap.sh
. /lib/railglow/boards.sh

racing=/tmp/racing

# while_live BOARD ROUNDS COMMAND...: the board goes live and back while the command runs over
# and over; $lived and $changed say how often either succeeded. On a busy machine it may take
# more rounds until each has.
while_live() {
	local raced="$1" rounds="$2" more
	shift 2
	: >$racing
	: >$racing.changed
	while [ -e $racing ]; do
		"$@" && echo >>$racing.changed
	done 2>/dev/null &
	lived=0
	more=$((rounds * 10))
	while [ "$rounds" -gt 0 ] || { [ "$more" -gt 0 ] && { [ ! -s $racing.changed ] || [ $lived = 0 ]; }; }; do
		echo 1 >"$board_config/$raced/live" && lived=$((lived + 1))
		echo 0 >"$board_config/$raced/live"
		sleep 0.05
		rounds=$((rounds - 1))
		more=$((more - 1))
	done 2>/dev/null
	rm $racing
	wait
	changed=$(wc -l <$racing.changed)
}

# until_it_is VALUE FILE: within five seconds
until_it_is() {
	local tries
	tries=50
	until [ "$(cat "$2" 2>/dev/null)" = "$1" ]; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || return 1
		sleep 0.1
	done
}

# One of the two: a part that was removed cannot be made while the board is live.
remade_led() {
	rmdir $board_config/desk/leds/second || mkdir $board_config/desk/leds/second
}

remade_chip() {
	rmdir $board_config/desk/chips/other && return
	mkdir $board_config/desk/chips/other || return
	echo none >$board_config/desk/chips/other/bind
	echo 0x42 >$board_config/desk/chips/other/address
}

remade_board() {
	rmdir $board_config/empty && mkdir $board_config/empty
}

case_an_led_comes_and_goes_while_the_board_does() {
	board_make desk
	board_chip desk pmic bind=none pin_critical=irq
	board_led desk first
	board_led desk second
	while_live desk 60 remade_led
	diag "live $lived times, LED made anew $changed times"
	check_between "a board goes live while one of its LEDs comes and goes" 1 600 "$lived"
	check_between "... which comes and goes while the board does" 1 100000 "$changed"
	board_unmake desk
}

case_a_chip_comes_and_goes_while_the_board_does() {
	board_make desk
	board_chip desk pmic bind=none pin_critical=irq
	board_chip desk other bind=none address=0x42
	while_live desk 60 remade_chip
	diag "live $lived times, chip made anew $changed times"
	check_between "the same with a chip" 1 600 "$lived"
	check_between "... which comes and goes, too" 1 100000 "$changed"
	check "afterwards it goes live as ever" board_live desk
	check "... and ceases to" board_unmake desk
}

case_a_board_is_removed_while_it_goes_live() {
	mkdir $board_config/empty
	while_live empty 200 remade_board
	diag "live $lived times, board made anew $changed times"
	check_between "a board goes live while it is being removed" 1 2000 "$lived"
	check_between "... and is removed while it is not" 1 100000 "$changed"
	[ ! -d $board_config/empty ] || rmdir $board_config/empty
	check_equal "nothing is left of all of them" "" "$(leftovers)"
	check_equal "... nor a bus" 0 "$(names_of /sys/bus/i2c/devices/i2c-* | wc -w)"
}

case_writers_of_one_open_input() {
	board_make inputs
	board_chip inputs pmic bind=none
	check "writers of one open input do not get into each other's way" \
		hammer "$(chip_debug inputs pmic rail0_bus_uv)" 1V 4 5000
	check_equal "the last one counts" 1V "$(cat "$(chip_debug inputs pmic rail0_bus_uv)")"
	board_unmake inputs
}

# The rest of the world does not wait for a file of the bus that stays open.
case_a_bus_that_is_held_open() {
	local writer
	board_make held
	board_chip held pmic bind=none
	board_live held
	exec 3<"/dev/i2c-$(bus_number held)"
	(echo 0 >$board_config/held/live) 3<&- 2>/dev/null &
	writer=$!
	sleep 0.5
	check_equal "a board whose bus is held open is live until it is let go of" 1 \
		"$(timeout 5 cat $board_config/held/live)"
	check_equal "its bus has no number any more" "" \
		"$(timeout 5 cat $board_config/held/adapter)"
	check_says "it is not changed meanwhile" busy timeout 5 mkdir $board_config/held/chips/late
	check_says "... nor is a setting" busy write_to $board_config/held/bus_sleeps 0
	check_says "... nor is it made live again" busy write_to $board_config/held/live 1
	check "another board can be made meanwhile" timeout 5 mkdir $board_config/other
	check "go live" board_live other
	check "... and go" board_unmake other
	kill $writer
	wait $writer
	check "a writer that waits for it can be interrupted" test $? -gt 128
	exec 3<&-
	check "it goes when the file is closed" until_it_is 0 $board_config/held/live
	check "... and can be removed then" board_unmake held
}

cases
