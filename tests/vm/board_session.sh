#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: series=6.1,6.12 mode=normal modules="i2c-dev railglow-board" carry="ina3221"
#        programs="sensors i2cget" files="docs/board.md:/board.md"
#
# The worked session of docs/board.md does what it says there.

. /lib/railglow/ktap.sh
. /lib/railglow/boards.sh

plan 8

awk '/^```sh/ { on = 1; next } /^```/ { on = 0 } on' /board.md >/session.sh
check_between "the page has a session" 20 100 "$(wc -l </session.sh)"
sh /session.sh >/said 2>/complained
sed 's/^/# /' /said /complained

# once TEXT: on one line of what was said
once() {
	[ "$(grep -c -e "$1" /said)" = 1 ]
}

check "the chip answers with the manufacturer" once '^0x4954$'
check "sensors shows the rail by its label" once '^VDD_CPU: *1.10 V'
check "and the current through its shunt" once '^VDD_CPU current: *[0123]\.[0-9]* A'
check_equal "the fault reaches who reads the alarm, and nothing else complains" \
	"No such device or address" "$(sed 's/.*: //' /complained)"
check "the rule says how often it struck" once '^nack register=0x0f struck=[123] left='
check "the LED's trace has its level" once '^[0-9]* 1$'
check_equal "the session leaves nothing behind" "" "$(leftovers)"
