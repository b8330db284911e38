#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# railglow doctor on a machine in each of the states that somebody may find it in.
#
# guest: mode=virtual modules="railglow-board" timeout=300
#        carry="ina3221 i2c-dev stock:ledtrig-pattern"
#        programs="build/host/railglow build/host/jsoncheck build/host/guest/as_nobody iio_readdev"
#        files="docs/schema:/schema share:/share /usr/lib/locale/C.utf8:/usr/lib/locale/C.utf8"
# log: unexpected ID 0x5449 0x2220, trusting firmware that this is an INA3221
# log: not an INA3221: it says 0x5449 0x2220

. /lib/railglow/ktap.sh
. /lib/railglow/ina.sh
. /lib/railglow/tool.sh

# diagnosed STATUS SENTENCE...: each is in what it says, in words and as JSON that fits
diagnosed() {
	local expected="$1" each
	shift
	run doctor
	[ "$status" -eq "$expected" ] || { echo "status $status"; cat /tmp/out; return 1; }
	for each in "$@"; do
		out_has "$each" || return
	done
	run doctor --json
	[ "$status" -eq "$expected" ] && fits doctor.json
}

# trial: a board whose chip firmware names
trial() {
	ina_board trial rail0/label=VDD_CPU
	ina_live
}

trial_done() {
	ina_unboard
	modprobe -r ina3221 i2c-dev
}

# machine: with railglow's driver for the chip, and the kernel's own trigger for an LED
machine() {
	modprobe i2c-dev
	modprobe ina3221
	trial
	tool_leds status
	modprobe ledtrig-pattern
}

machine_done() {
	modprobe -r ledtrig-pattern
	board_unmake lights
	trial_done
}

case_an_empty_machine_misses_all() {
	check "on an empty machine it misses both drivers and a chip" diagnosed 2 \
		"ina3221 is not installed for this kernel" "ledtrig-pattern is not installed" \
		"no INA3221 is known"
	check "it names the commands that mend it" diagnosed 2 "try: make install-dkms" \
		"try: echo ina3221 0x40 >/sys/bus/i2c/devices/i2c-N/new_device"
}

case_a_driver_that_is_installed_has_to_be_loaded() {
	mkdir -p "/lib/modules/$(uname -r)/updates"
	: >"/lib/modules/$(uname -r)/updates/ina3221.ko"
	check "a driver that is installed has to be loaded" diagnosed 2 "ina3221 is not loaded"
	check "... by modprobe" out_has "modprobe ina3221"
	rm "/lib/modules/$(uname -r)/updates/ina3221.ko"
}

case_a_chip_that_nobody_drives_is_told_of() {
	trial
	check "a chip that firmware names and nobody drives is told of" diagnosed 2 \
		"1 INA3221 named by firmware without a driver"
	check_fails "... and not said to be unknown as well" out_has "no INA3221 is known"
	trial_done
}

case_a_chip_is_asked_what_it_is() {
	trial
	ina_fault "corrupt register=0xff on=read xor=0x1000 count=forever"
	check "a second chip at its address cannot be told of without a way to ask" diagnosed 2 \
		"1 INA3221 named by firmware without a driver"
	check_fails "... and is not" out_has INA226
	modprobe i2c-dev
	ina_clear
	check "without a driver the chip itself is asked what it is" diagnosed 2 \
		"BAD   an INA226 answers at the address of the INA3221 $(ina_adapter)-0040"
	check_equal "by one word of it each time, and no more" "2 2" \
		"$(ina_reads 0xff) $(ina_reads all)"
	trial_done
}

case_a_chip_with_its_driver_is_found() {
	trial
	modprobe ina3221
	check "with the driver it is found" diagnosed 2 "1 INA3221 with a driver" \
		"ina3221 is loaded, railglow's own"
	check_fails "... and nothing is to be done about it" out_has "modprobe ina3221"
	trial_done
}

case_programs_that_read_the_drivers_files_are_told_of() {
	local packages
	trial
	modprobe ina3221
	run doctor
	packages=/usr/local/lib/python3.11/dist-packages
	check_fails "programs that are not there are not told of" grep -qi "jtop\|zeus" /tmp/out
	mkdir -p /srv/venv/lib/python3.11/site-packages/jtop/core
	: >/srv/venv/lib/python3.11/site-packages/jtop/core/power.py
	check_fails "... nor is one in an environment that is not active" \
		diagnosed 2 "jetson-stats (jtop) is installed"
	export VIRTUAL_ENV=/srv/venv
	check "in one that is active jetson-stats is found" diagnosed 2 \
		"ok    jetson-stats (jtop) is installed and reads these files as they are"
	unset VIRTUAL_ENV
	mkdir -p $packages/jtop/core $packages/zeus/device/soc
	: >$packages/jtop/core/power.py
	check "jetson-stats is found, and reads what the driver shows by default" diagnosed 2 \
		"ok    jetson-stats (jtop) is installed and reads these files as they are"
	: >$packages/zeus/device/soc/jetson.py
	check "Zeus is found, and takes power for another unit" diagnosed 2 \
		"BAD   Zeus is installed and takes power*_input for mW" "1000 times too much" \
		"options ina3221 files=intree"
	modprobe -r ina3221
	modprobe ina3221 files=intree
	check "with the files of the in-tree driver both are right" diagnosed 2 \
		"ok    jetson-stats" "ok    Zeus"
	modprobe -r ina3221
	modprobe ina3221 files=all
	check "with all files the one dies, which has a remedy" diagnosed 2 \
		"BAD   jetson-stats (jtop) is installed and crashes on labels of files=all" \
		"options ina3221 files=most"
	rm -r /usr/local/lib/python3.11 /srv/venv
	trial_done
}

