#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A thousand alarms at random times while every attribute is read all the time: each is
# reported, none twice, none that was not. A pass on demand leaves the chip standing still, and
# blind to all of them, until its words are read: that must not wait for a processor.
#
# guest: mode=virtual modules="railglow-board ina3221"
#        programs="build/host/guest/iio_events" timeout=400

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

heard=/tmp/heard

# alarms SEED: 250 pulses of 3 to 6 ms with 9 to 18 ms between them; with a cycle of
# 0.84 ms each is seen, and each is over before the next.
alarms() {
	ina_pulses "$1" 9000 18000 3000 6000
}

reported() {
	grep -c " $1\$" $heard
}

read_all() {
	while [ -e /tmp/reading ]; do
		cat "$(ina_hwmon)"/*_* "$(ina_iio)"/in_* "$(ina_iio)"/events/* >/dev/null 2>&1
	done
}

# longest_standstill: from the look that found a pass over to the next start of the chip, in us
longest_standstill() {
	awk '
	$5 == "0x00" && $4 == "w" {
		if (over && $1 - over > longest)
			longest = $1 - over
		over = 0
		passing = $6 ~ /[0123]$/
	}
	$5 == "0x0f" && $4 == "r" && passing && $6 ~ /[13579bdf]$/ && !over { over = $1 }
	END { printf "%d\n", longest / 1000 }' "$ina_debug/$ina_name/transfers"
}

case_a_thousand_alarms_are_each_reported_once() {
	local listener rail in event
	ina_board many ../../trace_entries=262144 pin_critical=irq pin_warning=irq
	ina_live
	ina_put update_interval 1
	iio_events "$(basename "$(ina_iio)")" >>$heard &
	listener=$!
	usleep 10000
	for rail in 0 1; do
		in=in_voltage$((2 * rail + 1))-voltage$((2 * rail))
		for event in in_current${rail}_thresh_rising ${in}_thresh_rising; do
			echo 2000 >"$(ina_iio)/events/${event}_value"
		done
	done
	echo 1 >"$(ina_iio)/events/in_current0_thresh_rising_en"
	echo 1 >"$(ina_iio)/events/in_voltage1-voltage0_thresh_rising_en"
	echo 1 >"$(ina_iio)/events/in_current1_thresh_rising_en"
	echo 1 >"$(ina_iio)/events/in_voltage3-voltage2_thresh_rising_en"
	usleep 50000
	touch /tmp/reading
	read_all &
	read_all &
	ina_shunt 0 "$(alarms 1)"
	ina_shunt 1 "$(alarms 2)"
	usleep 5500000
	rm /tmp/reading
	usleep 200000
	check_equal "250 warnings of one rail are 250 events" 250 \
		"$(reported current0_thresh_rising)"
	check_equal "250 critical alarms of it are 250 events" 250 \
		"$(reported voltage1-voltage0_thresh_rising)"
	check_equal "250 warnings of another are 250 events" 250 \
		"$(reported current1_thresh_rising)"
	check_equal "250 critical alarms of it are 250 events" 250 \
		"$(reported voltage3-voltage2_thresh_rising)"
	check_equal "nothing else was reported" 1000 "$(grep -c thresh $heard)"
	check_equal "... and nothing goes on" "conditions_now 0x0000" \
		"$(grep conditions_now "$(ina_folder)/counters")"
	check_equal "reading never stops a chip that watches limits (us)" 0 "$(longest_standstill)"
	kill $listener
	ina_done
}

cases
