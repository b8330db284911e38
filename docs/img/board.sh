#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The board of docs/img/make: a processor that is busy now and then, its memory, a supply.

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
on_pty 24x80 24000:q -- railglow rails --watch --interval 250ms >/out/live.raw
railglow record --rails VDD_CPU --duration 10s --output /out/boot.csv
