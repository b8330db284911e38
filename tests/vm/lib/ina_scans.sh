# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # ina_* are of ina.sh; variables are for the script that sources this
#
# Scans of an INA3221 on a board, judged by what they hold (programs/scan_judge.c). Sourced after
# ina.sh.
#
#	ina_board trial; scans_saw 140; ina_live		# all inputs climb one sawtooth
#	scans_choose six					# what a capture is of
#	scans_begin; scans_capture 140 5; scans_end		# figures on stdout
#	scans_read 140 3 1680					# of attributes, on demand

# 4000 codes in 200 typical cycles of three rails.
scans_codes=4000
scans_cycles=200
scans_batch=64

# scans_saw CONVERSION_US: before the board is live, so that all inputs begin together
scans_saw() {
	for scans_rail in 0 1 2; do
		ina_bus $scans_rail "ramp $(($1 * 6 * scans_cycles))us 0 32V; loop"
		ina_shunt $scans_rail "ramp $(($1 * 6 * scans_cycles))us 0 160mV; loop"
	done
}

# scans_drift SCRIPT: drift of the oscillator
scans_drift() {
	echo "$1" >"$ina_debug/$ina_name/chips/chip/drift_ppm"
}

# scans_set CONVERSION_US: by the file that both drivers have
scans_set() {
	ina_put update_interval "$((($1 * 6 + 500) / 1000))"
}

# scans_counters: the driver's own file of them; nothing if it has none
scans_counters() {
	for scans_each in "/sys/kernel/debug/i2c/i2c-$(ina_adapter)/$(ina_adapter)-0040/counters" \
		"/sys/kernel/debug/$(ina_adapter)-0040/counters" \
		"/sys/kernel/debug/iio/$(basename "$(ina_iio)")/counters"; do
		[ ! -e "$scans_each" ] || {
			echo "$scans_each"
			return
		}
	done
}

scans_elements() {
	for scans_each in "$@" timestamp; do
		ina_iio_put "scan_elements/in_${scans_each}_en" 1
	done
}

# scans_choose WORDS: six, or of one rail both or one (of the shunt), with the others off. Sets
# scans_order, which scan_judge takes, and scans_conversions, which a cycle is.
scans_choose() {
	case $1 in
	six)
		scans_elements voltage0 voltage1-voltage0 voltage2 voltage3-voltage2 voltage4 \
			voltage5-voltage4
		scans_order=103254t scans_conversions=6
		return
		;;
	both)
		scans_elements voltage0 voltage1-voltage0
		scans_order=10t scans_conversions=2
		;;
	one)
		scans_elements voltage1-voltage0
		scans_order=0t scans_conversions=2
		;;
	esac
	ina_put in2_enable 0
	ina_put in3_enable 0
}

scans_begin() {
	ina_iio_put buffer/length 2048
	ina_iio_put buffer/watermark $scans_batch
	ina_iio_put buffer/enable 1
}

scans_end() {
	ina_iio_put buffer/enable 0
}

# scans_judge WHAT CONVERSION_US ARGUMENT..: runs scan_judge for that sawtooth
scans_judge() {
	scans_what=$1 scans_us=$2
	shift 2
	scan_judge "$scans_what" $((scans_us * 6 * scans_cycles * 1000)) $scans_codes \
		$((scans_us * 1000)) "$@"
}

# scans_capture CONVERSION_US SECONDS: judged, with what the chip and the driver counted
scans_capture() {
	scans_file=$(scans_counters)
	scans_judge capture "$1" "$scans_order" "/dev/$(basename "$(ina_iio)")" "$2" \
		"$ina_debug/$ina_name/chips/chip/counters:cycles" "$scans_file:captured" \
		"$scans_file:capture_missed" "$scans_file:capture_dropped" "$scans_file:torn"
}

# scans_read CONVERSION_US SECONDS PAUSE_US: attributes, with a pause of up to that before each set
scans_read() {
	scans_judge attributes "$1" "$(ina_hwmon)" "$2" "$3"
}
