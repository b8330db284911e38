#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=virtual modules="i2c-dev railglow-board"
#        programs="i2ctransfer i2cget i2cset"
#
# The bus of a board: registers over I2C and SMBus, what the trace and the counters say,
# how long transfers take, and every kind of fault.

. /lib/railglow/ktap.sh
. /lib/railglow/boards.sh

# trace BOARD: the messages as "address kind register word error bits"
trace() {
	cut -d' ' -f3-8 "$board_debug/$1/transfers"
}

# cleared BOARD COMMAND...: only what the command does is then on record
cleared() {
	board_clear "$1"
	shift
	"$@"
}

violation() {
	figure "$(chip_debug desk pmic counters)" "violation-$1"
}

# two_chips: at 0x40 and 0x43, with 3.304 V on the first rail of the second
two_chips() {
	board_make desk
	board_chip desk pmic bind=none
	board_chip desk second bind=none address=0x43
	echo 3304000 >"$(chip_debug desk second rail0_bus_uv)"
	board_live desk
}

case_registers_are_read_and_written() {
	two_chips
	check_equal "the manufacturer is TI" 0x5449 "$(reg_read desk 0x40 0xfe)"
	check_equal "the die is an INA3221" 0x3220 "$(reg_read desk 0x40 0xff)"
	check_equal "CONFIG has its reset value" 0x7127 "$(reg_read desk 0x40 0x00)"
	check_equal "a limit has its reset value" 0x7ff8 "$(reg_read desk 0x40 0x07)"
	check "a limit can be written" reg_write desk 0x40 0x07 0x3e80
	check_equal "... and reads back" 0x3e80 "$(reg_read desk 0x40 0x07)"
	check_equal "the chip at the other address is another one" 0x7ff8 \
		"$(reg_read desk 0x43 0x07)"
	sleep 0.1
	check_equal "3.304 V are 413 steps of 8 mV" 0x0ce8 "$(reg_read desk 0x43 0x02)"
	check_equal "nobody answers at another address" \
		"No such device or address" "$(transfer desk r2@0x41 | reason)"

	check_equal "a scan of the bus finds both" "40 43" \
		"$(i2cdetect -y "$(bus_number desk)" 0x40 0x4f | tr ' ' '\n' | grep -x '4[0-9]' | tr '\n' ' ' | sed 's/ $//')"
	board_unmake desk
}

case_the_trace_has_each_message() {
	local file
	two_chips
	cleared desk reg_read desk 0x40 0xfe >/dev/null
	check_equal "a register read is a pointer and a word on the trace" \
		"0x40 p 0xfe 0x0000 0 19;0x40 r 0xfe 0x5449 0 28;" "$(trace desk | tr '\n' ';')"
	check_equal "these are two messages" 2 "$(board_figure desk messages)"
	check_equal "... in one transfer" 1 "$(board_figure desk transfers)"
	check_equal "... of 48 bits with START and STOP" 48 "$(board_figure desk bits)"
	check_equal "both have the number of that transfer" "1 1" \
		"$(cut -d' ' -f2 "$board_debug/desk/transfers" | tr '\n' ' ' | sed 's/ $//')"
	cleared desk transfer desk r2@0x40 >/dev/null
	check_equal "a read without pointer reads the same register again" \
		"0x40 r 0xfe 0x5449 0 28" "$(trace desk)"
	cleared desk reg_write desk 0x40 0x08 0x1230
	check_equal "a write is one message with its word" "0x40 w 0x08 0x1230 0 37" "$(trace desk)"
	cleared desk transfer desk r2@0x41 >/dev/null
	check_equal "a message that nobody acknowledges costs its address" \
		"0x41 r 0x00 0x0000 -6 10" "$(trace desk)"
	cleared desk transfer desk w3@0x50 1 2 3 >/dev/null
	check_equal "... however long it was to be" "0x50 w 0x01 0x0000 -6 10" "$(trace desk)"
	check_equal "... and is counted as an error" 1 "$(board_figure desk errors)"
	board_clear desk
	check_equal "clearing empties the trace" "" "$(trace desk)"
	check_equal "... and the counters" "0 0 0 0 0 0 0 0" \
		"$(sed 's/.* //' "$board_debug/desk/counters" | tr '\n' ' ' | sed 's/ $//')"
	for file in transfers counters chips/pmic/pins chips/pmic/registers chips/pmic/counters; do
		check_says "$file is not for writing" "not permitted" write_to \
			"$board_debug/desk/$file" 1
	done
	check_says "clear takes 1 only" "Invalid argument" write_to "$board_debug/desk/clear" 2
	board_unmake desk
}

