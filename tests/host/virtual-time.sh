# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Virtual time is worth something only if it repeats to the nanosecond.

. tests/vm/lib/ktap.sh
. scripts/lib/say.sh
. scripts/lib/kernel_series.sh

scratch=$(mktemp -d)
cat >"$scratch/script" <<'END'
for i in 1 2 3 4 5 6 7 8 9 10; do
	sleep 0.037
	date +%s.%N
	ls -lR /proc/sys/kernel | md5sum >/dev/null
done
END

# shellcheck disable=SC2046 # series are words
set -- $(series_checked)
plan $((2 * $#))
for series in "$@"; do
	for run in 1 2; do
		vm/run --series "$series" --virtual "$scratch/script" >"$scratch/$series.$run"
	done
	check_equal "$series: ten times of a run are taken" 10 "$(wc -l <"$scratch/$series.1")"
	check "$series: two runs in virtual time agree to the nanosecond" \
		cmp "$scratch/$series.1" "$scratch/$series.2"
done
rm -rf "$scratch"
