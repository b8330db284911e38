# SPDX-License-Identifier: GPL-2.0-only
#
# Computes the mean level error that a pattern may have when it is played as specified.
#
#	awk -f allowance.awk -v tuples="b d b d .." -v interval_ms=50 -v slack_ms=4 -v edge_ms=1
#
# Half a level for rounding. On ramps, a level that is held for an interval (and what the
# timer may be late) is wrong by half of what the ramp climbs meanwhile, in the mean. Where
# levels jump, the whole jump is missing for as long as an edge may be late.

BEGIN {
	latency_ms = 0.1
	count = split(tuples, word, " ") / 2
	for (i = 0; i < count; i++) {
		level = word[2 * i + 1]
		length_ms = word[2 * i + 2]
		next_level = word[2 * ((i + 1) % count) + 1]
		if (length_ms == 0)
			continue
		jumps += jump(level)
		left = level
		if (length_ms >= 50 && distance(level, next_level) > 1) {
			climbed += distance(level, next_level)
			left = next_level
		}
		period_ms += length_ms
	}
	jumps += jump(word[1])
	held_ms = interval_ms + slack_ms + latency_ms
	printf "%.3f\n", 0.5 + (climbed * held_ms / 2 + jumps * (edge_ms + latency_ms)) / period_ms
}

function distance(a, b) {
	return a > b ? a - b : b - a
}

# From where the tuple before left the level; the first tuple is looked at again at the end.
function jump(to) {
	return period_ms ? distance(left, to) : 0
}
