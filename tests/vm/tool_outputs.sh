#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Every command of railglow that prints, short of those that run on: to a file, on a terminal,
# into a pipe that nobody reads any more, onto a full device, and without any output.
#
# guest: mode=virtual modules="railglow-board ina3221 ledtrig-pattern" timeout=300
#        programs="build/host/railglow build/host/guest/on_pty"
#        files="share:/share
#        /usr/lib/locale/C.utf8:/usr/lib/locale/C.utf8"

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh
# shellcheck source=tests/vm/lib/tool.sh
. /lib/railglow/tool.sh

escape=$(printf '\033')

commands() {
	grep -v '^$' <<-END
		rails
		rails --json
		limit VDD warning
		limit VDD warning --json
		alarms
		alarms --json
		led list
		led list --json
		led show status
		led show status --json
		led preview breathe
		led preview breathe --json
		guard --check /tmp/guard.conf --json
		doctor
		doctor --json
		completion bash
		completion zsh
		manual
		--help
		--version
		rails --help
		help
		help record
		help led
	END
}

# Status that a shell reports of a program that SIGPIPE ended
sigpipe=141

# plain_and_done: the run before ended well, with something to read and nothing for terminals.
plain_and_done() {
	cat /tmp/err
	[ "$status" -eq 0 ] && [ -s /tmp/out ] && ! grep "$escape" /tmp/out
}

# on_terminal ARGUMENT...: status as without one, and a terminal's line ends.
on_terminal() {
	TERM=xterm on_pty 24x80 -- railglow "$@" >/tmp/screen 2>/tmp/err
	[ $? -eq "$status" ] && grep -q "$(printf '\r')\$" /tmp/screen
}

# into_closed_pipe ARGUMENT...: the reader is gone before the first word.
into_closed_pipe() {
	{
		sleep 0.05
		railglow "$@" 2>/tmp/err
		echo $? >/tmp/status
	} | :
	cat /tmp/err /tmp/status
	[ ! -s /tmp/err ] && [ "$(cat /tmp/status)" -eq $sigpipe ]
}

onto_full_device() {
	local full
	railglow "$@" >/dev/full 2>/tmp/err
	full=$?
	cat /tmp/err
	[ $full -eq 2 ] && [ "$(wc -l </tmp/err)" -eq 1 ] &&
		grep -q "standard output: No space left on device" /tmp/err
}

# onto_nothing ARGUMENT...: standard output is closed, and no file gets its descriptor.
onto_nothing() {
	local closed
	railglow "$@" >&- 2>/tmp/err
	closed=$?
	cat /tmp/err
	[ $closed -eq 2 ] && grep -q "standard output: Bad file descriptor" /tmp/err
}

# outputs: a rail with an alarm, an LED, and a configuration of the guard
outputs() {
	ina_board outputs rail0/label=VDD
	ina_bus 0 5000000
	ina_shunt 0 25000
	ina_live
	ina_put curr1_max 1000
	tool_leds status
	echo "when VDD warning status blink-fast" >/tmp/guard.conf
}

outputs_done() {
	board_unmake lights
	ina_unboard
}

case_each_command_prints_wherever_it_can() {
	local line
	outputs
	commands >/tmp/commands
	while read -r line <&3; do
		# shellcheck disable=SC2086 # arguments are words
		set -- $line
		run "$@"
		check "railglow $line prints without colours" plain_and_done
		check "railglow $line works on a terminal" on_terminal "$@"
		check "railglow $line ends quietly when nobody reads on" into_closed_pipe "$@"
		check "railglow $line says that the device is full" onto_full_device "$@"
		check "railglow $line says that there is no output" onto_nothing "$@"
	done 3</tmp/commands
	outputs_done
}

case_after_ctrl_c_a_prompt_has_its_own_line() {
	local each
	outputs
	for each in "guard /tmp/guard.conf" "led play status --repeat 90 --wait breathe"; do
		# shellcheck disable=SC2086 # words
		TERM=xterm on_pty 24x80 1000:int -- railglow $each >/tmp/screen
		check_equal "after Ctrl-C in $each a prompt has a line of its own" "^C" \
			"$(tail -n 1 /tmp/screen | tr -d '\r')"
	done
	outputs_done
}

case_waiting_ends_with_its_terminal() {
	outputs
	check "led play --wait ends with its terminal" ends_with_terminal \
		led play status --repeat 90 --wait breathe
	outputs_done
}

cases
