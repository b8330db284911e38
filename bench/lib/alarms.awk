# SPDX-License-Identifier: GPL-2.0-only
#
# Compares the pulses of pulses.awk with the alarms that a monitor saw.
#
#	awk -f alarms.awk LIST REPORTS
#
# A pulse is reported if its attribute read 1 after it began and before the next pulse on
# the same rail. It is invented if no pulse that raises it began on that rail in the time it
# takes to be over, seen once more because it lasts, and come to by a monitor (150 ms). It is
# told twice if the attribute read 1 again although the pulse was over, and the cycle that saw
# its end, when it was read the first time.
# Prints: pulses, lost, invented, twice.

# The monitor's zero is a little before the first pulse's.
BEGIN {
	pulses = 0
	early_ms = 3
	pulse_ms = 15
	cycle_ms = 7
}

FNR == 1 { nth_file++ }

nth_file == 1 {
	at_ms[pulses] = $1
	attribute[pulses] = $2
	pulses++
	next
}

$2 == "live" {
	live_ms = $1 * 1000
	next
}

{
	now_ms = $1 * 1000 - live_ms
	i = last_pulse($2, now_ms)
	if (i < 0 || now_ms - at_ms[i] > 150)
		invented++
	else if ((i, $2) in told_ms && told_ms[i, $2] > at_ms[i] + pulse_ms + cycle_ms + early_ms)
		twice++
	if (i >= 0)
		told_ms[i, $2] = now_ms
	i = last_pulse(substr($2, 1, 5), now_ms)
	if (i >= 0 && attribute[i] == $2)
		reported[i] = 1
}

# The last pulse that began by now and raises the attribute (a critical one raises both),
# or has anything to do with the rail.
function last_pulse(what, now_ms, i) {
	for (i = pulses - 1; i >= 0; i--)
		if (at_ms[i] <= now_ms && (index(attribute[i], what) == 1 ||
		    what ~ /_max_/ && index(attribute[i], substr(what, 1, 5)) == 1))
			return i
	return -1
}

END {
	for (i = 0; i < pulses; i++)
		if (!(i in reported))
			lost++
	print pulses, lost + 0, invented + 0, twice + 0
}
