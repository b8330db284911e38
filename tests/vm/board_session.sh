#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=empty
#        files="docs/board.md:/board.md docs/alerts.md:/alerts.md"
#
# In the shell of `make board EMPTY=1` the worked examples of docs/board.md and docs/alerts.md do
# what they say there.

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/boards.sh
. /lib/railglow/boards.sh
# shellcheck source=tests/vm/lib/documents.sh
. /lib/railglow/documents.sh

loaded() {
	lsmod | grep -c -e '^ina3221 ' -e '^ledtrig_pattern '
}

# once TEXT: on one line of what was said
once() {
	[ "$(grep -c -e "$1" /said)" = 1 ]
}

# session FILE HEADING: runs its example
session() {
	section "$1" "$2" | shell_block >/session.sh
	sh /session.sh >/said 2>/complained
	sed 's/^/# /' /said /complained
}

case_nothing_is_there_at_first() {
	check_equal "no driver is loaded at first" 0 "$(loaded)"
	check_equal "... and no board is there" "" "$(ls "$board_config")"
}

case_the_session_of_the_page_of_the_board() {
	session /board.md "A worked session"
	check_between "the page of the board has a session" 20 100 "$(wc -l </session.sh)"
	check "the chip answers with the manufacturer" once '^0x4954$'
	check "sensors shows the rail by its label" once '^VDD_CPU: *1.10 V'
	check "... and the current through its shunt" once '^curr1: *[0123]\.[0-9]* A'
	check "shunts in their true size" once '^shunt 1: *[0-9]*\.[0-9]* mV'
	# Unlike shunts have no sum of currents, of which sensors complains as it always did.
	check_equal "the fault reaches who reads the alarm, and nothing else complains" \
		"No such device or address" "$(sed '/curr4_crit/d; s/.*: //' /complained)"
	check "the rule says how often it struck" once '^nack register=0x0f struck=[123] left='
	check "the LED's trace has its level" once '^[0-9]* 1$'
	check_equal "the session leaves nothing behind" "" "$(leftovers)"
}

case_the_example_of_the_page_of_alerts() {
	session /alerts.md "A worked example"
	check_between "the page of alerts has an example" 20 60 "$(wc -l </session.sh)"
	check "the limit is the one that the page names" once '^8000$'
	check "the event is reported once" once '^[0-9]* voltage1-voltage0_thresh_rising$'
	check_equal "the alarm happened, and then was over" "1 0" "$(tail -n 2 /said | xargs)"
	check_equal "nothing complains" "" "$(cat /complained)"
	check_equal "the example leaves nothing behind" "" "$(leftovers)"
}

case_the_other_driver_is_at_hand() {
	check "the other driver is at hand" modprobe ledtrig-pattern
	check_equal "now both are loaded" 2 "$(loaded)"
}

cases
