#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The module parameter files: those of the in-tree driver, most, or all; and what programs
# that are in use make of them.
#
# guest: mode=virtual modules="railglow-board ina3221" carry="label-reader"
# log: ^ina3221: files=nonsense is taken as most: it can be intree, most or all$

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

intree='curr1_crit curr1_crit_alarm curr1_input curr1_max curr1_max_alarm curr2_crit
curr2_crit_alarm curr2_input curr2_max curr2_max_alarm curr3_crit curr3_crit_alarm curr3_input
curr3_max curr3_max_alarm curr4_crit curr4_crit_alarm curr4_input in1_enable in1_input in1_label
in2_enable in2_input in2_label in3_enable in3_input in4_input in5_input in6_input in7_input in7_label
name samples shunt1_resistor shunt2_resistor shunt3_resistor update_interval'

hwmon_files() {
	(cd "$(ina_hwmon)" && find . -maxdepth 1 -type f ! -name uevent ! -name waiting_for_supplier |
		sed 's,^\./,,' | LC_ALL=C sort)
}

labels() {
	local each
	for each in "$(ina_hwmon)"/*_label "$(ina_iio)"/*_label; do
		[ ! -e "$each" ] || basename "$each"
	done | tr '\n' ' ' | sed 's/ $//'
}

# one of each kind, one of a rail without a name
iio_labels() {
	local each
	for each in in_voltage0 in_voltage1-voltage0 in_power1 in_voltage7-voltage6 in_current2; do
		ina_iio_get ${each}_label
	done | tr '\n' ',' | sed 's/,$//'
}

# A widely used monitor takes what is in front of the first _ of each label, without leading and
# trailing letters i and n, for a number.
no_number() {
	labels | tr ' ' '\n' | sed 's/_.*//; s/^[in]*//; s/[in]*$//' | grep -cv '^[0-9][0-9]*$'
}

# Another one multiplies voltage and current of each labelled rail, unless there is a power beside
# it, which it takes for milliwatts: rails whose power it would have a thousand times too large.
too_much() {
	local each rail
	for each in "$(ina_hwmon)"/in[1-3]_label; do
		rail=${each##*/in}
		[ ! -e "$(ina_hwmon)/power${rail%_label}_input" ] || echo "$rail"
	done | wc -l
}

# A third one asks a switch before it reads: values without data that none of theirs announces.
unannounced() {
	local each
	for each in "$(ina_hwmon)"/in[1-3]_input "$(ina_hwmon)"/curr[1-3]_input "$(ina_hwmon)"/power*_input; do
		! ina_read "$each" 2>&1 | grep -q 'No data' ||
			[ "$(cat "${each%_input}_enable")" = 0 ] || echo "$each"
	done | wc -l
}

# with WORD: a board under the module with that parameter, or without it
with() {
	rmmod ina3221
	modprobe ina3221 ${1:+"files=$1"}
	ina_board files rail0/label=cpu rail1/label=io
	ina_live
}

case_labels_are_those_of_the_in_tree_driver() {
	with ""
	check_equal "as a rule labels are those of the in-tree driver" \
		"in1_label in2_label in7_label" \
		"$(labels)"
	check_equal "... which a monitor that knows no others lives with" 0 "$(no_number)"
	check "... and there are files that it lacks" test -e "$(ina_hwmon)/power1_input"
	ina_put in2_enable 0
	check_equal "a value without data has a switch beside it that is off" 0 "$(unannounced)"
	check_says "... for there is one" "No data" ina_get power2_input
	check_equal "which files there are is the parameter" most \
		"$(cat /sys/module/ina3221/parameters/files)"
	ina_unboard
}

case_intree_is_the_files_of_the_in_tree_driver() {
	with intree
	check_equal "with intree the files are those of the in-tree driver, and no others" \
		"$(echo "$intree" | tr ' ' '\n' | LC_ALL=C sort)" "$(hwmon_files)"
	check_equal "... and no label is one of IIO" 0 "$(no_number)"
	check_equal "... and nobody takes microwatts for milliwatts" 0 "$(too_much)"
	ina_bus 1 3304000
	check_equal "... with the same values" 3304 "$(ina_get in2_input)"
	ina_unboard
}

# in_label CHANNEL: as other drivers read it
in_label() {
	echo "$1" >/sys/module/label_reader/parameters/channel
	cat /sys/module/label_reader/parameters/label
}

case_all_has_labels_of_currents_and_powers() {
	local sentence
	with all
	check_equal "with all currents and powers have labels, too" \
		"curr1_label curr2_label curr4_label in1_label in2_label in7_label power1_label power2_label" \
		"$(cd "$(ina_hwmon)" && echo *_label)"
	check_equal "... curr1_label" "cpu current" "$(ina_get curr1_label)"
	check_equal "... curr4_label" "sum of currents" "$(ina_get curr4_label)"
	check_equal "... power2_label" "io power" "$(ina_get power2_label)"
	# Up to v5.10 channels had no labels.
	if [ "$RG_SERIES" = 5.10 ]; then
		check_fails "channels of IIO have labels where the kernel knows of such" \
			test -e "$(ina_iio)/in_voltage0_label"
	else
		check_equal "channels of IIO have labels where the kernel knows of such" \
			"cpu,cpu shunt,io power,sum of shunt voltages,current3" "$(iio_labels)"
	fi

	modprobe label-reader "device=$(basename "$(ina_iio)")"
	sentence="other drivers read the same labels"
	if in_label 0 2>&1 | grep -q 'Operation not supported'; then
		skip "$sentence" "drivers of this kernel cannot ask for labels"
	else
		check_equal "$sentence" "cpu io shunt current3" \
			"$(in_label 0) $(in_label 3) $(in_label 8)"
	fi
	rmmod label-reader
	ina_unboard
}

case_another_word_is_as_if_there_were_none() {
	with nonsense
	check_equal "a word that is none of these is as if there were none" \
		"in1_label in2_label in7_label" \
		"$(labels)"
	check_equal "... with one line that says so" 1 \
		"$(ina_log 'files=nonsense is taken as most')"
	ina_done
}

cases
