#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Debian's own programs with the INA3221 driver, and their cost.
#
# guest: mode=virtual modules="railglow-board ina3221" programs="sensors native:iio_info"
#        files="drivers/ina3221/ina3221.conf:/etc/sensors.d/ina3221.conf"

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

# says FILE LINE: a line of it, blanks not counted.
says() {
	tr -s ' \t' ' ' <"$1" | grep -qxF -e "$2"
}

# waited: the time of waiting, from the restart of the cycle to the last word that was read, less what
# eight words of 120 us take on the bus. A chip may take 10 % longer than 6.6 ms; waking up
# and the write itself come on top.
waited() {
	awk '!start { start = $1 } { last = $1 } END { print int((last - start) / 1000) - 8 * 120 }' \
		"$ina_debug/$ina_name/transfers"
}

# of_scan: reads of a scan; once a second the driver looks for somebody else's writes of CONFIG on top
# of that.
of_scan() {
	echo $(($(ina_reads all) - $(ina_reads 0x00)))
}

# rails: a board with three rails in use, and a limit that power is valid above
rails() {
	ina_board rails rail0/label=cpu rail1/label=soc rail2/label=io
	ina_bus 0 1104000
	ina_bus 1 3304000
	ina_bus 2 5000000
	ina_shunt 0 25000
	ina_shunt 1 -12000
	ina_shunt 2 0
	ina_live
	ina_put in1_min 800
	sleep 1
}

rmmod ina3221
modprobe ina3221 files=all

case_sensors_shows_every_rail() {
	rails
	ina_clear
	check "sensors runs without complaint" sh -c \
		'sensors >/tmp/sensors 2>/tmp/errors && ! [ -s /tmp/errors ]'
	check_between "... for at most eight register reads" 1 8 "$(of_scan)"
	check_between "... and one more in a second" 0 1 "$(ina_reads 0x00)"
	check_between "... and no more than a cycle of waiting (us)" 1 7500 "$(waited)"
	check "the chip is found by its name" grep -qx 'ina3221-i2c-0-40' /tmp/sensors
	check "a bus voltage is in volts" says /tmp/sensors "cpu: 1.10 V (min = +0.80 V)"
	check "a shunt voltage is in millivolts" says /tmp/sensors "shunt 1: 25.00 mV "
	check "a negative shunt voltage keeps its sign" says /tmp/sensors "shunt 2: -12.00 mV "
	check "the sum of shunts is in millivolts" says /tmp/sensors \
		"sum of shunt voltages: 13.00 mV "
	check "a current is in amperes" says /tmp/sensors \
		"cpu current: 2.50 A (max = +16.38 A, crit max = +16.38 A)"
	check "a negative current keeps its sign" says /tmp/sensors \
		"soc current: -1.20 A (max = +16.38 A, crit max = +16.38 A)"
	check "power is in watts" says /tmp/sensors "cpu power: 2.76 W "
	check "the sum of currents is in amperes" says /tmp/sensors \
		"sum of currents: 1.30 A (crit max = +65.53 A)"
	check_fails "nothing is in alarm" grep ALARM /tmp/sensors
	ina_done
}

case_sensors_shows_an_alarm() {
	rails
	ina_put curr1_max 1000
	sleep 1
	sensors >/tmp/sensors 2>/tmp/errors
	check "a current over its limit is in alarm" grep -q 'cpu current:.*ALARM' /tmp/sensors
	check_equal "... and no other one" 1 "$(grep -c ALARM /tmp/sensors)"
	ina_done
}

# A chip that watches limits is not stopped to be read: its cycle is found by looks, sixteen or so in
# the first cycle, and five in the one after that where it can end.
case_a_scan_while_a_limit_is_watched() {
	rails
	ina_put curr1_max 1000
	# The first scans learn how long a cycle takes.
	sensors >/tmp/sensors 2>/tmp/errors
	sleep 1
	ina_clear
	iio_info >/tmp/iio 2>/tmp/errors
	check_between "a scan of a chip that watches a limit takes looks for two ends of a cycle" 1 32 \
		"$(of_scan)"
	ina_done
}

case_iio_info_reads_every_channel() {
	rails
	ina_put curr1_max 1000
	ina_iio_put events/in_current0_thresh_rising_en 0
	sleep 1
	ina_clear
	iio_info >/tmp/iio 2>/tmp/errors
	check "iio_info finds the device with all its channels" grep -q '14 channels found' /tmp/iio
	check_between "... for at most eight register reads" 1 8 "$(of_scan)"
	check_between "... and one more in a second" 0 1 "$(ina_reads 0x00)"
	check_between "... and no more than a cycle of waiting (us)" 1 7500 "$(waited)"
	check_fails "... and reads every attribute" grep ERROR /tmp/iio
	case $RG_SERIES in
	5.10) skip "... with its labels" "channels of this kernel have none" ;;
	*) check "... with its labels" grep -q 'label value: cpu shunt' /tmp/iio ;;
	esac
	check "... and values" grep -q 'raw value: 138$' /tmp/iio
	ina_done
}

cases