case_violations_are_counted() {
	two_chips
	reg_write desk 0x40 0x07 0x3e80
	reg_read desk 0x40 0x07 >/dev/null
	reg_read desk 0x40 0x0f >/dev/null
	transfer desk r2@0x40 >/dev/null
	check_equal "an access that the datasheet knows is not a violation" "0 0 0 0 0" \
		"$(sed -n 's/^violation-.* //p' "$(chip_debug desk pmic counters)" | tr '\n' ' ' | sed 's/ $//')"
	reg_write desk 0x40 0xfe 0x1234
	check_equal "a write to a read-only register is counted" 1 "$(violation read-only-register)"
	reg_write desk 0x40 0x07 0x3e87
	check_equal "a write to read-only bits is counted" 1 "$(violation read-only-bits)"
	reg_read desk 0x40 0x12 >/dev/null
	check_equal "a read of no register is counted" 1 "$(violation unlisted-read)"
	reg_write desk 0x40 0x12 0
	check_equal "a write to no register is counted" 1 "$(violation unlisted-write)"
	transfer desk w1@0x40 0xfe r4 >/dev/null
	check_equal "a read of four bytes is counted" 1 "$(violation length)"
	board_unmake desk
}

case_looking_at_registers_is_not_reading_them() {
	two_chips
	reg_read desk 0x40 0x0f >/dev/null
	reg_read desk 0x40 0x0f >/dev/null
	check_equal "reads of Mask/Enable are counted" 2 \
		"$(figure "$(chip_debug desk pmic counters)" mask_reads)"
	cat "$(chip_debug desk pmic registers)" >/dev/null
	check_equal "looking at all registers is not a read" 2 \
		"$(figure "$(chip_debug desk pmic counters)" mask_reads)"
	check_equal "... and shows what a read would" "0xfe 0x5449" \
		"$(grep 0xfe "$(chip_debug desk pmic registers)")"
	board_unmake desk
}

# Time, from the trace: a word read ends 48 bit times after its START, but for the STOP.
took_ns() {
	cleared "$1" reg_read "$1" 0x40 0xfe >/dev/null
	board_figure "$1" busy_ns
}

case_a_transfer_takes_as_long_as_its_bits() {
	two_chips
	check_between "at 400 kHz a register read takes 120 us" 120000 135000 "$(took_ns desk)"
	board_unmake desk
	board_make slow bus_clock_hz=100000
	board_chip slow pmic bind=none
	board_live slow
	check_between "at 100 kHz it takes 480 us" 480000 500000 "$(took_ns slow)"
	board_unmake slow
}

uptime_cs() {
	awk "{ print int(\$1 * 100) }" /proc/uptime
}

case_the_caller_waits_for_its_bits() {
	local before
	board_make slow bus_clock_hz=100000
	board_chip slow pmic bind=none
	board_live slow
	before=$(uptime_cs)
	for _ in $(seq 10); do
		transfer slow w1@0x40 0x00 r2 w1@0x40 0x01 r2 w1@0x40 0x02 r2 w1@0x40 0x03 r2 w1@0x40 0x04 r2 \
			w1@0x40 0x05 r2 w1@0x40 0x06 r2 w1@0x40 0x07 r2 w1@0x40 0x08 r2 w1@0x40 0x09 r2 >/dev/null
	done
	check_between "the caller waits for its bits: 100 registers of 47 bits are 47 ms" 4 100 \
		"$(($(uptime_cs) - before))"
	check_between "their messages are 190 and 280 us apart" 469 471 \
		"$(awk '$4 == "r" { if (last && $2 == transfer) print int(($1 - last) / 1000); last = $1; transfer = $2 }' \
			"$board_debug/slow/transfers" | sort -u | tr '\n' ' ' | sed 's/ $//')"
	board_unmake slow
}

case_a_fast_bus_has_a_master_code() {
	board_make fast bus_clock_hz=2440000
	board_chip fast pmic bind=none
	board_live fast
	check_between "at 2.44 MHz it takes 20 us and the master code 25 us" 44000 60000 \
		"$(took_ns fast)"
	board_unmake fast
}

