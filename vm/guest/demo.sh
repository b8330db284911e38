#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The guest's half of `make demo`: makes a board, reads its rails with other people's
# programs and with railglow, plays patterns, and leaves the traces of the LEDs in /out for
# vm/demo to draw and judge.
#
#	/out/rails.csv		ten seconds of the rails
#	/out/rails.txt		the table of railglow rails when they began
#	/out/record.txt		the figures of railglow record at their end
#	/out/iio_info.txt	all that iio_info says
#	/out/NAME.trace		"time_ns level" lines of one pattern
#	/out/NAME.wakeups	how often the trigger's timer fired, in how many seconds

set -eu
config=/sys/kernel/config/railglow
debug=/sys/kernel/debug/railglow
tracing=/sys/kernel/tracing
play_s=12

say() {
	printf '\n== %s\n\n' "$*"
}

# rail NUMBER LABEL LOAD
rail() {
	echo "$2" >$config/demo/chips/pmic/rail"$1"/label
	echo 5000 >$config/demo/chips/pmic/rail"$1"/shunt_uohm
	cat /lib/railglow/load/"$3".bus >$debug/demo/chips/pmic/rail"$1"_bus_uv
	cat /lib/railglow/load/"$3".shunt >$debug/demo/chips/pmic/rail"$1"_shunt_uv
}

make_board() {
	mkdir $config/demo $config/demo/chips/pmic $config/demo/leds/status $config/demo/leds/relay
	rail 0 VDD_IN vdd_in
	rail 1 VDD_CPU_GPU vdd_cpu_gpu
	rail 2 VDD_SOC vdd_soc
	echo 255 >$config/demo/leds/status/max_brightness
	echo 1 >$config/demo/leds/relay/max_brightness
	echo 1 >$config/demo/live
}

# VDD_IN takes more than its warning allows when the recording begins.
set_limits() {
	local min
	for min in /sys/class/hwmon/hwmon*/in[123]_min; do
		echo 4750 >"$min"
	done
	railglow limit VDD_IN warning 1.1A >/dev/null
	railglow limit VDD_IN critical 2A >/dev/null
}

# The load changes while it is recorded; the host draws it. Another reader has been told of the
# alarm, and the next one is told a conversion cycle later.
record_rails() {
	sleep 0.1
	railglow rails >/out/rails.txt
	railglow record --rate 100 --duration 10s --output /out/rails.csv >/out/record.txt
}

# The longest line fits a terminal of 80 columns with three blanks less.
show_sensors() {
	sensors >/tmp/sensors
	sed 's/:  /:/; s/)  ALARM/) ALARM/' /tmp/sensors
}

# All attributes are five screens; the channels alone show the kind of device.
list_channels() {
	sed -n '/^\ttrigger/q; /iio:device\|channels found\|(input/ { s/\t/  /g; p }' /out/iio_info.txt
}

# play LED NAME PATTERN
play() {
	echo pattern >/sys/class/leds/"$1"/trigger
	echo 1 >$debug/demo/leds/"$1"/clear
	echo >$tracing/trace
	echo 1 >$tracing/events/timer/hrtimer_expire_entry/enable
	railglow led play "$1" "$3"
	sleep $play_s
	echo 0 >$tracing/events/timer/hrtimer_expire_entry/enable
	cat $debug/demo/leds/"$1"/trace >/out/"$2".trace
	echo "$(grep -cF '[ledtrig_pattern]' $tracing/trace) $play_s" >/out/"$2".wakeups
	echo none >/sys/class/leds/"$1"/trigger
}

set_up_tracing() {
	mount -t tracefs tracefs $tracing 2>/dev/null || [ -e $tracing/trace ]
	echo 4096 >$tracing/buffer_size_kb
}

make_board
set_limits
set_up_tracing
say "sensors: the chip as a hwmon device"
show_sensors
record_rails
iio_info >/out/iio_info.txt
say "iio_info: the same chip as an IIO device, its channels"
list_channels
say "railglow rails, and railglow record: ten seconds of a changing load"
cat /out/rails.txt
echo
sed '/^ /d' /out/record.txt
play status square '0 1000 0 0 255 2000 255 0'
play relay onoff '0 1000 1 2000'
play status triangle '0 1000 255 2000'
uname -r >/out/release
