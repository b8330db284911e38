#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The scan: its cost on the bus, that it is of one cycle and never stale, and the outcome on a bus
# or with a chip that fails.
#
# guest: mode=virtual modules="railglow-board ina3221" programs="build/host/guest/attr_reader"
#        timeout=300
# log: ^ina3221 [0-9]+-0040: probe with driver ina3221 failed with error -[0-9]+$
# log: ^ina3221 [0-9]+-0040: no conversion ends: switch the chip off and on, or check its supply$

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

# Every attribute of both interfaces that is about measurements, once.
read_all() {
	cat "$(ina_hwmon)"/in[1-7]_input "$(ina_hwmon)"/curr[1-4]_input \
		"$(ina_hwmon)"/power[1-3]_input "$(ina_hwmon)"/*_alarm "$(ina_iio)"/in_*_raw
}

# An oscillator may be 10 % slow; waking up and two words on the bus come on top.
waking_us=300

# Transfers, not messages, since the last ina_clear.
transfers() {
	awk '{ print $2 }' "$ina_debug/$ina_name/transfers" | sort -u | wc -l
}

# Time from the end of the CONFIG write before it to the first read of a measurement, in us.
waited() {
	awk '$4 == "w" && $5 == "0x00" && !seen { start = $1 }
		$4 == "r" && $5 == "0x01" && start && !seen { seen = $1 }
		END { print int((seen - start) / 1000) }' "$ina_debug/$ina_name/transfers"
}

voltages() {
	cat "$(ina_hwmon)"/in[1-3]_input | tr '\n' ' '
}

# faults: a board with 5 V on its first rail
faults() {
	ina_board faults
	ina_bus 0 5000000
	ina_live
}

# passes: single shot with as many samples as there can be
passes() {
	ina_board samples single_shot=1
	ina_bus 0 5000000
	ina_live
	ina_put update_interval 1
	ina_put samples 1024
	ina_get in1_input >/dev/null
	usleep 1500000
}

# slow_passes: the same with the slowest, of which a read takes a second
slow_passes() {
	ina_board samples single_shot=1
	ina_bus 0 5000000
	ina_live
	ina_put update_interval 49
	ina_put samples 1024
	ina_get in1_input >/dev/null
	usleep 1500000
}

published() {
	ina_board published
	ina_bus 0 5000000
	ina_live
}

# A staircase, 80 mV every 40 ms on all inputs alike: words of one cycle are within a
# step of each other in any case, and mostly equal.
stairs() {
	awk 'BEGIN { for (i = 1; i <= 100; i++) printf "%s%dmV", (i > 1) ? " " : "hold 40ms ", i * 80
		print "" }'
}

case_all_attributes_cost_one_scan() {
	ina_board cost
	ina_live
	sleep 1
	ina_clear
	read_all >/dev/null
	# CONFIG is read back once a second, to notice others who write it.
	check_equal \
		"all attributes of both interfaces cost eight register reads, and once a second one more" \
		"8 1" "$(($(ina_reads all) - $(ina_reads 0x00))) $(ina_reads 0x00)"
	check_equal "Mask/Enable is one of them" 1 "$(ina_reads 0x0f)"
	check_equal "the measurements come in one transfer" 1 \
		"$(awk '$4 == "r" && $5 != "0x0f" && $5 != "0x00" { print $2 }' "$ina_debug/cost/transfers" |
			sort -u | wc -l)"
	check_between "... after at most a cycle of waiting" 6600 $((7260 + waking_us)) "$(waited)"
	ina_clear
	cat "$(ina_hwmon)"/curr*_max "$(ina_hwmon)"/curr*_crit "$(ina_hwmon)"/*_label \
		"$(ina_hwmon)"/in*_min "$(ina_hwmon)"/in*_enable >/dev/null
	check_equal "limits, labels and switches cost none" 0 "$(ina_reads all)"
	for _ in $(seq 10); do
		usleep 20000
		ina_get in1_input >/dev/null
	done
	check_equal "ten reads in ten cycles cost ten scans" 80 "$(ina_reads all)"
	ina_done
}

# fresh SENTENCE FILE VALUE EXPECTED: the reading after a change of settings is of after it.
fresh() {
	ina_get in1_input >/dev/null
	ina_bus 0 2000000
	ina_clear
	ina_put "$2" "$3"
	check_equal "$1" 2000 "$(ina_get in1_input)"
	check_between "... after a whole cycle under it" "$4" $(($4 * 11 / 10 + waking_us)) "$(waited)"
	ina_bus 0 1000000
	usleep 100000
}

case_rails_that_rise_are_read_in_order() {
	local rail torn same
	ina_board stairs
	for rail in 0 1 2; do
		ina_bus "$rail" "$(stairs)"
	done
	ina_live
	torn=0 same=0
	for _ in $(seq 20); do
		# shellcheck disable=SC2046 # three words
		set -- $(voltages)
		[ "$1" -le "$2" ] && [ "$2" -le "$3" ] && [ "$3" -le $(($1 + 80)) ] || torn=$((torn + 1))
		[ "$1" = "$3" ] && same=$((same + 1))
		usleep 9000
	done
	check_equal "rails that rise are never read in the wrong order" 0 "$torn"
	check_between "... and mostly between two steps" 12 20 "$same"
	ina_unboard
}

# Averaging is a recursive filter from whatever is in the register: seeded, it starts at
# the voltage; unseeded it would take some 5000 cycles to get there.
seeded() {
	ina_board "seed$1" "switches=$2"
	ina_bus 0 12000000
	ina_live
	ina_put samples 1024
	check_equal "averaging starts from a measurement ($2)" 12000 "$(ina_get in1_input)"
	ina_put in1_enable 0
	ina_bus 0 3000000
	ina_put in1_enable 1
	check_equal "... also on a rail that is switched on later ($2)" 3000 "$(ina_get in1_input)"
	ina_bus 0 4000000
	usleep 100000
	check_between "... and then it does average ($2)" 3000 3100 "$(ina_get in1_input)"
	ina_clear
	ina_get in1_input >/dev/null
	check_equal "reading leaves the filter alone ($2)" 0 "$(ina_writes 0x00)"
	ina_unboard
}

case_nothing_stale_is_read_after_a_change() {
	ina_board stale
	ina_bus 0 1000000
	ina_live
	fresh "after a change of conversion time nothing stale is read" update_interval 25 24936
	fresh "after a switch nothing stale is read" in3_enable 0 16624
	fresh "after switching back nothing stale is read" in3_enable 1 24936
	fresh "after a change to the fastest nothing stale is read" update_interval 1 840
	ina_unboard
}

case_averaging_starts_from_a_measurement_if_seeds_are_zero() {
	seeded 1 "seed zero"
}

# A chip whose averages are gone with every write to CONFIG.
forgetful() {
	ina_board forgetful "switches=config-write clear" "$@"
	ina_bus 0 12000000
	ina_live
	ina_put samples 1024
}

case_averaging_starts_from_a_measurement_if_seeds_are_samples() {
	seeded 2 "seed first-sample"
}

# fails FAULT WORDS: the error arrives as it is, and the next read works.
fails() {
	usleep 50000
	ina_fault "$1"
	check_says "a fault '$1' is reported as it is" "$2" ina_get in1_input
	check_equal "... and the next read works" 5000 "$(ina_get in1_input)"
	ina_fault none
}

case_a_chip_that_forgets_averages_itself() {
	forgetful "switches=seed first-sample"
	check_equal "one that forgets and starts from a measurement averages itself" \
		"12000 0x7f27" \
		"$(ina_get in1_input) $(ina_register 0x00)"
	ina_unboard
}

case_each_fault_is_reported_as_it_is() {
	faults
	fails "nack count=1" "No such device or address"
	fails "nack register=0x02 on=read count=1" "No such device or address"
	fails "timeout register=0x0f count=1" "timed out"
	fails "arbitration count=1" "Resource temporarily unavailable"
	fails "nack register=0x00 on=write count=1" "No such device or address"
	ina_unboard
}

case_writes_that_do_not_arrive_are_not_remembered() {
	faults
	ina_fault "nack register=0x08 on=write count=1"
	check_says "a limit that does not arrive is reported" "No such device or address" \
		ina_put curr1_max 1000
	check_equal "... and not remembered" 16380 "$(ina_get curr1_max)"
	ina_fault "nack register=0x00 on=write count=1"
	check_says "a setting that does not arrive is reported" "No such device or address" \
		ina_put update_interval 25
	check_equal "... and not remembered" 7 "$(ina_get update_interval)"
	ina_fault none
	check_equal "... and readings go on" 5000 "$(ina_get in1_input)"
	ina_unboard
}

case_one_message_in_a_hundred_is_lost() {
	local good bad
	faults
	ina_fault "nack one_in=100 seed=3"
	good=0 bad=0
	for _ in $(seq 60); do
		usleep 7000
		if [ "$(ina_get in1_input 2>/dev/null)" = 5000 ]; then
			good=$((good + 1))
		else
			bad=$((bad + 1))
		fi
	done
	check_between "with one message in a hundred lost, most reads work" 36 59 "$good"
	check_equal "... and the others fail, none of them invents a value" 60 $((good + bad))
	ina_fault none
	ina_unboard
}

case_a_chip_that_does_not_convert_times_out() {
	local started
	faults
	echo 1 >"$ina_debug/faults/chips/chip/stuck"
	usleep 50000
	started=$(uptime_ms)
	check_says "a chip that does not convert times out" "timed out" ina_get in1_input
	check_between "... within 50 ms" 0 50 $(($(uptime_ms) - started))
	echo 0 >"$ina_debug/faults/chips/chip/stuck"
	check_equal "... and is read again once it does" 5000 "$(ina_get in1_input)"
	ina_unboard
}

case_a_chip_that_lost_its_settings_has_them_back() {
	local change
	faults
	ina_put curr1_max 2000
	usleep 50000
	ina_power 0
	check_says "a chip without power is an error" "No such device or address" ina_get in2_input
	ina_power 1
	usleep 50000
	check_equal "a chip that lost its settings is noticed" 5000 "$(ina_get in1_input)"
	check_equal "... and has its limits back" 0x0fa0 "$(ina_register 0x08)"
	for change in "in3_enable 0" "in3_enable 1" "samples 4" "update_interval 25"; do
		ina_power 0
		ina_power 1
		# shellcheck disable=SC2086 # a file and its value
		ina_put $change
		check_equal "... also if something is changed first ($change)" "5000 0x0fa0" \
			"$(ina_get in1_input) $(ina_register 0x08)"
	done
	ina_unboard
}

# Without a bit of Mask/Enable that is set only CONFIG tells, until the driver writes it.
case_a_chip_that_sums_nothing_has_its_settings_back() {
	local single
	for single in 0 1; do
		ina_board bare single_shot=$single rail0/summation_disable=1 rail1/summation_disable=1 \
			rail2/summation_disable=1
		ina_live
		ina_put curr1_max 2000
		ina_put update_interval 12
		ina_get in1_input >/dev/null
		ina_power 0
		ina_power 1
		[ $single = 1 ] || ina_put update_interval 4
		usleep 50000
		ina_get in1_input >/dev/null
		check_equal "a chip that sums nothing has its limits back (single-shot $single)" 0x0fa0 \
			"$(ina_register 0x08)"
		ina_unboard
	done
}

case_smbus_words_give_the_same_values() {
	ina_board words "../../functionality=smbus-word"
	ina_bus 0 12000000
	ina_shunt 1 -4040
	ina_live
	check_equal "an adapter with SMBus words only gives the same values" "12000 -4040 -404" \
		"$(ina_get in1_input) $(ina_get in5_input) $(ina_get curr2_input)"
	usleep 50000
	ina_clear
	read_all >/dev/null
	check_equal "... for as many reads" 8 $(($(ina_reads all) - $(ina_reads 0x00)))
	check_between "... in more transfers" 10 11 "$(transfers)"
	ina_unboard
}

# The adapter does not say so beforehand.
case_an_adapter_refuses_reads_that_are_not_last() {
	ina_board last "../../functionality=i2c-read-last"
	ina_bus 0 12000000
	ina_shunt 1 -4040
	ina_live
	check_equal "an adapter that refuses a read in the middle gives the same values" \
		"12000 -4040 -404" \
		"$(ina_get in1_input) $(ina_get in5_input) $(ina_get curr2_input)"
	ina_put samples 64
	check_equal "... also averages, of a chip that runs on" "12000 -4040" \
		"$(ina_get in1_input) $(ina_get in5_input)"
	ina_unboard
}

case_a_single_shot_chip_makes_a_pass_per_sample() {
	local reading mean word
	ina_board shot single_shot=1
	ina_bus 0 2000000
	ina_live
	check_equal "a single-shot chip sleeps between scans" 0x7120 "$(ina_register 0x00)"
	# The first pass is looked at more often, to know how long one takes.
	ina_get in1_input >/dev/null
	usleep 50000
	ina_clear
	read_all >/dev/null
	check_equal "one pass serves all attributes" "0x00 0x7123" "$(ina_trace w)"
	check_equal "... for eight reads" 8 $(($(ina_reads all) - $(ina_reads 0x00)))
	ina_put samples 4
	ina_bus 0 '2V; noise 200mV seed 7 every 1ms'
	ina_clear
	reading=$(ina_get in1_input)
	check_equal "four samples are four passes" 4 "$(ina_writes 0x00)"
	mean=$(awk '$4 == "r" && $5 == "0x02" { print $6 }' "$ina_debug/shot/transfers" |
		while read -r word; do echo $((word)); done | awk '{ sum += $1 } END { printf "%d\n", int(sum / 8 / NR + 0.5) * 8 }')
	check_equal "... whose mean is the reading" "$mean" "$reading"
	ina_unboard
}

case_a_mean_of_1024_passes_serves_all_attributes() {
	passes
	ina_clear
	read_all >/dev/null
	check_between "a mean of 1024 passes serves all attributes" 200 1200 "$(ina_writes 0x00)"
	ina_unboard
}

case_a_read_of_slow_passes_takes_a_second() {
	local begun reader
	passes
	ina_put update_interval 49
	begun=$(uptime_ms)
	ina_get in1_input >/dev/null
	check_between "with the slowest passes a read takes a second and a pass" 900 1200 \
		$(($(uptime_ms) - begun))
	usleep 1500000
	(exec dd if="$(ina_hwmon)/in1_input" of=/dev/null bs=4096 status=none) &
	reader=$!
	usleep 200000
	begun=$(uptime_ms)
	kill -TERM $reader
	wait $reader 2>/dev/null
	check_between "... unless a signal ends it, within a pass" 0 100 $(($(uptime_ms) - begun))
	ina_unboard
}

case_a_limit_is_set_while_passes_go_on() {
	local reader begun
	slow_passes
	ina_get in1_input >/dev/null &
	reader=$!
	usleep 100000
	begun=$(uptime_ms)
	# By IIO: newer kernels let a file of hwmon wait for the one that is read.
	ina_iio_put events/in_voltage1-voltage0_thresh_rising_value 1000
	check_between "a limit can be set meanwhile, after a pass at most" 0 110 \
		$(($(uptime_ms) - begun))
	check_equal "... and it is set" 1000 \
		"$(ina_iio_get events/in_voltage1-voltage0_thresh_rising_value)"
	wait $reader
	ina_unboard
}

case_the_system_sleeps_while_passes_go_on() {
	local reader begun
	slow_passes
	echo freezer >/sys/power/pm_test
	echo 1 >/sys/module/suspend/parameters/pm_test_delay
	ina_get in1_input >/dev/null &
	reader=$!
	usleep 100000
	begun=$(uptime_ms)
	check "the system can be put to sleep meanwhile" sh -c 'echo mem >/sys/power/state'
	check_between "... and does not wait for the end of it" 900 1300 $(($(uptime_ms) - begun))
	wait $reader
	echo none >/sys/power/pm_test
	ina_unboard
}

case_a_capture_of_passes_ends_within_one() {
	local begun
	slow_passes
	ina_elements in_voltage0
	ina_capturing 1
	usleep 200000
	begun=$(uptime_ms)
	ina_capturing 0
	check_between "a capture of such passes ends within one" 0 110 $(($(uptime_ms) - begun))
	ina_unboard
}

case_captured_words_are_read_at_once() {
	local element begun
	published
	ina_put update_interval 49
	for element in "$(ina_iio)"/scan_elements/*_en; do
		echo 1 >"$element"
	done
	ina_capturing 1
	ina_get in1_input >/dev/null
	begun=$(uptime_ms)
	cat "$(ina_hwmon)"/*_input >/dev/null
	check_between "while others capture all attributes are read within two cycles" 0 100 \
		$(($(uptime_ms) - begun))
	ina_capturing 0
	ina_unboard
}

case_words_that_are_not_captured_are_read_by_a_pass() {
	local begun
	published
	ina_put update_interval 7
	ina_elements in_voltage0
	ina_capturing 1
	usleep 300000
	begun=$(uptime_ms)
	cat "$(ina_hwmon)"/*_input >/dev/null
	check_between "while others capture words that they do not are read by a pass in between" \
		0 60 \
		$(($(uptime_ms) - begun))
	begun=$(uptime_ms)
	cat "$(ina_hwmon)"/*_input >/dev/null
	check_between "... which serves for a while" 0 30 $(($(uptime_ms) - begun))
	ina_capturing 0
	ina_unboard
}

case_readers_that_wait_share_a_pass() {
	local each readers
	published
	ina_put update_interval 49
	usleep 200000
	ina_clear
	readers=
	for each in 1 2 3 4 5 6; do
		cat "$(ina_hwmon)/in1_input" >"/tmp/shared.$each" &
		readers="$readers $!"
	done
	# shellcheck disable=SC2086 # process ids are words
	wait $readers
	check_equal "readers that come during a pass all have its value" 6 \
		"$(cat /tmp/shared.* | grep -cx 5000)"
	check_between "... which is read once for them all" 1 2 "$(ina_reads 0x01)"
	ina_unboard
}

# partly ELEMENT: it alone is captured, on a board with 5 V and 3.3 V
partly() {
	published
	ina_bus 1 3300000
	ina_put update_interval 2
	ina_elements "$1"
	ina_capturing 1
	usleep 300000
}

# right VALUE FILE: how many of ten reads in two seconds give that value
right() {
	local found=0
	for _ in $(seq 10); do
		usleep 200000
		[ "$(ina_get "$2" 2>/dev/null)" != "$1" ] || found=$((found + 1))
	done
	echo $found
}

# slept FOLDER..: how often a reader of everything slept for it in five seconds
slept() {
	attr_reader rounds 5 20000 "$@" | sed -n 's/^slept //p'
}

case_readers_of_words_that_are_not_captured_do_not_wait() {
	partly in_voltage0
	ina_get in2_input >/dev/null
	ina_clear
	check_equal "readers of words that are not captured never wait" 0 \
		"$(slept "$(ina_hwmon)" "$(ina_iio)")"
	check_between "... which are read once a second for them" 4 6 "$(ina_reads 0x04)"
	usleep 3000000
	ina_bus 1 5000000
	check_equal "... and anew for one that comes after three seconds" 5000 "$(ina_get in2_input)"
	ina_clear
	usleep 2500000
	check_equal "... and not while nobody reads" 0 "$(ina_reads 0x04)"
	ina_capturing 0
	ina_unboard
}

case_a_capture_of_one_word_that_failed_once_leaves_readers_alone() {
	partly in_voltage0
	check_equal "(words that are not captured are read)" 10 "$(right 3304 in2_input)"
	ina_fault "nack count=1"
	check_between "after one lost message of a capture they are read again" 9 10 \
		"$(right 3304 in2_input)"
	check_equal "... all of them" 10 "$(right 5000 in1_input)"
	ina_capturing 0
	ina_unboard
}

case_a_capture_of_a_rail_that_is_off_leaves_readers_alone() {
	local begun
	partly in_voltage0
	ina_put in1_enable 0
	usleep 300000
	check_equal "while a rail is captured that is switched off the others are read" 10 \
		"$(right 3304 in2_input)"
	begun=$(uptime_ms)
	cat "$(ina_hwmon)"/in2_input "$(ina_hwmon)"/in3_input >/dev/null
	check_between "... without waiting" 0 60 $(($(uptime_ms) - begun))
	ina_put in2_enable 0
	ina_put in3_enable 0
	check_says "... and with none on there is nothing to read" "No data available" \
		ina_get in2_input
	ina_put in1_enable 1
	check_equal "... until one is" 10 "$(right 5000 in1_input)"
	ina_capturing 0
	ina_unboard
}

case_a_driver_comes_and_goes_under_readers() {
	local readers gone
	ina_board gone
	ina_live
	readers=
	for _ in 1 2 3; do
		(while usleep 10000; do read_all; done >/dev/null 2>&1) &
		readers="$readers $!"
	done
	for _ in $(seq 5); do
		ina_unbind
		ina_bind
		usleep 40000
	done
	check "five rounds of unbind and bind under three readers end well" test -e \
		"$(ina_hwmon)/name"
	gone=$(ina_device)
	ina_unboard
	check_fails "the board can go while it is read" test -e "$gone"
	# shellcheck disable=SC2086 # process ids are words
	kill $readers
}

cases
