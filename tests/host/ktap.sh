# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The test library sees every way a script can go wrong without saying so.

. tests/vm/lib/ktap.sh

scratch=$(mktemp -d)

# judged TEXT: the verdict of prove on a script, whose lines are set in by a tab
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

# chosen NAME...: output of the script for these cases, comments aside
chosen() {
	sh "$scratch/script" "$@" 2>&1 | grep -v '^#' | tr '\n' ';'
}

case_cases_are_chosen() {
	printf '. tests/vm/lib/ktap.sh\ncase_one() {\n\tok "1"\n}\ncase_two() {\n\tok "2"\n}\ncases\n' \
		>"$scratch/script"
	check_equal "a case that is named runs alone" "KTAP version 1;ok 1 2;1..1;" "$(chosen two)"
	check_equal "it may be named as its function is" "KTAP version 1;ok 1 1;1..1;" "$(chosen case_one)"
	check_equal "several run in the order in which they are named" \
		"KTAP version 1;ok 1 2;ok 2 1;1..2;" "$(chosen two one)"
	check_equal "a name that is not one of a case is refused, with those that are" \
		"there is no case 'three' here; there are: one two.;" "$(chosen three)"
	check_fails "... before any case runs" sh "$scratch/script" one three
	printf '. tests/vm/lib/ktap.sh\nplan\nok "$%d"\nfinish\n' 1 >"$scratch/script"
	check_equal "a script without cases has arguments of its own" \
		"KTAP version 1;ok 1 one;1..1;" "$(chosen one)"
	check_equal "a test without cases refuses all names" \
		"railglow: host/board has no cases, so 'one' is not one of them." \
		"$(tests/exec host/board one 2>&1)"
}

case_sentences_go_on() {
	judged '	case_one() {
		ok "a door opens"
		ok "... and closes"
		skip "... and locks" "no key"
	}
	case_two() {
		ok "... of nothing"
	}
	cases'
	check_equal "a sentence that goes on has the one before it in front" "KTAP version 1;ok 1 a door \
opens;ok 2 a door opens ... and closes;ok 3 a door opens ... and locks # SKIP no key;ok 4 (nothing \
before) ... of nothing;1..4;" "$(numbered)"
}

case_failures_name_their_case() {
	judged '	case_a_door_opens() {
		check_equal "it opens" 1 2
	}
	cases'
	check_equal "a check that fails says of which case it is" "# in case_a_door_opens" \
		"$(sh "$scratch/script" | grep -A 1 '^# actual' | sed 1d)"
}

case_boards_are_taken_away() {
	mkdir "$scratch/boards"
	check "a case may make boards and take them away" judged "	ktap_boards=$scratch/boards
	case_one() {
		mkdir $scratch/boards/desk
		ok 'one'
		rmdir $scratch/boards/desk
	}
	cases"
	check_fails "one that leaves a board has failed" judged "	ktap_boards=$scratch/boards
	case_one() {
		mkdir $scratch/boards/desk
		ok 'one'
	}
	cases"
	check "... which is said" sh -c "rmdir '$scratch/boards/desk'; sh '$scratch/script' |
		grep -q '^not ok 2 the case takes away each board that it makes'"
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
