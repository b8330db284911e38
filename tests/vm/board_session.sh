#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: series=6.1,6.12 mode=normal modules="i2c-dev railglow-board" carry="ina3221 ledtrig-pattern"
#        programs="sensors i2cget build/host/railglow"
#        files="docs/board.md:/board.md README.md:/readme.md share/patterns:/usr/share/railglow/patterns"
#
# The worked session of docs/board.md and the first steps of the README do what they say there.

. /lib/railglow/ktap.sh
. /lib/railglow/boards.sh

plan 13

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

# ---- the README, with the names of a board made here ----

C=/sys/kernel/config/railglow
mkdir $C/desk $C/desk/chips/x $C/desk/leds/status
echo none >$C/desk/chips/x/bind
echo 1 >$C/desk/live
modprobe -a ina3221 ledtrig-pattern

# said_by WORD: what the commands of the README with that word print
said_by() {
	sed -n '/^## On a board of yours/,/^## The/ s/^    //p' /readme.md | grep "$1" |
		sed "s/sudo //; s/i2c-1/i2c-$(cat $C/desk/adapter)/; s/LED/status/g" >/steps.sh
	sh /steps.sh 2>&1
}
check_equal "a chip can be named to the kernel as the README says" "ina3221 0x40" "$(said_by new_device)"
check_equal "then there are its rails" 3 "$(said_by 'railglow rails' | grep -c '^rail[123] ')"
check_equal "and the LED" 1 "$(said_by 'led list' | grep -c '^status ')"
said_by 'led play' >/dev/null
check_equal "it plays a pattern by its name" 1 "$(cat /sys/class/leds/status/is_running)"
said_by class/leds >/dev/null
check_equal "and one by hand" "0 500 0 0 1 500 1 0" "$(cat /sys/class/leds/status/pattern)"
