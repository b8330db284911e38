#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Every attribute of both interfaces on a bus that fails: those that need the chip say the error
# of the bus as it is, whichever it is; those that do not need it work. Nothing is remembered
# of a failure, and the next try is right.
#
# guest: mode=virtual modules="railglow-board ina3221" timeout=300
# log: ^ina3221 [0-9]+-0040: no conversion ends: switch the chip off and on, or check its supply$

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

faults='nack timeout arbitration'

# error_of FAULT: the words for errno ENXIO, ETIMEDOUT and EAGAIN
error_of() {
	case $1 in
	nack) echo "No such device or address" ;;
	timeout) echo "timed out" ;;
	arbitration) echo "Resource temporarily unavailable" ;;
	esac
}

wrong() {
	complaints="$complaints; $*"
}

# first_line FILE: without a process for it; false if it cannot be read.
first_line() {
	found=
	read -r found <"$1" 2>/dev/null
}

# reads_of_chip: names of all files that say something of the moment, in both interfaces.
reads_of_chip() {
	(cd "$hwmon" && printf '%s\n' in*_input curr*_input power*_input ./*_alarm | sed 's,^\./,,')
	(cd "$iio" && printf '%s\n' in_*_raw)
}

# path NAME: in whichever interface it is.
path() {
	if [ -e "$hwmon/$1" ]; then
		echo "$hwmon/$1"
	else
		echo "$iio/$1"
	fi
}

# fails_to_read NAME: under each fault the right error, and then the same value as before.
fails_to_read() {
	local file kind
	file=$(path "$1")
	for kind in $faults; do
		usleep 2000
		ina_fault "$kind count=1"
		ina_read "$file" >/tmp/said 2>&1 && wrong "$kind makes no error"
		grep -q "$(error_of "$kind")" /tmp/said || wrong "$kind says $(cat /tmp/said)"
		ina_fault none
		first_line "$file"
		[ "$found" = "$2" ] || wrong "after $kind it reads '$found', not '$2'"
	done
}

# check_read NAME
check_read() {
	local complaints
	complaints=''
	first_line "$(path "$1")"
	fails_to_read "$1" "$found"
	check_equal "$1 fails as the bus does, and then reads ${found:-nothing}" "" "$complaints"
}

registers() {
	grep -v '^0x0[1-6f]\|^0x0d' "$ina_debug/$ina_name/chips/chip/registers"
}

# fails_to_write FILE OTHER: under each fault the right error, and nothing changed.
fails_to_write() {
	local kind
	for kind in $faults; do
		ina_fault "$kind on=write count=1"
		write_to "$1" "$2" 2>/tmp/said && wrong "$kind makes no error"
		grep -q "$(error_of "$kind")" /tmp/said || wrong "$kind says $(cat /tmp/said)"
		ina_fault none
		# The chip is set up anew now, and not in the middle of the next fault.
		ina_get in1_input >/dev/null
		first_line "$1"
		[ "$found" = "$before" ] || wrong "after $kind it reads '$found', not '$before'"
	done
}

# check_write INTERFACE FILE OTHER [BACK]: OTHER is another value than the one it has.
check_write() {
	local complaints file
	complaints=''
	file=$1/$2
	first_line "$file"
	before=$found
	fails_to_write "$file" "$3"
	ina_get in1_input >/dev/null
	[ "$(registers)" = "$untouched" ] || wrong "the chip has another setting"
	write_to "$file" "$3" || wrong "it cannot be written later"
	first_line "$file"
	[ "$found" != "$before" ] || wrong "it is not written later"
	write_to "$file" "$before"
	ina_get in1_input >/dev/null
	[ "$(registers)" = "$untouched" ] || wrong "it cannot be put back"
	check_equal "$2 fails to change as the bus does, and keeps $before" "" "$complaints"
}

# faulty SETTING..: a board with known readings, and limits that nothing exceeds; sets hwmon and iio.
faulty() {
	local rail
	ina_board faulty "$@"
	ina_bus 0 12000000
	ina_bus 1 3304000
	ina_bus 2 5000000
	ina_shunt 0 80000
	ina_shunt 1 -4040
	ina_shunt 2 1000
	ina_live
	hwmon=$(ina_hwmon)
	iio=$(ina_iio)
	ina_put update_interval 1
	ina_put in1_min 1000
	for rail in 1 2 3; do
		ina_put curr${rail}_max 16000
		ina_put curr${rail}_crit 16000
	done
	ina_put curr4_crit 60000
	usleep 10000
	cat "$hwmon"/*_alarm >/dev/null
}

faulty_done() {
	check_equal "after all that readings are right" "12000 -404 1000" \
		"$(ina_get in1_input) $(ina_get curr2_input) $(ina_get in6_input)"
	check_equal "no alarm came of it" "0 0 0" \
		"$(ina_get curr1_max_alarm) $(ina_get curr1_crit_alarm) $(ina_get curr4_crit_alarm)"
	ina_done
}

case_reads_fail_as_the_bus_does() {
	local names name
	faulty
	names=$(reads_of_chip)
	check_equal "that many files need the chip: 14 values, 10 alarms, 13 raw values" 37 \
		"$(echo "$names" | wc -l)"
	for name in $names; do
		check_read "$name"
	done
	faulty_done
}

case_writes_fail_as_the_bus_does() {
	local rail event untouched
	faulty
	untouched=$(registers)
	for rail in 1 2 3; do
		check_write "$hwmon" curr${rail}_max 8000
		check_write "$hwmon" curr${rail}_crit 8000
		check_write "$hwmon" in${rail}_min 2000
		check_write "$hwmon" in${rail}_enable 0
	done
	check_write "$hwmon" curr4_crit 8000
	check_write "$hwmon" samples 4
	check_write "$hwmon" update_interval 4
	check_write "$iio" oversampling_ratio 4
	check_write "$iio" in_voltage_integration_time 0.001100
	check_write "$iio" in_voltage-voltage_integration_time 0.001100
	for rail in 0 1 2; do
		event=in_voltage$((2 * rail + 1))-voltage$((2 * rail))_thresh_rising
		check_write "$iio/events" in_current${rail}_thresh_rising_value 3000
		check_write "$iio/events" in_current${rail}_thresh_rising_en 0
		check_write "$iio/events" ${event}_value 3000
		check_write "$iio/events" ${event}_en 0
		check_write "$iio/events" in_voltage_thresh_falling_value 200
		check_write "$iio/events" in_voltage_thresh_rising_value 200
	done
	check_write "$iio/events" in_voltage7-voltage6_thresh_rising_value 3000
	check_write "$iio/events" in_voltage7-voltage6_thresh_rising_en 0
	faulty_done
}

case_an_event_is_not_switched_off_without_its_flags() {
	local off untouched
	faulty
	untouched=$(registers)
	off=events/in_voltage1-voltage0_thresh_rising_en
	ina_fault "nack register=0x0f on=read count=1"
	check_says "an event is not switched off without the flags it may have left" \
		"No such device or address" ina_iio_put $off 0
	ina_fault none
	check_equal "... but stays on, in the chip too" "1 $untouched" \
		"$(ina_iio_get $off) $(registers)"
	faulty_done
}

# Mask/Enable is written before CONFIG, and read behind a limit that goes off: the chip has half of
# what was wanted if the second one fails.
case_a_write_that_failed_is_undone_without_a_reader() {
	local off untouched
	faulty
	untouched="$(registers) $(ina_register 0x0f | cut -c 1-3)"
	ina_fault "nack register=0x00 on=write count=1"
	check_says "a rail is not switched off over a bus that fails" "No such device or address" \
		ina_put in1_enable 0
	ina_fault none
	ina_awake 3
	check_equal "... and is in the sum of the chip soon after, though nobody reads" "$untouched" \
		"$(registers) $(ina_register 0x0f | cut -c 1-3)"
	off=events/in_voltage1-voltage0_thresh_rising_en
	ina_fault "nack register=0x0f on=read after=1 count=1"
	check_says "a limit is not switched off over a bus that fails" "No such device or address" \
		ina_iio_put $off 0
	ina_fault none
	ina_awake 3
	check_equal "... and is back in the chip soon after" "$untouched" \
		"$(registers) $(ina_register 0x0f | cut -c 1-3)"
	faulty_done
}

# Mask/Enable is read ahead of the word that fails, which clears the only flag of a short alarm.
case_an_alarm_outlasts_the_error_of_a_word_behind_it() {
	faulty single_shot=1 ../../functionality=smbus-word
	ina_put curr1_crit 9000
	usleep 50000
	ina_shunt 0 100000
	ina_fault "nack register=0x02 on=read count=1"
	check_says "a word fails behind the flags of an alarm" "No such device or address" \
		ina_get in1_input
	ina_fault none
	ina_shunt 0 80000
	usleep 50000
	check_equal "... which is read all the same" "1 0" \
		"$(ina_get curr1_crit_alarm) $(ina_get curr1_crit_alarm)"
	faulty_done
}

case_settings_are_read_without_the_chip() {
	local complaints file
	faulty
	ina_fault "nack count=forever"
	ina_clear
	complaints=''
	for file in "$hwmon"/*_label "$hwmon"/*_max "$hwmon"/*_crit "$hwmon"/*_min "$hwmon"/*_enable \
		"$hwmon"/shunt* "$hwmon"/samples "$hwmon"/update_interval "$hwmon"/name \
		"$iio"/*_scale "$iio"/*_available "$iio"/*_time "$iio"/*_frequency \
		"$iio"/*_ratio "$iio"/*_resistor "$iio"/events/*_*; do
		first_line "$file" || wrong "$file cannot be read"
	done
	check_equal "settings, limits, labels and scales read without the chip" "" "$complaints"
	check_equal "... and do not ask it" 0 "$(wc -l <"$ina_debug/$ina_name/transfers")"
	ina_fault none
	faulty_done
}

# alarms_so_far: how often any alarm began, of each file that counts them
alarms_so_far() {
	cat "$hwmon"/*_alarm_count | xargs
}

case_mask_enable_of_all_ones_is_an_error_and_no_alarm() {
	local complaints name names before
	faulty pin_critical=irq pin_warning=irq
	names=$(reads_of_chip)
	before="$(alarms_so_far) $(counter reprogrammed) $(registers)"
	ina_clear
	ina_fault "ones register=0x0f on=read count=forever"
	complaints=''
	for name in $names; do
		usleep 2000
		ina_read "$(path "$name")" >/tmp/said 2>&1 && wrong "$name makes no error"
		grep -q "Input/output error" /tmp/said || wrong "$name says $(cat /tmp/said)"
	done
	check_equal "where Mask/Enable reads as all ones each read fails" "" "$complaints"
	ina_awake 12
	check_equal "... it is not an alarm, nor a sign that the chip has lost its settings" "$before" \
		"$(alarms_so_far) $(counter reprogrammed) $(registers)"
	check_equal "... to which nothing is written" 0 "$(ina_writes all)"
	ina_fault none
	usleep 2000
	complaints=''
	for name in $names; do
		ina_read "$(path "$name")" >/tmp/said 2>&1 || wrong "$name says $(cat /tmp/said)"
	done
	check_equal "... and all of it reads again afterwards" "" "$complaints"
	faulty_done
}

# latched: a board where an alarm is over that its line has told of, and nobody has read
latched() {
	faulty pin_critical=irq
	ina_put curr1_crit 9000
	ina_shunt 0 'hold 20ms 100mV; 80mV'
	usleep 100000
	check_equal "an alarm is told by its line" 1 "$(ina_get curr1_crit_alarm_count)"
}

# check_latched WORDS: the alarm is read, then the error
check_latched() {
	check_equal "... is still read when the chip cannot be" 1 "$(ina_get curr1_crit_alarm 2>&1)"
	check_says "... once, and then the error is" "$1" ina_get curr1_crit_alarm
	check_says "... each time" "$1" ina_get curr1_crit_alarm
	check_says "... as of an alarm that never was" "$1" ina_get curr2_crit_alarm
}

latched_done() {
	check_equal "... and it does not come twice" "0 1" \
		"$(ina_get curr1_crit_alarm) $(ina_get curr1_crit_alarm_count)"
	faulty_done
}

case_a_latched_alarm_is_read_over_a_dead_bus() {
	latched
	ina_fault "nack count=forever"
	check_latched "No such device or address"
	ina_fault none
	usleep 10000
	latched_done
}

case_a_latched_alarm_is_read_of_a_stuck_chip() {
	latched
	echo 1 >"$ina_debug/$ina_name/chips/chip/stuck"
	usleep 10000
	check_latched "timed out"
	echo 0 >"$ina_debug/$ina_name/chips/chip/stuck"
	usleep 10000
	latched_done
}

cases
