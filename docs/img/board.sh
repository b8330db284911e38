#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The boards of docs/img/make: a processor that is busy now and then, its memory, a supply; and
# seven chips more, for a screen that is full.

set -eu
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh
export TERM=xterm LC_ALL=C.UTF-8

ina_board pictures rail0/label=VDD_CPU rail0/shunt_uohm=5000 rail1/label=VDD_DDR \
	rail2/label=VDD_IN rail2/shunt_uohm=2000
ina_bus 0 'hold 400ms 1.116V; sine 1500ms 1.088V 16mV 750ms; hold 300ms 1.072V 1.06V 1.108V; ramp 900ms 1.108V 1.08V; loop'
ina_bus 1 '1.2V; noise 4mV seed 2 every 5ms'
ina_bus 2 '5.07V; noise 12mV seed 3 every 7ms'
ina_shunt 0 'hold 400ms 3mV; sine 1500ms 7mV 3mV 750ms; hold 300ms 11mV 12.6mV 4mV; ramp 900ms 4mV 9mV; loop; noise 300uV seed 4 every 4ms'
ina_shunt 1 'hold 400ms 8mV; sine 1500ms 12mV 4mV 750ms; hold 300ms 16mV 18mV 9mV; ramp 900ms 9mV 14mV; loop; noise 500uV seed 5 every 4ms'
ina_shunt 2 'hold 400ms 2mV; sine 1500ms 3mV 800uV 750ms; hold 300ms 4mV 4.4mV 2.4mV; ramp 900ms 2.4mV 3.6mV; loop; noise 80uV seed 6 every 4ms'
ina_live
railglow limit VDD_CPU warning 2.4A
railglow limit VDD_CPU critical 3A
railglow limit VDD_DDR critical 4A
railglow limit VDD_IN critical 4A
for size in 24x60 24x80 24x120; do
	on_pty $size 24000:q -- railglow rails --watch --interval 250ms >/out/live-${size#*x}.raw
done
railglow record --rails VDD_CPU --duration 10s --output /out/boot.csv

# name SLOT RAIL: of the rails of a chip, as a large carrier board has them
name() {
	echo VDD_1V8 VDD_3V3 VDD_5V VDD_12V VDD_RTC VDD_PHY VDD_USB VDD_HDMI VDD_SATA VDD_NVME \
		VDD_WIFI VDD_LTE VDD_GNSS VDD_CAM0 VDD_CAM1 VDD_LCD VDD_FAN VDD_MIC VDD_SPK \
		VDD_MCU VDD_FPGA | cut -d ' ' -f $((3 * $1 + $2 + 1))
}

for slot in 0 1 2 3 4 5 6; do
	ina_board slot$slot rail0/label="$(name $slot 0)" rail1/label="$(name $slot 1)" \
		rail2/label="$(name $slot 2)"
	for rail in 0 1 2; do
		load=$(((slot * 3 + rail) * 37 % 23 + 2))
		ina_bus $rail "$((1800 + 400 * ((slot + rail) % 5)))mV; noise 4mV seed $load every 7ms"
		ina_shunt $rail "sine $((load * 300))ms ${load}mV $((load / 2))mV $((load * 150))ms; loop"
	done
	ina_live
	for rail in 0 1 2; do
		railglow limit "$(name $slot $rail)" critical \
			"$((((slot * 3 + rail) * 37 % 23 + 2) * 170))m" >/dev/null
	done
done
on_pty 24x80 24000:q -- railglow rails --watch --interval 250ms >/out/live-many.raw
