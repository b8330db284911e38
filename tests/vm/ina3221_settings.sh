#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Limits, averaging, conversion times and switches of the INA3221, by what arrives in
# the chip's registers; and values that none of them takes.
#
# guest: mode=virtual modules="railglow-board ina3221"

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

# sets FILE VALUE REGISTER WORD [READS-BACK]: by what the register holds afterwards.
sets() {
	ina_put "$1" "$2"
	check_equal "$1 = $2 makes register $3 $4" "$4" "$(ina_register "$3")"
	check_equal "... and reads as ${5:-$2}" "${5:-$2}" "$(ina_get "$1")"
}

# refuses FILE VALUE [INTERFACE]: -EINVAL, and nothing on the bus.
refuses() {
	ina_clear
	check_says "$1 refuses '$2'" "Invalid argument" "ina_${3:-put}" "$1" "$2"
	check_equal "... without a word to the chip" 0 "$(ina_writes all)"
}

# config INTERFACE FILE VALUE WORD
config() {
	"ina_$1" "$2" "$3"
	check_equal "$2 = $3 makes CONFIG $4" "$4" "$(ina_register 0x00)"
}

# limits: a board with shunts of 10, 2 and 10 mohm
limits() {
	ina_board limits rail1/shunt_uohm=2000
	ina_live
}

timing() {
	ina_board timing
	ina_live
}

# switches: a board whose last rail firmware disables
switches() {
	ina_board switches rail2/status=disabled
	ina_bus 0 1000000
	ina_live
}

# A step is 4 mA over 10 mohm. The datasheet's 80 mV is 8 A and register 0x3e80.
case_limits_are_those_of_the_nearest_step() {
	limits
	sets curr1_crit 8000 0x07 0x3e80
	sets curr1_max 8001 0x08 0x3e80 8000
	sets curr1_max 8002 0x08 0x3e88 8004
	sets curr1_max -4 0x08 0xfff8
	sets curr1_crit 0 0x07 0x0000
	ina_done
}

# A step is 20 mA over 2 mohm; the ends of the range clamp.
case_limits_of_a_small_shunt() {
	local long_max long_min
	limits
	sets curr2_max 100 0x0a 0x0028
	sets curr2_crit 99999999 0x09 0x7ff8 81900
	sets curr2_crit -99999999 0x09 0x8000 -81920
	# The numbers of hwmon are as long as the machine's words.
	case $RG_SERIES in
	i386-*) long_max=2147483647 long_min=-2147483648 ;;
	*) long_max=9223372036854775807 long_min=-9223372036854775808 ;;
	esac
	sets curr2_max "$long_max" 0x0a 0x7ff8 81900
	sets curr2_max "$long_min" 0x0a 0x8000 -81920
	sets curr3_crit 16380 0x0b 0x7ff8
	ina_done
}

case_the_power_valid_limit_is_one_for_all_rails() {
	limits
	sets in1_min 5000 0x11 0x1388
	sets in2_min 5003 0x11 0x1388 5000
	check_equal "the power-valid limit is one for all rails" 5000 "$(ina_get in3_min)"
	sets in1_min 1 0x11 0x0008 8
	sets in1_min 99999 0x11 0x7ff8 32760
	sets in1_min -5 0x11 0x0000 0
	ina_done
}

case_values_that_are_no_numbers_are_refused() {
	limits
	refuses curr1_max ten
	refuses curr1_crit ''
	refuses in1_min 5V
	refuses in1_enable 2
	refuses in1_enable -1
	refuses samples many
	refuses update_interval soon
	refuses shunt1_resistor ''
	ina_done
}

case_shunts_are_from_one_micro_ohm_up() {
	limits
	ina_put shunt1_resistor 0
	check_equal "the smallest shunt is 1 micro-ohm" 1 "$(ina_get shunt1_resistor)"
	ina_put shunt1_resistor 99999999999
	check_equal "the largest shunt is 2147483647 micro-ohms" 2147483647 \
		"$(ina_get shunt1_resistor)"
	refuses in_current0_shunt_resistor 0 iio_put
	refuses in_current0_shunt_resistor -1 iio_put
	refuses in_current0_shunt_resistor 2147.483648 iio_put
	ina_unboard
}

case_limits_of_the_sum_go_to_15_bits() {
	ina_board sum
	ina_live
	# The sum goes to 15 bits: 65.5 A over 10 mohm.
	sets curr4_crit 8000 0x0e 0x0fa0
	sets curr4_crit 99999 0x0e 0x7ffe 65532
	sets curr4_crit -99999 0x0e 0x8000 -65536
	ina_unboard
}

case_averaging_is_set_in_both_interfaces() {
	timing
	config put samples 4 0x7327
	config put samples 1024 0x7f27
	config put samples 20 0x7527
	check_equal "samples is one of the chip's numbers" 16 "$(ina_get samples)"
	check_equal "... and the same in IIO" 16 "$(ina_iio_get oversampling_ratio)"
	config put samples 99999 0x7f27
	config put samples -3 0x7127
	config iio_put oversampling_ratio 64 0x7727
	config iio_put oversampling_ratio 1 0x7127
	ina_done
}

