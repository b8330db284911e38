# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Running railglow in guest tests. Sourced after ktap.sh.
#
#	run rails --json			# fills in $status, /tmp/out and /tmp/err
#	says 3 "no rail" rails nope		# a case: status, one line on stderr, nothing on stdout
#	fits rails.json				# does /tmp/out fit that schema?
#	signalled INT record --out /tmp/r.csv	# gives the status

. /lib/railglow/boards.sh

export RAILGLOW_SHARE=/share
status=0

run() {
	railglow "$@" >/tmp/out 2>/tmp/err
	status=$?
	[ "$status" -eq 0 ]
}

out_has() {
	grep -qF -e "$1" /tmp/out || { cat /tmp/out; return 1; }
}

err_has() {
	grep -qF -e "$1" /tmp/err || { cat /tmp/err; return 1; }
}

# signalled SIGNAL ARGUMENT...: railglow, run with these, gets the signal after a second; gives the
# status it ends with, and fills in /tmp/out and /tmp/err
signalled() {
	local process signal="$1"
	shift
	railglow "$@" >/tmp/out 2>/tmp/err &
	process=$!
	sleep 1
	kill "-$signal" "$process"
	wait "$process"
}

# chip_of BOARD: what its chip at 0x40 is called
chip_of() {
	echo "ina3221-i2c-$(cat "$board_config/$1/adapter")-40"
}

# ends_with_terminal ARGUMENT...: railglow begins on a terminal, and ends with status 0 when that
# hangs up, whenever that is.
ends_with_terminal() {
	local moment terminal ended
	for moment in 1000 1007 1130; do
		on_pty 24x80 $moment:hup -- railglow "$@" >/dev/null &
		terminal=$!
		within 3 pidof railglow || return
		within 5 sh -c '! pidof railglow' || kill -KILL "$(pidof railglow)"
		wait "$terminal"
		ended=$?
		[ "$ended" -eq 0 ] || { echo "status $ended after $moment ms"; return 1; }
	done
}

# ends_without_signal ARGUMENT...: the same where a shell gets the signal of the terminal, and
# railglow sees nothing but a terminal that is gone.
ends_without_signal() {
	rm -f /tmp/ended
	# shellcheck disable=SC2016 # for the shell on the terminal
	on_pty 24x80 1000:hup -- \
		sh -c 'trap : HUP; railglow "$@"; echo $? >/tmp/ended' sh "$@" >/dev/null &
	within 8 test -s /tmp/ended || kill -KILL "$(pidof railglow)"
	wait $!
	echo "status $(cat /tmp/ended)"
	[ "$(cat /tmp/ended)" -eq 0 ]
}

# refuses STATUS WORDS ARGUMENT...
refuses() {
	local expected="$1" words="$2"
	shift 2
	run "$@"
	cat /tmp/out /tmp/err
	[ "$status" -eq "$expected" ] && [ ! -s /tmp/out ] &&
		[ "$(wc -l </tmp/err)" -eq 1 ] && err_has "$words"
}

# says STATUS WORDS ARGUMENT...: a case of its own.
says() {
	check "railglow $3 ${4:-} ${5:-} ${6:-}: status $1, \"$2\"" refuses "$@"
}

fits() {
	jsoncheck "/schema/$1" /tmp/out
}

# tool_leds NAME[=ENGINE[:MAX_BRIGHTNESS]]...: a board of its own with LEDs, live.
tool_leds() {
	local each name
	board_make lights || return
	for each in "$@"; do
		name=${each%%=*}
		case $each in
		*=*:*) board_led lights "$name" "max_brightness=${each#*:}" || return ;;
		*) board_led lights "$name" || return ;;
		esac
		case $each in
		*=*)
			each=${each#*=}
			echo "${each%:*}" >"$board_config/lights/leds/$name/engine" || return
			;;
		esac
	done
	board_live lights
}

tool_unplug_leds() {
	echo 0 >"$board_config/lights/live"
}

led_pattern() {
	cat "/sys/class/leds/$1/pattern"
}
