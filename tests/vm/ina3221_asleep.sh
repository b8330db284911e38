#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The INA3221 asleep with the system while somebody else's trigger goes on: timers fire until
# interrupts are off, after the devices are asleep.
#
# guest: series=6.12,newest mode=normal timeout=120
#        modules="virtio-awake railglow-board ina3221" carry="iio-trig-hrtimer"

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

case_a_timer_captures_around_a_sleep() {
	local beat before
	echo 2 >/sys/module/suspend/parameters/pm_test_delay
	echo devices >/sys/power/pm_test
	modprobe iio-trig-hrtimer
	mkdir /sys/kernel/config/iio/triggers/hrtimer/beat
	beat=$(grep -lx beat /sys/bus/iio/devices/trigger*/name)
	echo 1000 >"${beat%name}sampling_frequency"

	ina_board trigger supply=1
	ina_bus 0 5000000
	ina_live
	ina_elements in_voltage0
	ina_iio_put buffer/length 128
	ina_iio_put trigger/current_trigger beat
	ina_capturing 1
	sleep 1
	check_between "a timer captures" 10 1000 "$(counter captured)"
	ina_clear
	check "the system sleeps with it" sh -c 'echo mem >/sys/power/state'
	# Writes of scans come before the one that ends conversions, those of waking up begin with a limit.
	ina_trace w | sed -n '/^0x00 0x7120$/,$p' >/tmp/writes
	check_equal "the chip was powered down, and no write followed but those of waking up" \
		"0x00 0x7120 0x0c 0x7ff8" "$(head -n 2 /tmp/writes | xargs)"
	check_equal "... once" 1 "$(grep -c '^0x00 0x7120$' /tmp/writes)"
	before=$(counter captured)
	sleep 1
	check_between "the capture goes on afterwards" $((before + 10)) $((before + 3000)) \
		"$(counter captured)"
	ina_capturing 0
	check_equal "a reading is right" 5000 "$(ina_get in1_input)"
	ina_unboard
	rmdir /sys/kernel/config/iio/triggers/hrtimer/beat
}

cases
