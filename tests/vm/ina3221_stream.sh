#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Debian's iio_readdev and iio_attr as users of the INA3221 driver: capture, settings, and
# what is left when they are interrupted.
#
# guest: mode=virtual modules="railglow-board ina3221"
#        programs="native:iio_readdev native:iio_attr" timeout=240

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

# words FILE BYTES: records of so many bytes as hexadecimal, a line each
words() {
	od -An -v -tx1 -w"$2" "$1" | tr -d ' '
}

# attr ARGUMENT...: the words of iio_attr
attr() {
	iio_attr "$@" 2>&1
}

# rails: a board with two rails in use. Sets device, the number of the IIO device: libiio 0.26 looks
# for a name among hwmon devices first, and both have that of the chip.
rails() {
	ina_board rails
	ina_bus 0 12000000
	ina_shunt 0 80000
	ina_bus 1 3304000
	ina_shunt 1 -4040
	ina_live
	device=$(basename "$(ina_iio)")
}

case_a_number_of_samples_is_taken() {
	rails
	check "iio_readdev takes a number of samples and ends" \
		sh -c "iio_readdev -b 50 -s 100 $device voltage0 voltage1-voltage0 >/tmp/samples 2>/tmp/errors"
	# They may complain of their own speed and size, and 0.21 of the end of any device's buffer.
	check_equal "... without complaint of the device" "" "$(grep -v -e 'High-speed mode' \
		-e 'Clamped buffer size' -e 'Error during buffer disable' /tmp/errors)"
	check_equal "... as many as it was told, each 12 V and 80 mV" "100 2ee03e80" \
		"$(words /tmp/samples 4 | sort | uniq -c | sed 's/^ *//')"
	check_equal "... and switches the capture off again" 0 "$(ina_iio_get buffer/enable)"
	ina_done
}

case_all_channels_are_taken_where_none_is_named() {
	rails
	check "it takes all channels of the buffer where none is named" \
		sh -c "iio_readdev -b 10 -s 20 $device >/tmp/samples 2>/tmp/errors"
	# bus and shunt of three rails, the sum, two bytes that align the time, the time
	check_equal "... bus, shunt, and their sum, of each cycle" \
		"20 2ee03e800ce8fcd8000000000ed60000" \
		"$(words /tmp/samples 24 | sed 's/.\{16\}$//' | sort | uniq -c | sed 's/^ *//')"
	check_equal "... none of them twice" 20 \
		"$(words /tmp/samples 24 | cut -c 33-48 | sort -u | wc -l)"
	ina_done
}

case_a_capture_is_interrupted() {
	local client
	rails
	iio_readdev -b 20 "$device" voltage2 >/tmp/samples 2>/tmp/errors &
	client=$!
	sleep 1
	kill -INT $client
	wait $client
	check_between "interrupted, it has written what there was" 100 170 \
		$(($(wc -c </tmp/samples) / 2))
	check_equal "... all of it right" "0ce8" "$(words /tmp/samples 2 | sort -u)"
	check_equal "... and leaves no capture behind" 0 "$(ina_iio_get buffer/enable)"
	ina_done
}

case_a_capture_is_killed() {
	local client
	rails
	iio_readdev -b 20 "$device" voltage2 >/tmp/samples 2>/tmp/errors &
	client=$!
	usleep 500000
	kill -KILL $client
	wait $client 2>/dev/null
	check "after one that was killed another can capture" \
		sh -c "iio_readdev -b 10 -s 20 $device voltage0 >/tmp/samples 2>/tmp/errors"
	check_equal "... the right values" "2ee0" "$(words /tmp/samples 2 | sort -u)"
	ina_done
}

case_a_capture_on_a_dead_bus_times_out() {
	rails
	ina_fault "nack count=forever"
	iio_readdev -T 200 -b 10 -s 20 "$device" voltage0 >/tmp/samples 2>/tmp/errors
	check_equal "with a dead bus it times out with nothing" 0 "$(wc -c </tmp/samples)"
	check "... and says so" grep -qi "timed out\|Connection timed out\|refill" /tmp/errors
	ina_fault none
	check_equal "... the scans that were lost are counted" 0 \
		$(($(counter capture_dropped) == 0))
	ina_done
}

case_iio_attr_reads_and_sets() {
	rails
	check_equal "iio_attr reads a raw value" 1500 "$(attr -c "$device" voltage0 raw)"
	check_equal "... a scale" 8 "$(attr -c "$device" voltage0 scale)"
	check_fails "... and no label, as none was asked for" attr -c "$device" voltage3-voltage2 \
		label
	iio_attr -c "$device" voltage0 integration_time 0.000588 >/tmp/said 2>&1
	check_equal "iio_attr sets a conversion time" 0.000588 \
		"$(ina_iio_get in_voltage_integration_time)"
	iio_attr -d "$device" oversampling_ratio 16 >/tmp/said 2>&1
	check_equal "... and the averaging" "16 16" \
		"$(ina_get samples) $(attr -d "$device" oversampling_ratio)"
	iio_attr -d "$device" oversampling_ratio 5 >/tmp/said 2>&1
	check "a value that is not offered is refused" grep -q "Invalid argument" /tmp/said
	ina_done
}

cases
