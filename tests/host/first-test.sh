# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The two tests of docs/first-test.md, as they are printed: they fail as it says and pass once the
# expectation is right.

. tests/vm/lib/ktap.sh
. scripts/lib/kernel_series.sh

scratch=$(mktemp -d)
page=docs/first-test.md

# block LANGUAGE: the page's listing in that language; plain ones are what is printed
block() {
	awk -v fence="\`\`\`$1" '$0 == fence && !on { on = 1; next } /^```/ { on = 0 } on' "$page"
}

# prints FILE TEXT...: each line of a printed result is among the lines of FILE
prints() {
	block "" | grep -F -e "$2" -A 2 | while read -r line; do
		grep -qF -e "$line" "$1" || echo "$line"
	done
}

unit() {
	(cd "$scratch" && cc -I"$OLDPWD" -o unit tests/unit/test_first.c "$OLDPWD"/core/*.c -lcmocka) &&
		CMOCKA_MESSAGE_OUTPUT=TAP "$scratch/unit" >"$scratch/said" 2>&1
}

guest() {
	vm/run --virtual --series "$rg_series_default" --modules "railglow-board ina3221" \
		"$scratch/first.sh" >"$scratch/said" 2>&1
}

case_a_unit_test() {
	mkdir -p "$scratch/tests/unit"
	block c >"$scratch/tests/unit/test_first.c"
	check_fails "the unit test fails at first" unit
	check_equal "... with the words of the page" "" "$(prints "$scratch/said" a_rail_of)"
	sed -i 's/3300)/3304)/' "$scratch/tests/unit/test_first.c"
	check "with the right expectation it passes" unit
}

case_a_guest_test() {
	block sh >"$scratch/first.sh"
	check_fails "the guest test fails at first" guest
	check_equal "... with the words of the page" "" "$(prints "$scratch/said" "the rail reads")"
	sed -i 's/3.3 V" 3300/3.3 V" 3304/' "$scratch/first.sh"
	check "with the right expectation it passes" guest
}

cases
rm -rf "$scratch"
