# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The guest of `make board` before a user types: the folder shared with the host, and
# the live board if one was asked for. Sourced when the modules are loaded: by board-shell.sh, and
# by init for a script in such a guest (vm/run --board, --empty).

config=/sys/kernel/config/railglow
debug=/sys/kernel/debug/railglow
loads=/usr/local/share/railglow/loads/training

mount_share() {
	modprobe virtio_pci && modprobe 9pnet_virtio && modprobe 9p &&
		mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144 board /board ||
		echo "the folder /board is not shared with the host" >&2
}

# rail NUMBER LABEL LOAD
rail() {
	echo "$2" >$config/desk/chips/pmic/rail"$1"/label
	echo 5000 >$config/desk/chips/pmic/rail"$1"/shunt_uohm
	cat $loads/"$3".bus >$debug/desk/chips/pmic/rail"$1"_bus_uv
	cat $loads/"$3".shunt >$debug/desk/chips/pmic/rail"$1"_shunt_uv
}

# README and share/guard/guard.conf name these rails.
make_desk() {
	local pin
	mkdir $config/desk $config/desk/chips/pmic
	rail 0 VDD_IN vdd_in
	rail 1 VDD_CPU vdd_cpu_gpu
	rail 2 VDD_SOC vdd_soc
	for pin in critical warning power_valid; do
		echo irq >$config/desk/chips/pmic/pin_$pin
	done
	mkdir $config/desk/leds/relay $config/desk/leds/status $config/desk/leds/rgb
	echo 1 >$config/desk/leds/relay/max_brightness
	# A kernel without LEDs of several colours gets a plain one.
	(echo red green blue >$config/desk/leds/rgb/colors) 2>/dev/null || :
	echo 1 >$config/desk/live
}

# A chip on a bus of its own that no driver knows, for new_device and i2cget.
make_spare() {
	mkdir $config/spare $config/spare/chips/pmic
	echo none >$config/spare/chips/pmic/bind
	echo 1 >$config/spare/live
}

# limit NAME VALUE: of the chip, in its hwmon files
limit() {
	local file
	for file in /sys/class/hwmon/hwmon*/"$1"; do
		echo "$2" >"$file"
	done
}

# Bursts of the load go over the warnings of VDD_IN and VDD_CPU, nothing over a critical limit.
set_limits() {
	limit in1_min 4750
	limit curr1_max 1100
	limit curr1_crit 2000
	limit curr2_max 200
	limit curr2_crit 1000
	limit curr3_max 400
	limit curr3_crit 1000
}

mount_share
if [ "$RG_BOARD" = live ]; then
	make_desk
	make_spare
	set_limits
fi
