# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Running railglow in guest tests. Sourced after ktap.sh.
#
#	run rails --json			# fills in $status, /tmp/out and /tmp/err
#	says 3 "no rail" rails nope		# a case: status, one line on stderr, nothing on stdout
#	fits rails.json				# does /tmp/out fit that schema?

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

# refuses STATUS WORDS ARGUMENT...
refuses() {
	tool_status=$1 tool_words=$2
	shift 2
	run "$@"
	cat /tmp/out /tmp/err
	[ "$status" -eq "$tool_status" ] && [ ! -s /tmp/out ] &&
		[ "$(wc -l </tmp/err)" -eq 1 ] && err_has "$tool_words"
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
	mkdir /sys/kernel/config/railglow/lights
	for tool_each in "$@"; do
		tool_folder=/sys/kernel/config/railglow/lights/leds/${tool_each%%=*}
		mkdir "$tool_folder"
		case $tool_each in
		*=*:*) echo "${tool_each#*:}" >"$tool_folder/max_brightness" ;;
		esac
		case $tool_each in
		*=*)
			tool_each=${tool_each#*=}
			echo "${tool_each%:*}" >"$tool_folder/engine"
			;;
		esac
	done
	echo 1 >/sys/kernel/config/railglow/lights/live
}

tool_unplug_leds() {
	echo 0 >/sys/kernel/config/railglow/lights/live
}

led_pattern() {
	cat "/sys/class/leds/$1/pattern"
}

# within SECONDS COMMAND...: waits until a command succeeds.
within() {
	tool_left=$(($1 * 10))
	shift
	until "$@" >/dev/null 2>&1; do
		tool_left=$((tool_left - 1))
		[ "$tool_left" -gt 0 ] || return 1
		sleep 0.1
	done
}