case_a_clock_above_that_of_the_chip() {
	board_make fast bus_clock_hz=2500000
	board_chip fast pmic bind=none
	board_chip fast other bind=none address=0x41 "switches=bus-rate 2940000"
	board_live fast
	check_equal "a clock above the chip's is not acknowledged" \
		"No such device or address" "$(reg_read fast 0x40 0xfe | reason)"
	check_equal "one with the faster bus rate does" 0x5449 "$(reg_read fast 0x41 0xfe)"
	board_unmake fast
}

case_a_bus_that_takes_no_time() {
	board_make instant bus_sleeps=0
	board_chip instant pmic bind=none
	board_live instant
	check_equal "without sleeping the same is read" 0x5449 "$(reg_read instant 0x40 0xfe)"
	check_equal "... and as many bits are counted" 48 "$(board_figure instant bits)"
	board_unmake instant
}

case_an_adapter_of_smbus_words() {
	local bus
	board_make words functionality=smbus-word
	board_chip words pmic bind=none
	board_live words
	bus=$(bus_number words)
	check_equal "SMBus words have their bytes swapped" 0x4954 "$(i2cget -y "$bus" 0x40 0xfe w)"
	check "a word can be written" i2cset -y "$bus" 0x40 0x07 0x803e w
	check_equal "the chip has got it the right way round" "0x07 0x3e80" \
		"$(grep 0x07 "$(chip_debug words pmic registers)")"
	check_fails "plain I2C is not offered" transfer words w1@0x40 0xfe r2
	check_fails "SMBus bytes of registers are not offered" i2cget -y "$bus" 0x40 0xfe b
	check_fails "SMBus blocks are not offered" i2cget -y "$bus" 0x40 0xfe i
	check_equal "nothing of that reached the chip" 0 \
		"$(figure "$(chip_debug words pmic counters)" violation-length)"
	board_unmake words
}

case_addresses_and_data_are_not_acknowledged() {
	two_chips
	board_fault desk "nack register=0xfe on=read"
	check_equal "an address that is not acknowledged is ENXIO" "No such device or address" \
		"$(reg_read desk 0x40 0xfe | reason)"
	check_equal "it happens once" 0x5449 "$(reg_read desk 0x40 0xfe)"
	check_equal "the rule says so" "nack register=0xfe struck=1 left=0" \
		"$(cat "$board_debug/desk/faults")"
	board_fault desk none
	check_equal "none takes all rules back" "" "$(cat "$board_debug/desk/faults")"
	board_fault desk "nack-data"
	check_equal "data that is not acknowledged is EIO" "Input/output error" \
		"$(reg_write desk 0x40 0x07 0 | reason)"
	board_unmake desk
}

case_arbitration_is_lost() {
	two_chips
	board_fault desk "arbitration count=2"
	check_equal "lost arbitration is EAGAIN" "Resource temporarily unavailable" \
		"$(reg_read desk 0x40 0xfe | reason)"
	reg_read desk 0x40 0xfe >/dev/null
	check_equal "it happens as often as was said" 0x5449 "$(reg_read desk 0x40 0xfe)"
	board_unmake desk
}

case_messages_time_out() {
	two_chips
	board_fault desk "timeout after=1"
	check_equal "a message that is let pass first is let pass" "Connection timed out" \
		"$(cleared desk reg_read desk 0x40 0xfe | reason)"
	check_between "a timeout takes 35 ms" 35000000 35200000 "$(board_figure desk busy_ns)"
	board_unmake desk
}

case_words_are_corrupted() {
	two_chips
	board_fault desk "corrupt xor=0x0100 register=0xfe count=forever"
	check_equal "a corrupted word has the bits flipped that were named" "0x5549 0x5549" \
		"$(reg_read desk 0x40 0xfe) $(reg_read desk 0x40 0xfe)"
	check_equal "other registers are not" 0x3220 "$(reg_read desk 0x40 0xff)"
	board_fault desk none
	board_fault desk "corrupt seed=3"
	check_fails "without bits to flip, some are" test "$(reg_read desk 0x40 0xfe)" = 0x5449
	board_fault desk "corrupt xor=0x0008 on=write"
	reg_write desk 0x40 0x07 0x3e80
	check_equal "a word is corrupted on its way to the chip, too" 0x3e88 \
		"$(reg_read desk 0x40 0x07)"
	board_unmake desk
}

case_nobody_drives_the_bus() {
	two_chips
	board_fault desk "ones register=0xfe"
	check_equal "a bus that nobody drives reads as ones" "0xffff 0x5449" \
		"$(reg_read desk 0x40 0xfe) $(reg_read desk 0x40 0xfe)"
	board_unmake desk
}

