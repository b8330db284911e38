#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Debian's prometheus-node-exporter, as it stands in server rooms: the INA3221 as its hwmon
# collector publishes it.
#
# guest: mode=virtual modules="railglow-board ina3221" timeout=300
#        programs="build/clients/prometheus-node-exporter/usr/bin/prometheus-node-exporter
#        build/host/guest/http_get"

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

port=9100

fetch() {
	http_get $port /metrics >/tmp/metrics 2>/dev/null
}

# published METRIC SENSOR: its value, to the thousandth, where that is what it is about
published() {
	sed -n "s/^node_hwmon_$1{.*sensor=\"$2\"} //p" /tmp/metrics | awk '{ printf "%.6g\n", $1 }'
}

is() {
	check_equal "$1 of $2 is $3" "$3" "$(published "$1" "$2")"
}

# exporter: answers for a board with two rails in use, of which one exceeds a limit
exporter() {
	ina_board rails rail0/label=cpu rail1/label=soc
	ina_bus 0 12000000
	ina_shunt 0 80000
	ina_bus 1 3304000
	ina_shunt 1 -4040
	ina_live
	ina_put in1_min 800
	ina_put curr1_max 4000
	prometheus-node-exporter --web.listen-address=127.0.0.1:$port \
		--collector.disable-defaults --collector.hwmon --web.disable-exporter-metrics \
		>/tmp/log 2>&1 &
	exporter=$!
	within 10 fetch
}

exporter_done() {
	kill "$exporter"
	wait "$exporter" 2>/dev/null
	ina_done
}

ifconfig lo up
rmmod ina3221
modprobe ina3221 files=all

case_every_rail_is_published() {
	exporter
	check "it answers, and its hwmon collector has no complaint" \
		grep -qx 'node_scrape_collector_success{collector="hwmon"} 1' /tmp/metrics
	check "the chip has its name" grep -q '^node_hwmon_chip_names{.*chip_name="ina3221"} 1$' \
		/tmp/metrics
	check "a rail has the firmware's name" \
		grep -q '^node_hwmon_sensor_label{.*label="cpu",sensor="in1"} 1$' /tmp/metrics
	check "... its current, too" \
		grep -q '^node_hwmon_sensor_label{.*label="soc current",sensor="curr2"} 1$' /tmp/metrics
	is in_volts in1 12
	is in_volts in2 3.304
	is in_volts in3 0
	is in_min_volts in1 0.8
	is curr_amps curr1 8
	is curr_amps curr2 -0.404
	is curr_amps curr4 7.596
	is curr_max_amps curr1 4
	is curr_crit_amps curr2 16.38
	is power_watt power1 96
	is power_watt power2 -1.33482
	is update_interval_seconds update_interval0 0.007
	# Microvolts where other chips have millivolts, as the in-tree driver does: a thousand times.
	is in_volts in4 80
	is in_volts in7 75.96
	# It takes an alarm of 1 for a thousandth of an ampere.
	is curr_max_alarm_amps curr1 0.001
	is curr_max_alarm_amps curr2 0
	exporter_done
}

case_asking_costs_a_scan_a_cycle_at_most() {
	exporter
	ina_shunt 0 40
	sleep 1
	fetch
	sleep 1
	ina_clear
	fetch
	# One scan of each conversion cycle at the most, and this takes less than three of them; where a limit is
	# set a scan has a look each sixteenth of the cycle, and so up to 24 reads.
	check_between "asking costs no more than a scan a cycle" 1 72 "$(ina_reads all)"
	is curr_amps curr1 0.004
	is curr_max_alarm_amps curr1 0
	exporter_done
}

cases
