#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The pages about the INA3221 say what is there: every file the driver makes is on an ABI page
# and every file on a page is made, and the worked example of docs/alerts.md does what it says.
#
# guest: mode=virtual modules="railglow-board ina3221"
#        programs="build/host/guest/iio_events" files="docs/alerts.md:/alerts.md
#        docs/abi/sysfs-bus-iio-ina3221:/abi/iio docs/abi/sysfs-class-hwmon-ina3221:/abi/hwmon"

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

# patterns PAGE FOLDER: names on a page of files below a folder, as patterns of the shell. R and X are a
# rail, Y and Z numbers of inputs.
patterns() {
	sed -n "s,^What:[[:blank:]]*$2/,,p" "/abi/$1" |
		sed 's/_currentR/_current[0-2]/; s/_powerR/_power[0-2]/; s/voltageY/voltage[0-7]/
			s/voltageZ/voltage[0-6]/; s/^inX_/in[1-3]_/; s/^currX_/curr[1-3]_/
			s/^powerX_/power[1-3]_/; s/^shuntX_/shunt[1-3]_/; s/_voltageX_/_voltage[1-3]_/; s/buffer\*/buffer*/'
}

# collect PAGE FOLDER: files below it but those of the kernel's device model
collect() {
	(cd "$2" && find . -type f ! -path '*/power/*' ! -name uevent ! -name dev ! -name name \
		! -name waiting_for_supplier | sed 's,^\./,,') >>"/tmp/made.$1"
}

# is_on FILE PATTERN...
is_on() {
	local is_on_file each
	is_on_file=$1
	shift
	for each in "$@"; do
		# shellcheck disable=SC2254 # it is a pattern
		case $is_on_file in
		$each) return 0 ;;
		esac
	done
	return 1
}

# compare PAGE FOLDER-ON-PAGE [NAME]: three checks of the files that were collected by that name
compare() {
	local made page unnamed file unmade pattern
	made=/tmp/made.${3:-$1}
	page=$1
	patterns "$1" "$2" >/tmp/patterns
	# Up to v5.10 channels had no labels.
	[ "$RG_SERIES" != 5.10 ] || sed -i '/^in_\*_label$/d' /tmp/patterns
	set -f
	# shellcheck disable=SC2046 # patterns are words
	set -- $(cat /tmp/patterns)
	set +f
	unnamed=
	while read -r file; do
		is_on "$file" "$@" || unnamed="$unnamed $file"
	done <"$made"
	check_equal "every file in $page is on its page" "" "$unnamed"
	unmade=
	for pattern in "$@"; do
		while read -r file; do
			! is_on "$file" "$pattern" || continue 2
		done <"$made"
		unmade="$unmade $pattern"
	done
	check_equal "... and every file of the page is there" "" "$unmade"
	check_between "... which are more than a few" 3 200 "$(wc -l <"$made")"
}

case_files_and_their_pages_are_the_same() {
	rmmod ina3221
	modprobe ina3221 files=all
	# Everything there can be: labels, the timing-control pin, and the posted names by themselves.
	ina_board pages rail0/label=cpu rail1/label=soc rail2/label=io pin_timing_control=irq
	ina_live
	collect hwmon "$(ina_hwmon)"
	collect iio "$(ina_iio)"
	collect debugfs "$(ina_folder)"
	ina_unboard
	rmmod ina3221
	modprobe ina3221 posted_names=1 files=all
	ina_board posted
	ina_live
	collect iio "$(ina_iio)"
	ina_unboard
	rmmod ina3221
	compare hwmon '/sys/class/hwmon/hwmonN'
	compare iio '/sys/bus/iio/devices/iio:deviceN'
	compare iio '/sys/kernel/debug/i2c/i2c-N/N-00AA' debugfs
	modprobe ina3221
}

# The example runs up to where it takes everything back, so that its board can be looked at; the
# output of its listener is kept apart.
case_the_example_of_the_page_on_alerts_works() {
	local trace i2c leds
	rmmod ina3221
	awk '/^```sh/ { on = 1; next } /^```/ { on = 0 } /^kill / { on = 0 } on' /alerts.md |
		sed 's,^iio_events [^&]*,&>/tmp/events ,' >/session.sh
	check_between "the page on alerts has an example" 15 60 "$(wc -l </session.sh)"
	sh /session.sh >/said 2>/complained
	check_equal "it runs without complaint" "" "$(cat /complained)"
	# The page has the output of each of these commands beside it.
	grep '^cat ' /session.sh | sed 's/.*# *\([0-9]*\).*/\1/' >/promised
	check_equal "it has what it promises" "8000 1 0" "$(tr '\n' ' ' </promised | sed 's/ $//')"
	check_equal "... and keeps it" "$(cat /promised)" "$(cat /said)"
	check_equal "the event came, once" "voltage1-voltage0_thresh_rising" \
		"$(grep -v ready /tmp/events | sed 's/^[0-9]* //')"
	trace=/sys/kernel/debug/railglow/demo/leds/alarm/trace
	check_equal "the LED was lit while it lasted" "0 255 0" \
		"$(awk '{ print $2 }' $trace | uniq | tr '\n' ' ' | sed 's/ $//')"
	check_between "... which was 300 ms, and a quarter of it until that was noticed" 295 385 "$(awk '
		$2 == 255 && !on { on = $1 }
		$2 == 0 && on { print int(($1 - on) / 1000000); on = 0 }' $trace)"

	# The tables of that page, against the driver.
	i2c=$(cat /sys/kernel/config/railglow/demo/adapter)-0040
	leds=$(tr ' ' '\n' </sys/class/leds/alarm/trigger | tr -d '[]' | grep "^$i2c:" | sort | tr '\n' ' ')
	check_equal "LED triggers have the names it gives" \
		"$i2c:VDD_CPU:critical $i2c:VDD_CPU:warning $i2c:power-lost $i2c:rail2:critical $i2c:rail2:warning $i2c:rail3:critical $i2c:rail3:warning " \
		"$leds"
	kill "$(pidof iio_events)"
	echo 0 >/sys/kernel/config/railglow/demo/live
	check_equal "the board can go" 0 "$(cat /sys/kernel/config/railglow/demo/live)"
	check "and so can the driver" rmmod ina3221
	board_unmake demo
	modprobe ina3221
}

cases