# An INA226 and the INA3221 both answer, and a bit that either pulls low is low. The kernel's log
# remembers that, and the doctor reads it: cases about a chip without its driver come before this one.
case_a_second_chip_at_the_address_is_told_of() {
	modprobe i2c-dev
	ina_board both rail0/label=VDD_CPU
	ina_live
	ina_fault "corrupt register=0xff on=read xor=0x1000 count=forever"
	modprobe ina3221
	check "a second chip at the address is told of by what the two say together" diagnosed 2 \
		"BAD   an INA226 answers at the address of the INA3221 $(ina_adapter)-0040" "0x2220" \
		"another address"
	ina_fault none
	check "no longer, once it is gone, whatever the log remembers" diagnosed 2 \
		"1 INA3221 with a driver"
	check_fails "... nor anything of it" out_has INA226
	ina_unboard
	modprobe -r ina3221 i2c-dev
}

case_a_second_chip_kept_the_driver_away() {
	modprobe i2c-dev
	ina_board typed bind=none
	ina_live
	ina_fault "corrupt register=0xff on=read xor=0x1000 count=forever"
	modprobe ina3221
	echo ina3221 0x40 >"/sys/bus/i2c/devices/i2c-$(ina_adapter)/new_device"
	check "one that kept the driver away is told of, by the kernel's log" diagnosed 2 \
		"INA226 answers" \
		"1 INA3221 named by firmware without a driver"
	as_nobody railglow doctor >/tmp/out 2>/tmp/err
	check_equal "a user who may not read the log is not bothered with that" "" "$(cat /tmp/err)"
	echo 0x40 >"/sys/bus/i2c/devices/i2c-$(ina_adapter)/delete_device"
	ina_unboard
	modprobe -r ina3221 i2c-dev
}

case_without_a_chip_it_says_how_to_tell_of_one() {
	modprobe i2c-dev
	modprobe ina3221
	ina_board stranger bind=none
	ina_live
	echo dummy 0x40 >"/sys/bus/i2c/devices/i2c-$(ina_adapter)/new_device"
	check "without a chip it says how to tell the kernel of one" diagnosed 2 \
		"no INA3221 is known"
	echo 0x40 >"/sys/bus/i2c/devices/i2c-$(ina_adapter)/delete_device"
	ina_unboard
	modprobe -r ina3221 i2c-dev
}

case_the_triggers_of_the_kernel_will_do() {
	machine
	check "the kernel's own trigger will do, which it says" diagnosed 0 \
		"in-tree ledtrig-pattern is loaded: most of railglow works" "of which you may drive"
	check "... and patterns are played with it" run led play status breathe
	check "a curve, which only railglow's trigger has, is refused with the reason" \
		refuses 2 "curve" led play status --curve perceptual breathe
	check "the LED can be stopped" run led stop status
	machine_done
}

case_users_are_told_what_they_may_not() {
	machine
	check "a user who may not write is told" as_nobody railglow doctor
	as_nobody railglow doctor >/tmp/out 2>/tmp/err
	check "... that limits are root's" out_has "limits may be set by root only"
	check "... that LEDs are" out_has "writable by root only"
	check "... and capture" out_has "the capture device may be read by root only"
	check "... with sudo as the remedy" out_has "sudo railglow"
	machine_done
}

case_users_may_read_but_not_write() {
	machine
	check "reading rails is for everybody" as_nobody railglow rails
	as_nobody railglow limit VDD_CPU warning 1 >/tmp/out 2>/tmp/err
	check_equal "a limit that may not be set is status 2" 2 $?
	check "... for that reason" err_has "limits may only be set by root; try sudo"
	as_nobody railglow led play status breathe >/tmp/out 2>/tmp/err
	check_equal "so is an LED" 2 $?
	check "... for that reason" err_has "ermission"
	as_nobody railglow record --duration 1s --out /tmp/nobody.csv >/tmp/out 2>/tmp/err
	check_equal "... and a capture" 2 $?
	check "... for that reason" err_has "try sudo"
	machine_done
}

case_there_are_no_colours_without_a_terminal() {
	machine
	run doctor
	check_fails "without a terminal there are no colours" grep -q "$(printf '\033')" /tmp/out
	machine_done
}

case_a_library_that_is_missing_is_told_of() {
	machine
	RAILGLOW_SHARE=/nowhere
	check "a library that is missing is told of" diagnosed 0 \
		"the pattern library is not installed"
	RAILGLOW_SHARE=/share
	machine_done
}

cases