case_messages_are_slow() {
	two_chips
	board_fault desk "slow us=5000 address=0x43"
	cleared desk reg_read desk 0x40 0xfe >/dev/null
	check_between "another chip is not slow" 100000 140000 "$(board_figure desk busy_ns)"
	cleared desk reg_read desk 0x43 0xfe >/dev/null
	check_between "a slow message takes that much longer" 5100000 5140000 \
		"$(board_figure desk busy_ns)"
	board_unmake desk
}

case_a_power_cycle_resets_the_chip() {
	two_chips
	reg_write desk 0x40 0x07 0x1000
	board_fault desk "power-cycle register=0x07 on=pointer"
	check_equal "a power cycle resets the chip" 0x7ff8 "$(reg_read desk 0x40 0x07)"
	board_fault desk "power-cycle register=0x07 on=read"
	check_equal "... and its pointer" 0x7127 "$(reg_read desk 0x40 0x07)"
	board_unmake desk
}

case_a_stuck_chip_is_never_ready() {
	two_chips
	reg_write desk 0x40 0x00 0x7127
	board_fault desk "stuck"
	reg_read desk 0x40 0x0f >/dev/null
	sleep 0.1
	check_equal "a stuck chip is never ready" 0x0002 "$(reg_read desk 0x40 0x0f)"
	check_equal "it says so" 1 "$(cat "$(chip_debug desk pmic stuck)")"
	echo 0 >"$(chip_debug desk pmic stuck)"
	sleep 0.1
	check_equal "freed, it gets ready again" 0x0003 "$(reg_read desk 0x40 0x0f)"
	board_unmake desk
}

case_faults_strike_at_random() {
	local failed
	two_chips
	board_fault desk "nack one_in=10 seed=1 on=pointer"
	failed=0
	for _ in $(seq 40); do
		reg_read desk 0x40 0xfe >/dev/null || failed=$((failed + 1))
	done
	check_between "one in ten at random is about four of forty" 1 10 "$failed"
	check_equal "the rule counts the same" "nack struck=$failed left=forever" \
		"$(cat "$board_debug/desk/faults")"
	board_fault desk none
	board_unmake desk
}

case_a_chip_without_power_does_not_answer() {
	two_chips
	echo 0 >"$(chip_debug desk pmic powered)"
	check_equal "a chip without power does not answer" "No such device or address" \
		"$(reg_read desk 0x40 0xfe | reason)"
	check_equal "... nor has it registers" "" "$(cat "$(chip_debug desk pmic registers)")"
	echo 1 >"$(chip_debug desk pmic powered)"
	check_equal "with power it does" 0x5449 "$(reg_read desk 0x40 0xfe)"
	board_unmake desk
}

case_a_failing_supply_does_not_switch_a_chip_on() {
	two_chips
	board_fault desk "power-cycle"
	echo 0 >"$(chip_debug desk pmic powered)"
	check_equal "a failing supply does not switch it on" "No such device or address" \
		"$(cleared desk reg_read desk 0x40 0xfe | reason)"
	check_equal "... which takes as long as its address" "0x40 p 0xfe 0x0000 -6 10" \
		"$(trace desk)"
	check_equal "its supply is off still" 0 "$(cat "$(chip_debug desk pmic powered)")"
	board_fault desk none
	board_unmake desk
}

case_texts_that_are_not_rules_are_refused() {
	local refused bad
	two_chips
	refused=0
	for bad in nonsense "" "nack register=0x100" "nack count=0" "nack one_in=0" "nack address=0x80" \
		"nack on=both" "nack count" "nack count=" "nack colour=red" "corrupt xor=0" "corrupt on=pointer" \
		"nack-data on=read" "slow us=1000001" "nack nack" "ones on=write" "other-write to=0" \
		"other-read" "nack word=1"; do
		case $(write_to "$board_debug/desk/faults" "$bad" 2>&1) in
		*'Invalid argument'*) refused=$((refused + 1)) ;;
		*) diag "taken: $bad" ;;
		esac
	done
	check_equal "a text that is not a rule is refused" 19 "$refused"
	check_equal "... and adds none" "" "$(cat "$board_debug/desk/faults")"
	board_unmake desk
}

case_sixteen_rules_are_the_most() {
	two_chips
	for _ in $(seq 16); do
		board_fault desk "nack address=0x7f"
	done
	check_says "more than 16 rules do not fit" "No space left" board_fault desk "nack"
	board_unmake desk
}

cases