case_conversion_times_make_the_cycle() {
	timing
	config iio_put in_voltage_integration_time 0.000140 0x7027
	config iio_put in_voltage-voltage_integration_time 0.008244 0x703f
	check_equal "sampling_frequency follows: 1 / (3 * (140 + 8244) us)" 39.758270 \
		"$(ina_iio_get sampling_frequency)"
	check_equal "... and so does update_interval" 25 "$(ina_get update_interval)"
	ina_done
}

# The cycle is the one nearest to the wish: 3 * 2 * 588 us is 3.5 ms.
case_both_conversion_times_are_set_at_once() {
	timing
	config put update_interval 4 0x70df
	check_equal "update_interval reads back the step" 4 "$(ina_get update_interval)"
	config put update_interval 0 0x7007
	config put update_interval 99999999 0x71ff
	check_equal "the longest cycle is 49.5 ms" 49 "$(ina_get update_interval)"
	config put update_interval 7 0x7127
	ina_done
}

case_settings_that_a_chip_lacks_are_refused() {
	local value
	timing
	for value in 0.000139 0.001101 1.000140 -0.000140 0 fast; do
		refuses in_voltage_integration_time "$value" iio_put
		refuses in_voltage-voltage_integration_time "$value" iio_put
	done
	for value in 0 2 -4 2048 16.5 some; do
		refuses oversampling_ratio "$value" iio_put
	done
	refuses sampling_frequency 100 iio_put
	refuses filter_low_pass_3db_frequency 1 iio_put
	refuses in_voltage0_raw 1 iio_put
	refuses in_voltage0_scale 1 iio_put
	check_equal "after all that CONFIG is what it was" 0x7127 "$(ina_register 0x00)"
	ina_done
}

case_a_rail_that_firmware_disables_has_no_data() {
	local file
	switches
	check_equal "an input that firmware disables is not converted" 0x6127 "$(ina_register 0x00)"
	check_equal "... and not summed" 0x6000 "0x$(ina_trace w 0x0f | tail -n 1 | cut -c 8-)"
	for file in in3_input in6_input curr3_input power3_input; do
		check_says "$file of a disabled rail has no data" "No data" ina_get $file
	done
	check_equal "its alarms are off" "0 0 0" \
		"$(ina_get curr3_max_alarm) $(ina_get curr3_crit_alarm) $(ina_get in3_min_alarm)"
	check_says "its IIO channel has no data either" "No data" ina_iio_get in_voltage4_raw
	ina_done
}

case_rails_are_switched_on_and_off() {
	switches
	config put in3_enable 1 0x7127
	check_equal "a rail that is switched on has data" 0 "$(ina_get in3_input)"
	config put in3_enable 0 0x6127
	config put in2_enable 0 0x4127
	check_equal "a rail that is switched off leaves the sum" 0x4000 \
		"0x$(ina_trace w 0x0f | tail -n 1 | cut -c 8-)"
	ina_done
}

# switched CAPTURING: reads of a rail, of which a slow bus has many, while it is switched off and on
switched() {
	local each
	: >/tmp/values
	ina_capturing "$1"
	usleep 100000
	for each in 0 1 0 1 0 1; do
		usleep 60000
		ina_get in1_input >/dev/null
		ina_fault "slow register=0x0f us=10000 on=read count=1"
		ina_put in2_enable $each &
		for _ in 1 2 3 4 5 6 7 8 9 10; do
			ina_get in2_input
			usleep 500
		done >>/tmp/values 2>/tmp/errors
		wait $!
	done
	ina_capturing 0
	check_equal "a rail that is being switched has its voltage or no data" 1104 \
		"$(sort -u /tmp/values | xargs)"
}

case_rails_are_switched_while_they_are_read() {
	ina_board switched
	ina_live
	ina_bus 1 1100000
	ina_put update_interval 50
	ina_elements in_voltage0 in_voltage1-voltage0 in_voltage2 in_voltage3-voltage2 in_voltage4 \
		in_voltage5-voltage4 in_voltage7-voltage6
	switched 0
	switched 1
	ina_done
}

case_with_all_rails_off_there_is_no_data() {
	switches
	ina_put in2_enable 0
	config put in1_enable 0 0x0120
	ina_clear
	check_says "with all rails off the sum has no data" "No data" ina_get in7_input
	check_equal "with all rails off alarms are off" "0 0" \
		"$(ina_get curr1_max_alarm) $(ina_get curr4_crit_alarm)"
	check_equal "... and nothing is read from the chip" 0 "$(ina_reads all)"
	ina_put update_interval 4
	check_equal "with all rails off update_interval is that of one rail" 4 \
		"$(ina_get update_interval)"
	config put in1_enable 1 0x416f
	check_equal "... and a rail that is switched on has data" 1000 "$(ina_get in1_input)"
	check_equal "its cycle is the one that was asked for" 4 "$(ina_get update_interval)"
	ina_unboard
}

cases
