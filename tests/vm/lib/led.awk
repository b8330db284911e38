# SPDX-License-Identifier: GPL-2.0-only
#
# Holds the trace of an LED ("time_ns level" lines) against the closed form of its pattern.
#
#	awk -f led.awk -v tuples="b d b d .." -v start=NS TRACE
#
# Says, each as "name number":
#	records		how many times the LED was set
#	off_by		largest distance of a level from the exact one, in levels
#	gap_us		least time between two records within one ramp, 0 if there are none
#	edges		records that are the first of a tuple and had to come at its start
#	early_us, late_us	least and largest time from a tuple's start to its edge
#	periods		whole periods that were seen
#
# Times are exact: a double holds whole nanoseconds up to 104 days.

BEGIN {
	count = split(tuples, word, " ") / 2
	period = 0
	for (i = 0; i < count; i++) {
		level[i] = word[2 * i + 1]
		length_ns[i] = word[2 * i + 2] * 1000000
		starts[i] = period
		period += length_ns[i]
	}
	gap = early = 1e18
}

function tuple_at(position, i) {
	for (i = count - 1; starts[i] > position || !length_ns[i]; i--)
		;
	return i
}

function ramps(i, climb) {
	climb = level[(i + 1) % count] - level[i]
	return length_ns[i] >= 50000000 && (climb > 1 || climb < -1)
}

function exact(i, position) {
	if (!ramps(i))
		return level[i]
	return level[i] + (level[(i + 1) % count] - level[i]) * (position - starts[i]) / length_ns[i]
}

{
	lap = int(($1 - start) / period)
	position = $1 - start - lap * period
	i = tuple_at(position)
	error = $2 - exact(i, position)
	if (error < 0)
		error = -error
	if (error > off_by)
		off_by = error

	same = NR > 1 && lap == last_lap && i == last_tuple
	if (same && ramps(i) && $1 - last < gap)
		gap = $1 - last
	if (!same && NR > 1 && last_level != level[i]) {
		edges++
		if (position - starts[i] > late)
			late = position - starts[i]
		if (position - starts[i] < early)
			early = position - starts[i]
	}
	last = $1
	last_lap = lap
	last_tuple = i
	last_level = $2
}

END {
	if (gap == 1e18)
		gap = 0
	if (!edges)
		early = 0
	printf "records %d\noff_by %.3f\ngap_us %d\n", NR, off_by, gap / 1000
	printf "edges %d\nearly_us %d\nlate_us %d\nperiods %d\n", edges, early / 1000, late / 1000, lap
}
