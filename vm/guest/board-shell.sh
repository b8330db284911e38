# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The interactive guest: a login shell with job control on the console. Sourced by init;
# when it returns the guest is switched off. make-board.sh makes the board, and mounts /board.

# Lines of at most 60 columns, so that it reads in half a window, too.
greet_live() {
	cat <<-END
	This kernel ($(uname -r)) has a board:

	  rails  VDD_IN, VDD_CPU, VDD_SOC, of an INA3221 on i2c-0
	  LEDs   relay (on/off), status (256 levels), rgb (colours)
	  bare   a second INA3221 on i2c-1, 0x40, without driver

	Try
	  railglow rails --watch                  'q' ends it
	  railglow led play status heartbeat
	  railglow record --duration 5s --output load.csv

	then 'railglow plot load.csv'. Files made here, in /board,
	are in build/board/ on the host; put others in from there.
	'exit' (or Ctrl-D) switches the board off.

	END
}

greet_empty() {
	cat <<-END
	This kernel ($(uname -r)) has no board yet.

	Boards are made below /sys/kernel/config/railglow: type
	what docs/board.md shows under "A worked session". Drivers
	are loaded by
	  modprobe -a ina3221 ledtrig-pattern

	Files made here, in /board, are in build/board/ on the
	host. 'exit' (or Ctrl-D) switches the board off.

	END
}

load_and_say() {
	for module in $RG_MODULES; do
		modprobe "$module" || echo "module $module could not be loaded"
	done
}

# The host reports a new size of its terminal; programs that run get SIGWINCH for it.
follow_size() {
	modprobe virtio_pci
	modprobe virtio_console
	while read -r rows columns; do
		stty -F /dev/ttyS0 rows "$rows" columns "$columns"
	done <"$(port size)"
}

# The shell prints its name before it reads its profile, so that the greeting stands above the prompt.
printf '%s\n' 'PS1="board:\w# "' 'export PS1' 'cat /etc/motd' >/root/.profile
load_and_say
# shellcheck source=vm/guest/make-board.sh
. /lib/railglow/make-board.sh
stty -F /dev/ttyS0 sane rows "${RG_ROWS:-24}" columns "${RG_COLUMNS:-80}"
follow_size >/dev/null 2>&1 &
cd /board || return
"greet_$RG_BOARD" >/etc/motd
# The shell leads a session of its own that owns the terminal, or Ctrl-C and Ctrl-Z would
# reach no program.
setsid -c sh -l </dev/ttyS0 >/dev/ttyS0 2>&1
