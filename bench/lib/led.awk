# SPDX-License-Identifier: GPL-2.0-only
#
# Computes figures of one pattern as it was played, from the files that bench/guest/led.sh left.
#
#	awk -f led.awk -v tuples="b d b d .." rest NAME.before NAME.after NAME.timers NAME.trace
#
# Prints on one line:
#	period_ms	mean distance from one start of the pattern to the next
#	drift_us	how much the last of these starts came later than the first, against
#			as many periods as written
#	error, first	mean distance over time from the exact waveform, in levels: of all that
#			was played, and of the first period alone
#	wakes_s, wakes	runs of the trigger's timer functions, per second and per period
#	sets		how often the LED was set
#	instr_min	instructions in a minute of the pattern beyond those of a minute without
#	instr_set	of these, for each time the LED was set
#	in_timer	instructions from timer_expire_entry to timer_expire_exit, mean
#
# The pattern starts when the LED is first set, which is kind to a trigger that waits for
# a tick before it does so. The processor runs one instruction each nanosecond, or idles.
# Doubles hold whole nanoseconds up to 104 days.

BEGIN {
	wakes = starts = records = 0
	count = split(tuples, word, " ") / 2
	for (i = 0; i < count; i++) {
		level[i] = word[2 * i + 1]
		length_ns[i] = word[2 * i + 2] * 1000000
		start_of[i] = period_ns
		period_ns += length_ns[i]
	}
	start_of[count] = period_ns
}

FNR == 1 { nth_file++ }

nth_file == 1 && $1 == "now" { rest_ns = $3 }
nth_file == 1 && $1 == ".idle_sleeptime" { take_rest($3) }

nth_file ~ /2|3/ && $1 == "now" { now_ns[nth_file] = $3 }
nth_file ~ /2|3/ && $1 == ".idle_sleeptime" { idle_ns[nth_file] = $3 }

# TASK CPU FLAGS TIME: EVENT: timer=POINTER function=NAME [MODULE] ..
nth_file == 4 && /timer_expire_entry/ && /\[ledtrig_pattern\]/ {
	wake_ns[wakes] = $4 + 0
	entered[timer_of($6)] = $4 + 0
	wakes++
}

nth_file == 4 && /timer_expire_exit/ && timer_of($6) in entered {
	in_timer_ns += $4 - entered[timer_of($6)]
	delete entered[timer_of($6)]
}

nth_file == 5 { take_record($1, $2) }

# Rest is several spans, each beginning where the last one ended; the quietest counts.
function take_rest(rest_idle_ns, share) {
	share = 1 - (rest_idle_ns - rest_last_idle_ns) / (rest_ns - rest_last_ns)
	if (rests++ && (rests == 2 || share < rest_share))
		rest_share = share
	rest_last_ns = rest_ns
	rest_last_idle_ns = rest_idle_ns
}

function timer_of(word) {
	sub(/.*=/, "", word)
	return word
}

# Each record holds from its own time to that of the next.
function take_record(time_ns, shown) {
	if (!records)
		first_ns = time_ns
	else
		add_error(last_ns - first_ns, time_ns - first_ns, last_level)
	if (records && shown < last_level)
		lowest_ns = time_ns
	if (records && shown > last_level && lowest_ns)
		take_start(lowest_ns)
	records++
	last_ns = time_ns
	last_level = shown
}

# A period starts where levels turn upwards, whatever the lowest one is.
function take_start(time_ns) {
	if (!starts)
		first_start_ns = time_ns
	last_start_ns = time_ns
	starts++
	lowest_ns = 0
}

# add_error(FROM, TO, SHOWN): the distance from the exact waveform, integrated piece by piece
function add_error(from, to, shown, lap, i, low, high) {
	while (from < to) {
		lap = int(from / period_ns) * period_ns
		for (i = count - 1; start_of[i] > from - lap; i--)
			;
		low = from
		high = lap + start_of[i + 1]
		if (high > to)
			high = to
		area = integral(i, low - lap, high - lap, shown)
		error_area += area
		if (low < period_ns)
			first_area += area
		from = high
	}
}

function exact(i, position, climb) {
	climb = level[(i + 1) % count] - level[i]
	if (length_ns[i] < 50000000 || abs(climb) <= 1)
		return level[i]
	return level[i] + climb * (position - start_of[i]) / length_ns[i]
}

# Sum of |shown - exact| within one tuple, where exact is a line.
function integral(i, low, high, shown, a, b) {
	a = exact(i, low) - shown
	b = exact(i, high) - shown
	if (a * b >= 0)
		return (high - low) * (abs(a) + abs(b)) / 2
	return (high - low) * (a * a + b * b) / (2 * abs(a - b))
}

function abs(x) {
	return x < 0 ? -x : x
}

# Wakeups in as many whole periods as were traced; no two are closer than the margin.
function wakes_per_period(period, margin, whole, end, n, i) {
	margin = 2000000
	if (!wakes)
		return 0
	whole = int((wake_ns[wakes - 1] - wake_ns[0] + margin) / period)
	if (!whole)
		return -1
	end = wake_ns[0] + whole * period - margin
	for (i = 0; i < wakes && wake_ns[i] < end; i++)
		n++
	return n / whole
}

END {
	if (starts < 2 || !wakes || wakes == 1)
		exit 1
	measured = (last_start_ns - first_start_ns) / (starts - 1)
	drift_ns = last_start_ns - first_start_ns - (starts - 1) * period_ns
	played_ns = now_ns[3] - now_ns[2]
	spent = played_ns * (1 - rest_share) - (idle_ns[3] - idle_ns[2])
	printf "%.3f %.1f %.3f %.3f %.2f %.2f %d %.0f %.0f %.0f\n", measured / 1e6, drift_ns / 1e3,
		error_area / (last_ns - first_ns), first_area / period_ns,
		(wakes - 1) * 1e9 / (wake_ns[wakes - 1] - wake_ns[0]), wakes_per_period(measured),
		records - 1, spent * 60e9 / played_ns, spent / (records - 1),
		in_timer_ns / wakes
}
