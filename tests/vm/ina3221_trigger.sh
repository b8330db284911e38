#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Capture under the triggers that Debian's kernel brings: one that user space pulls, one that
# a timer does. The kernel of 6.1 has neither.
#
# guest: series=6.12,newest mode=virtual modules="virtio-awake railglow-board ina3221"
#        carry="iio-trig-sysfs iio-trig-hrtimer" programs="build/host/guest/capture"
#        timeout=300

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

# use TRIGGER [SETTING=VALUE]: captures on a board with 5 V on the first rail
use() {
	ina_board "$@"
	ina_bus 0 5000000
	ina_live
	ina_elements in_voltage0
	ina_iio_put buffer/length 128
	ina_iio_put trigger/current_trigger "$1"
	ina_capturing 1
}

take() {
	capture "$(ina_iio_node)" 2 "$1" | grep -c '^1388$'
}

modprobe iio-trig-sysfs
echo 7 >/sys/bus/iio/devices/iio_sysfs_trigger/add_trigger
pull=$(grep -l sysfstrig7 /sys/bus/iio/devices/trigger*/name)
modprobe iio-trig-hrtimer
mkdir /sys/kernel/config/iio/triggers/hrtimer/beat
beat=$(grep -lx beat /sys/bus/iio/devices/trigger*/name)

case_each_pull_of_a_sysfs_trigger_is_a_scan() {
	use sysfstrig7
	for _ in 1 2 3 4 5; do
		echo 1 >"${pull%name}trigger_now"
		usleep 30000
	done
	check_equal "each pull of a sysfs trigger is a scan" 5 "$(counter captured)"
	check_equal "... which are the ones in the buffer" 5 "$(take 5)"
	ina_capturing 0
	ina_unboard
}

# The timer is slower than the cycle of 6.6 ms at 50 Hz, and faster at 200 Hz.
case_a_timer_is_followed() {
	local before
	echo 50 >"${beat%name}sampling_frequency"
	use beat
	check_equal "a timer slower than the chip is followed" 20 "$(take 20)"
	check_between "... at its pace" 20 21 "$(counter captured)"
	echo 200 >"${beat%name}sampling_frequency"
	before=$(counter captured)
	sleep 1
	check_between "one that is faster gets what the chip has" 75 152 \
		$(($(counter captured) - before))
	check_equal "nothing was dropped" 0 "$(counter capture_dropped)"
	ina_capturing 0
	ina_unboard
}

# The scan that is there when a buffer is enabled is of the time before.
case_the_first_scan_is_of_after_the_buffer_was_enabled() {
	use sysfstrig7
	ina_capturing 0
	ina_get in1_input >/dev/null
	ina_bus 0 2000000
	ina_capturing 1
	echo 1 >"${pull%name}trigger_now"
	check_equal "the first scan of another trigger is of after the buffer was enabled" 07d0 \
		"$(capture "$(ina_iio_node)" 2 1)"
	ina_capturing 0
	ina_unboard
}

# gap: the longest time without a transfer, in ms
gap() {
	awk 'NR > 1 && $1 - last > most { most = $1 - last } { last = $1 }
		END { print int(most / 1000000) }' "$ina_debug/$ina_name/transfers"
}

# The trigger pulls a thousand times a second.
case_the_system_sleeps_while_a_fast_trigger_runs() {
	echo 1 >/sys/module/suspend/parameters/pm_test_delay
	echo devices >/sys/power/pm_test
	echo 1000 >"${beat%name}sampling_frequency"
	use beat supply=1
	usleep 50000
	ina_clear
	check "the system sleeps while a fast trigger runs" sh -c 'echo mem >/sys/power/state'
	check_between "... and the chip is left alone meanwhile" 900 3000 "$(gap)"
	check_equal "... and has its power and its settings back" "1 5000" \
		"$(cat "$ina_debug/$ina_name/chips/chip/powered") $(ina_get in1_input)"
	check_equal "... and the capture goes on" 20 "$(take 150 >/dev/null; take 20)"
	ina_capturing 0
	echo none >/sys/power/pm_test
	ina_unboard
}

cases
rmdir /sys/kernel/config/iio/triggers/hrtimer/beat
