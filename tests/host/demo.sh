# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The demo shows what the README says, on a small terminal, and does not pass when a part of it
# did not happen.

. tests/vm/lib/ktap.sh

scratch=$(mktemp -d)
out=build/tests/demo
said=$scratch/said

# summary: the end of what was said
summary() {
	sed -n '/^== what was seen/,$p' "$said"
}

# readme: the same as the README shows it
readme() {
	awk '/^\$ make demo$/ { on = 1; next } /^```/ { on = 0 } on' README.md | sed '/^\.\.\.$/d'
}

# made FILE...: are in the folder, with something in them
made() {
	local each
	for each in "$@"; do
		[ -s "$out/$each" ] || { echo "no $each"; return 1; }
	done
}

# named FILE...: by the summary
named() {
	local each
	for each in "$@"; do
		summary | grep -qwF "$each" || { echo "no word of $each"; return 1; }
	done
}

# alike: readings may differ by a step or two of the load, as kernels and QEMUs of other releases
# take other times to get there, periods by the slack of a timer, a recording by a scan or two; the release and the folder do
# differ
alike() {
	local each
	for each in summary readme; do
		$each | sed "s,build/tests/demo,build/demo,; s/Linux [0-9][^ ]*/Linux RELEASE/
			s/off by [+-]0[.][0-9]*/off by less than 1/
			s/, [0-2] dropped/, two dropped at most/" >"$scratch/$each"
	done
	awk -v other="$scratch/readme" -v part=10 -f tests/vm/lib/alike.awk "$scratch/summary" && return
	diff "$scratch/readme" "$scratch/summary"
	return 1
}

plan
check "the demo passes" sh -c "vm/demo '' $out >$said 2>&1"
check_between "no line is wider than 80 columns" 60 80 "$(LC_ALL=C.UTF-8 wc -L <"$said")"
check_between "its summary fits a screen" 12 22 "$(summary | wc -l)"
check "the README shows that summary" alike
set -- rails.svg square.svg onoff.svg triangle.svg rails.csv record.txt iio_info.txt
check "pictures and data are there" made "$@"
check "the summary names them" named "$@"
check_between "all that iio_info said is kept" 100 500 "$(wc -l <$out/iio_info.txt)"

printf '#!/bin/sh\necho no chip\nexit 1\n' >"$scratch/sensors"
chmod 755 "$scratch/sensors"
check_fails "a demo in which sensors fails does not pass" \
	sh -c "PATH=$scratch:\$PATH vm/demo '' $out >$said 2>&1"
check_equal "it sums nothing up then" "" "$(summary)"
rm -rf "$scratch" $out

finish
