# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# An INA3221 on a board of its own, for tests of its driver. Sourced after ktap.sh.
#
#	ina_board trial single_shot=1 rail0/label=cpu	# not yet live
#	ina_live				# made real; the driver binds if it is loaded
#	ina_bus 0 1100000; ina_shunt 0 10000	# inputs in uV
#	cat "$(ina_hwmon)/in1_input"
#	ina_clear; cat ...; ina_reads 0x0f	# how often a register was read since
#	ina_unboard

# Scripts that source this have short names of their own, so only those that begin with board_ or
# ina_ are called from here.
. /lib/railglow/boards.sh

# Tests that look further than these functions find the board's folders by these names.
# shellcheck disable=SC2034
ina_config=/sys/kernel/config/railglow
# shellcheck disable=SC2034
ina_debug=/sys/kernel/debug/railglow

# ina_board BOARD [SETTING=VALUE...]: three rails of 10 mohm; board settings with "../../".
ina_board() {
	ina_name=$1
	shift
	board_make "$ina_name" && board_chip "$ina_name" chip "$@"
}

ina_live() {
	board_live "$ina_name"
}

ina_unboard() {
	board_unmake "$ina_name"
}

# ina_done: the board goes, and nothing that happened on it was against the datasheet; a check of its own.
ina_done() {
	check_equal "nothing of this was against the datasheet" 0 "$(ina_violations)"
	ina_unboard
}

# ina_bus RAIL UV, ina_shunt RAIL UV: constants or scripts of model.md.
ina_bus() {
	echo "$2" >"$ina_debug/$ina_name/chips/chip/rail$1_bus_uv"
}

ina_shunt() {
	echo "$2" >"$ina_debug/$ina_name/chips/chip/rail$1_shunt_uv"
}

ina_adapter() {
	cat "$board_config/$ina_name/adapter"
}

# ina_device: the I2C device, also where new_device made it.
ina_device() {
	echo "/sys/bus/i2c/devices/$(ina_adapter)-0040"
}

ina_hwmon() {
	echo "$(ina_device)"/hwmon/hwmon*
}

ina_iio() {
	echo "$(ina_device)"/iio:device*
}

# The driver's folder in debugfs: that of the I2C client, where the kernel has such.
ina_folder() {
	ina_each=$(ina_adapter)
	if [ -d "/sys/kernel/debug/i2c/i2c-$ina_each/$ina_each-0040" ]; then
		echo "/sys/kernel/debug/i2c/i2c-$ina_each/$ina_each-0040"
	else
		echo "/sys/kernel/debug/$ina_each-0040"
	fi
}

# ina_bind, ina_unbind: the driver takes the chip, and lets go of it.
ina_bind() {
	echo "$(ina_adapter)-0040" >/sys/bus/i2c/drivers/ina3221/bind
}

ina_unbind() {
	echo "$(ina_adapter)-0040" >/sys/bus/i2c/drivers/ina3221/unbind
}

# ina_read FILE: one read, no more: busybox cat tries again in another way when the first fails.
ina_read() {
	dd if="$1" bs=4096 status=none
}

# ina_get FILE, ina_put FILE VALUE: an attribute of the hwmon device.
ina_get() {
	ina_read "$(ina_hwmon)/$1"
}

ina_put() {
	echo "$2" >"$(ina_hwmon)/$1"
}

# ina_iio_get FILE, ina_iio_put FILE VALUE: an attribute of the IIO device.
ina_iio_get() {
	ina_read "$(ina_iio)/$1"
}

ina_iio_put() {
	echo "$2" >"$(ina_iio)/$1"
}

# ina_iio_node: the character device that captures are read from
ina_iio_node() {
	echo "/dev/$(basename "$(ina_iio)")"
}

# ina_elements NAME...: the elements of the scan that are captured, and no others
ina_elements() {
	local each
	for each in "$(ina_iio)"/scan_elements/*_en; do
		echo 0 >"$each"
	done
	for each in "$@"; do
		ina_iio_put "scan_elements/${each}_en" 1
	done
}

# ina_capturing 0|1
ina_capturing() {
	ina_iio_put buffer/enable "$1"
}

# ina_register REGISTER: its word, without the side effects of a read
ina_register() {
	figure "$ina_debug/$ina_name/chips/chip/registers" "$1"
}

# ina_pin NAME: the level of a pin of the chip
ina_pin() {
	figure "$ina_debug/$ina_name/chips/chip/pins" "$1"
}

# ina_chip_counter NAME: one of the board's counters of the chip
ina_chip_counter() {
	figure "$ina_debug/$ina_name/chips/chip/counters" "$1"
}

# ina_power 0|1: the chip's own supply
ina_power() {
	echo "$1" >"$ina_debug/$ina_name/chips/chip/powered"
}

# ina_awake SECONDS: the processor has something to do meanwhile, so that looks that wait for such
# a moment have one.
ina_awake() {
	for _ in $(seq "$1"); do
		usleep 1000000
	done
}

ina_fault() {
	board_fault "$ina_name" "$@"
}

# ina_pulses SEED REST_US REST_MAX_US PULSE_US PULSE_MAX_US: an input script of 250 pulses of a
# shunt, of 90 mV among 10, as long and as far apart as that.
ina_pulses() {
	awk -v seed="$1" -v rest="$2" -v rest_max="$3" -v pulse="$4" -v pulse_max="$5" 'BEGIN {
		srand(seed)
		for (i = 0; i < 250; i++)
			printf "hold %dus 10mV; hold %dus 90mV; ", rest + rand() * (rest_max - rest),
				pulse + rand() * (pulse_max - pulse)
		print "0"
	}'
}

ina_clear() {
	board_clear "$ina_name"
}

# ina_trace KIND [REGISTER]: words of a kind (r, w) since the last ina_clear, as register word.
ina_trace() {
	awk -v kind="$1" -v reg="${2:-all}" \
		'$4 == kind && (reg == "all" || $5 == reg) { print $5, $6 }' \
		"$ina_debug/$ina_name/transfers"
}

# ina_reads REGISTER, ina_writes REGISTER: how many (of "all") since the last ina_clear.
ina_reads() {
	ina_trace r "$1" | wc -l
}

ina_writes() {
	ina_trace w "$1" | wc -l
}

# counter NAME: one of the driver's own counters.
counter() {
	figure "$(ina_folder)/counters" "$1"
}

# ina_violations: how often the driver did what no correct driver does.
ina_violations() {
	chip_violations "$ina_name" chip
}

# ina_log TEXT: number of lines of the kernel log that contain it.
ina_log() {
	dmesg | grep -cF -e "$1"
}
