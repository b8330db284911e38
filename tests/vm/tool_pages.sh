#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The command prints what docs/railglow.md shows: each line after a "$ " in a block
# marked "console" is typed, and the lines below it are compared. The page as it ought to be
# is left in /out; docs/img/samples puts it in the place of the one there is.
#
# guest: mode=virtual modules="railglow-board ina3221 ledtrig-pattern" timeout=300
#        programs="build/host/railglow build/host/guest/on_pty build/host/guest/screen iio_readdev"
#        files="docs/railglow.md:/page.md share:/share
#        /usr/lib/locale/C.utf8:/usr/lib/locale/C.utf8"

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh
export RAILGLOW_SHARE=/share TERM=xterm LC_ALL=C.UTF-8

# Rails as those of `make board`. Steps of half a second, so that what is read in the midst of
# one is the same on each kernel.
load() {
	local rail
	for rail in 0 1 2; do
		ina_bus $rail 5.064V
	done
	ina_shunt 0 'hold 500ms 4.9mV 5mV 5.2mV 5mV 5.1mV 5.9mV 5.6mV 5mV; loop'
	ina_shunt 1 'hold 500ms 0.4mV 0.45mV 0.6mV 0.4mV 0.45mV 1.35mV 1.2mV 0.42mV; loop'
	ina_shunt 2 'hold 500ms 1.44mV 1.44mV 1.52mV 1.48mV; loop'
}

make_board() {
	local each
	ina_board desk rail0/label=VDD_IN rail0/shunt_uohm=5000 rail1/label=VDD_CPU \
		rail1/shunt_uohm=5000 rail2/label=VDD_SOC rail2/shunt_uohm=5000
	board_led desk relay max_brightness=1
	board_led desk status
	if has_colors; then
		board_led desk rgb "colors=red green blue"
	else
		board_led desk rgb
	fi
	load
	ina_live
	for each in in1_min=4750 curr1_max=1100 curr1_crit=2000 curr2_max=250 curr2_crit=1000 \
		curr3_max=400 curr3_crit=1000; do
		ina_put "${each%=*}" "${each#*=}"
	done
	# A keyboard's LEDs are not what the page is about.
	echo serio0 >/sys/bus/serio/drivers/atkbd/unbind
}

# block NAME: the lines of the page's blocks of that name
block() {
	awk -v start="\`\`\`$1" '$0 == start { on = 1; next } /^```/ { on = 0 } on' "${2:-/page.md}"
}

# on_screen COMMAND...: the last that a terminal shows of it before somebody presses q
on_screen() {
	on_pty 13x80 18800:q -- "$@" | screen 13x80
}

# type_in COMMAND: the load begins anew; the view has a terminal, and a command that would run on
# is ended as by Ctrl-C.
type_in() {
	load
	sleep 0.25
	case $1 in
	*--watch*) eval "on_screen $1" ;;
	*--follow | 'railglow guard -v'*) eval "timeout -s INT 5 $1" ;;
	*) eval "$1" ;;
	esac </dev/null 2>&1 | sed 's/ *$//'
}

# remake <PAGE: the same page with what its commands print now
remake() {
	local shown in_console
	shown=yes in_console=
	while IFS= read -r line; do
		case $line in
		'```console') in_console=yes ;;
		'```') in_console='' shown=yes ;;
		esac
		case $in_console$line in
		'yes$ '*) shown='' && echo "$line" && type_in "${line#??}" ;;
		*) [ -z "$shown" ] || printf '%s\n' "$line" ;;
		esac
	done
}

# said_for COMMAND PAGE: the lines that a page shows below it, without the day and the release
said_for() {
	block console "$2" | awk -v line="\$ $1" '/^\$ / { on = $0 == line; next } on' |
		sed 's/[0-9-]\{10\} [0-9:]\{8\}\.[0-9]*/TIME/; s/kernel [0-9][^ ]*/kernel RELEASE/'
}

# alike FILE FILE: literally, but for numbers, which agree to 1/300: each step of the load falls now
# before, now after a scan. None is dropped.
alike() {
	awk -v other="$2" -v part=300 -f /lib/railglow/alike.awk "$1" && return
	diff "$1" "$2"
	return 1
}

case_the_page_shows_the_output_of_commands() {
	local command
	block console | sed -n 's/^\$ //p' >/commands
	mkdir /tmp/work && cd /tmp/work || exit 1
	block guard.conf >/tmp/work/guard.conf
	make_board
	remake </page.md >/out/railglow.md
	check_between "the page shows what commands print" 12 40 "$(wc -l </commands)"
	while IFS= read -r command; do
		said_for "$command" /page.md >/tmp/shown
		said_for "$command" /out/railglow.md >/tmp/said
		check "$command: prints what the page shows" alike /tmp/shown /tmp/said
	done </commands
	cd /
	ina_unboard
}

cases
