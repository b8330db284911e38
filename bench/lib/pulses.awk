# SPDX-License-Identifier: GPL-2.0-only
#
# Random alarms: input scripts for three rails, and the list of what should be reported.
#
#	awk -f pulses.awk -v count=1000 -v seed=1 -v folder=DIR
#
#	DIR/rail0, rail1, rail2		scripts (docs/model.md), shunt voltages over 10 mohm
#	DIR/list			"milliseconds attribute" for each pulse, in order
#	DIR/end				seconds until all is over
#
# A pulse goes above the warning limit, or above both limits; it is longer than two cycles
# of the chip's default setting (6.6 ms each), so that the chip cannot miss it, and ends
# long before the next one.

function random(below) {
	seed = seed * 16807 % 2147483647
	return int(seed / 2147483647 * below)
}

BEGIN {
	pulse_ms = 15
	at_ms = 2000
	for (i = 0; i < count; i++) {
		rail = random(3)
		critical = random(2)
		printf "hold %dms 10mV; hold %dms %s;\n", at_ms - over_ms[rail], pulse_ms,
			critical ? "120mV" : "60mV" >(folder "/rail" rail)
		over_ms[rail] = at_ms + pulse_ms
		printf "%d curr%d_%s_alarm\n", at_ms, rail + 1,
			critical ? "crit" : "max" >(folder "/list")
		at_ms += 100 + random(60)
	}
	for (rail = 0; rail < 3; rail++)
		print "10mV" >(folder "/rail" rail)
	print int(at_ms / 1000) + 1 >(folder "/end")
}
