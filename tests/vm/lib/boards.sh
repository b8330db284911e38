# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Simulated boards in a few words, for guest tests. Sourced after ktap.sh.
#
#	board_make desk
#	board_chip desk pmic pin_critical=irq rail0/label=VDD
#	board_led desk lamp max_brightness=1
#	board_live desk
#	word=$(reg_read desk 0x40 0xfe)
#	board_unmake desk

board_config=/sys/kernel/config/railglow
board_debug=/sys/kernel/debug/railglow
board_colors=

# board_make BOARD [SETTING=VALUE]...
board_make() {
	mkdir "$board_config/$1" || return
	board_folder=$board_config/$1
	shift
	board_settings "$@"
}

# board_settings SETTING=VALUE...: for the board, chip or LED that was made last
board_settings() {
	local each
	for each in "$@"; do
		echo "${each#*=}" >"$board_folder/${each%%=*}" || return
	done
}

# board_chip BOARD CHIP [SETTING=VALUE]...: three rails of 10 mohm, if not said otherwise
board_chip() {
	board_folder=$board_config/$1/chips/$2
	mkdir "$board_folder" || return
	shift 2
	board_settings rail0/shunt_uohm=10000 rail1/shunt_uohm=10000 \
		rail2/shunt_uohm=10000 "$@"
}

# board_led BOARD LED [SETTING=VALUE]...
board_led() {
	board_folder=$board_config/$1/leds/$2
	mkdir "$board_folder" || return
	shift 2
	board_settings "$@"
}

board_live() {
	echo 1 >"$board_config/$1/live"
}

# board_unmake BOARD: with all that is on it
board_unmake() {
	local each
	echo 0 >"$board_config/$1/live" || return
	for each in "$board_config/$1"/chips/* "$board_config/$1"/leds/* "$board_config/$1"; do
		[ ! -d "$each" ] || rmdir "$each" || return
	done
}

# board_clear BOARD: empties the trace and the counters of its bus.
board_clear() {
	echo 1 >"$board_debug/$1/clear"
}

# board_figure BOARD NAME: one of the counters of its bus
board_figure() {
	figure "$board_debug/$1/counters" "$2"
}

# board_fault BOARD RULE...: adds a rule for its bus, as board.md has them
board_fault() {
	local board="$1"
	shift
	echo "$*" >"$board_debug/$board/faults"
}

# chip_debug BOARD CHIP FILE: path
chip_debug() {
	echo "$board_debug/$1/chips/$2/$3"
}

# chip_device BOARD CHIP: the I2C device of a chip, in sysfs
chip_device() {
	echo "/sys/bus/i2c/devices/$(cat "$board_config/$1/chips/$2/device_name")"
}

# chip_violations BOARD CHIP: how often a driver did what no correct driver does.
chip_violations() {
	awk '/^violation/ { all += $2 } END { print all + 0 }' "$(chip_debug "$1" "$2" counters)"
}

# led_trigger LED: the trigger that is selected
led_trigger() {
	sed 's/.*\[//; s/\].*//' "/sys/class/leds/$1/trigger"
}

# reason: the last part of an error message on stdin
reason() {
	sed 's/.*: //'
}

# now_ns: the clock that the board's records have
now_ns() {
	sed -n 's/^now at \([0-9]*\) nsecs$/\1/p' /proc/timer_list
}

# uptime_ms: time since the machine is up, to 10 ms, which costs no process
uptime_ms() {
	local seconds
	read -r seconds _ </proc/uptime
	echo $((${seconds%.*} * 1000 + 1${seconds#*.}0 - 1000))
}

# names_of PATH...: last parts of those that exist, on one line
names_of() {
	local each found=''
	for each in "$@"; do
		[ ! -e "$each" ] || found="$found ${each##*/}"
	done
	echo "${found# }"
}

bus_number() {
	cat "$board_config/$1/adapter"
}

# transfer BOARD ARGUMENTS...: i2ctransfer on its bus; says the reason when it fails
transfer() {
	local bus
	bus=$(bus_number "$1")
	shift
	i2ctransfer -y "$bus" "$@" 2>&1
}

# reg_read BOARD ADDRESS REGISTER: word as the datasheet writes it
reg_read() {
	local bytes
	bytes=$(transfer "$1" "w1@$2" "$3" r2) || {
		echo "$bytes"
		return 1
	}
	# shellcheck disable=SC2086 # two numbers
	printf '0x%02x%02x\n' $bytes
}

# reg_write BOARD ADDRESS REGISTER WORD
reg_write() {
	transfer "$1" "w3@$2" "$3" "$(($4 >> 8))" "$(($4 & 255))"
}

# has_colors: the class of LEDs of several colours comes with the module of the board. The
# kernel's list of functions is long, so it is asked once.
has_colors() {
	[ -n "$board_colors" ] || board_colors=$(kernel_has led_classdev_multicolor_register_ext &&
		echo yes || echo no)
	[ "$board_colors" = yes ]
}

# make_full BOARD: two chips and two LEDs with everything on them that the kernel has, made with
# as few processes as possible. Needs the modules pin-probe and i2c-smbus.
make_full() {
	local chip
	mkdir "$board_config/$1" "$board_config/$1/chips/pmic" "$board_config/$1/chips/second" \
		"$board_config/$1/leds/$1-lamp" "$board_config/$1/leds/$1-rgb"
	for chip in pmic second; do
		board_folder=$board_config/$1/chips/$chip
		board_settings rail0/shunt_uohm=10000 rail1/shunt_uohm=10000 rail2/status=disabled \
			rail0/label=VDD bind=pin-probe pin_critical=irq pin_warning=alert \
			pin_power_valid=gpio supply=1
	done
	echo 0x41 >"$board_config/$1/chips/second/address"
	! has_colors || echo "red green blue" >"$board_config/$1/leds/$1-rgb/colors"
	echo sc27xx >"$board_config/$1/leds/$1-lamp/engine"
	echo 'sine 1s 20mV 10mV 100ms; loop' >"$board_debug/$1/chips/pmic/rail0_shunt_uv"
}

unmake_full() {
	echo 0 >"$board_config/$1/live"
	rmdir "$board_config/$1"/chips/* "$board_config/$1"/leds/* "$board_config/$1"
}

# use_full BOARD: something happens on it
use_full() {
	echo 100 >"/sys/class/leds/$1-lamp/brightness"
	echo 'nack count=1' >"$board_debug/$1/faults"
	read -r _ <"/sys/bus/i2c/devices/$(bus_number "$1")-0040/pins"
}

# leftovers: kinds of objects of which more were made than unmade
leftovers() {
	awk '$2 != $3 { print $1 }' "$board_debug/objects"
}
