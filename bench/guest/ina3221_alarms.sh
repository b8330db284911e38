# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# shellcheck disable=SC2154 # ina_* are of ina.sh, pulses of ina3221.sh
#
# Alarms: does a monitor see all of them, and how often do those of a hovering current wake a
# reader? tests/vm/programs/attr_reader.c reads them, and bench/lib/alarms.awk counts the lost ones.

# pulses_board NAME SETTING..: limits of 5 and 10 A; the scripts go above one or both of them for
# a moment at a time, from when the board is live
pulses_board() {
	name=$1
	shift
	ina_board "$name" "$@"
	for rail in 0 1 2; do
		cat "$pulses/rail$rail" >"$ina_debug/$ina_name/chips/chip/rail${rail}_shunt_uv"
		ina_bus $rail 3304000
	done
}

# monitor NAME [drift]: reads every attribute in turn until the last pulse is over
monitor() {
	[ -z "${2:-}" ] || scans_drift "$drift_script"
	awk '/^now at/ { printf "%.6f live\n", $3 / 1e9 }' /proc/timer_list >"/out/$1"
	ina_live
	for rail in 1 2 3; do
		ina_put curr${rail}_max 5000
		ina_put curr${rail}_crit 10000
	done
	attr_reader alarms "$(cat "$pulses/end")" 40000 "$(ina_hwmon)" >/tmp/monitor
	sed -n 's/^at //p' /tmp/monitor >>"/out/$1"
	grep -v '^at ' /tmp/monitor | figures "$1"
	ina_unboard
}

part_alarms() {
	pulses_board alarms
	monitor alarms
}

part_alarms_drift() {
	pulses_board alarms-drift
	monitor alarms-drift drift
}

# By interrupts where the driver serves them.
part_alarms_pins() {
	pulses_board alarms-pins pin_critical=irq pin_warning=irq
	monitor alarms-pins drift
}

# ---- a current that hovers at its limit ----

uevents() {
	cat /sys/kernel/uevent_seqnum
}

excursions=100
# Each a tenth of a second long, one a second, from half a second on.
hovering="hold 500ms 40mV; hold 100ms 60mV; hold 400ms 40mV; loop"

hover() {
	ina_board "$1" pin_critical=irq pin_warning=irq
	ina_live
	ina_put curr1_max 5000
	ina_get curr1_max_alarm >/dev/null
	usleep 50000
	ina_shunt 0 "$2"
	before=$(uevents)
}

# hovered NAME: counts, and ends it
hovered() {
	figure "$1-uevents" $(($(uevents) - before))
	figure "$1-excursions" $excursions
	ina_shunt 0 0
	sleep 2
	ina_unboard
}

part_hover() {
	hover hover-unread "$hovering"
	sleep $excursions
	hovered hover-unread
	# Every cycle is above or below by chance.
	hover hover-noise '50mV; noise 2mV seed 3 every 5ms'
	sleep 60
	hovered hover-noise
	hover hover-read "$hovering"
	attr_reader poll $excursions "$(ina_hwmon)/curr1_max_alarm" | figures hover-read
	hovered hover-read
}
