# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The test library sees every way a script can go wrong without saying so.

. tests/vm/lib/ktap.sh

scratch=$(mktemp -d)

# judged TEXT: what prove makes of a script, whose lines are set in by a tab
judged() {
	printf '. tests/vm/lib/ktap.sh\n%s\n' "$1" | sed 's/^\t//' >"$scratch/script"
	prove --exec sh "$scratch/script" >/dev/null 2>&1
}

# numbered: the script's lines of results
numbered() {
	sh "$scratch/script" | grep -v '^#' | tr '\n' ';'
}

case_cases_are_counted() {
	check "functions called case_ are run" judged \
		'	case_one() {
		ok "one"
	}
	case_two() {
		ok "two"
		ok "three"
	}
	cases'
	check_equal "... in their order, and counted at the end" \
		"KTAP version 1;ok 1 one;ok 2 two;ok 3 three;1..3;" "$(numbered)"
	check_fails "one that fails is a failure" judged '	case_one() {
		not_ok "one"
	}
	cases'
	check_fails "so is one that ends the script" judged '	case_one() {
		ok "one"
		exit 0
	}
	cases'
	check "... which is said" sh -c "sh '$scratch/script' | grep -q 'ended after 1 checks'"
	check_fails "so is a script without any" judged 'cases'
	check_fails "so is one that forgets to run them" judged '	case_one() {
		ok "one"
	}'
}

case_lines_are_counted() {
	check "a script is counted when it finishes" judged 'plan; ok "one"; finish'
	check_fails "one that does not finish is a failure" judged 'plan; ok "one"'
	check_fails "so is one that checks nothing" judged 'plan; finish'
	check_fails "so is one that checks on after its end" judged 'plan; ok "one"; finish; ok "two"'
}

case_plans_are_kept() {
	check "a plan is kept" judged 'plan 2; ok "one"; ok "two"'
	check_fails "fewer checks are a failure" judged 'plan 2; ok "one"'
	check_fails "so are more" judged 'plan 1; ok "one"; ok "two"'
	check_fails "so is a bad exit status" judged 'plan 1; ok "one"; exit 3'
}

case_checks_fail() {
	check_fails "check" judged 'plan; check "no" false; finish'
	check_fails "check_fails" judged 'plan; check_fails "no" true; finish'
	check_fails "check_fails, of a command that does not exist" \
		judged 'plan; check_fails "no" no-such-command; finish'
	check_fails "check_says, of another reason" \
		judged 'plan; check_says "no" "that" sh -c "echo this >&2; exit 1"; finish'
	check_fails "check_equal" judged 'plan; check_equal "no" 1 2; finish'
	check_fails "check_between" judged 'plan; check_between "no" 1 2 3; finish'
	check_fails "check_between, of no number" judged 'plan; check_between "no" 1 2 x; finish'
	# shellcheck disable=SC2016 # for the script
	check "checked commands may set variables" \
		judged 'plan; set_it() { status=5; }; check "it" set_it; check_equal "is set" 5 "$status"; finish'
}

cases
rm -rf "$scratch"
