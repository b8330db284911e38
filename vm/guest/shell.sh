#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# A shell on the guest's console, for a look around at the point of failure: what the test made
# is still there. Started by `vm/run --shell`, through ktap.sh or init. The shell of `make board` is
# in board-shell.sh.

console=/dev/$(sed 's/.* //' /sys/class/tty/console/active)
: >/run/railglow-shell
exec 0<>"$console" 1>&0 2>&0
stty sane rows "${RG_ROWS:-24}" cols "${RG_COLUMNS:-80}"
echo "railglow: ${1:-the test failed}; 'exit' goes on, 'poweroff -f' ends the guest."
PS1='failed:\w# ' setsid -c sh
