# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The interactive guest: a login shell with job control on the console. Sourced by init;
# when it returns the guest is switched off.

greet() {
	cat <<-END
	This is a stock Debian kernel ($(uname -r)) with a simulated board in it. Boards are
	made below /sys/kernel/config/railglow, then the drivers ina3221 and ledtrig-pattern
	find their chips and LEDs; sensors and iio_info read them like on real hardware.
	'exit' (or Ctrl-D) switches the board off, Ctrl-A X stops it the hard way.

	END
}

cd /root || return
printf 'PS1="board:\\w# "\nexport PS1\n' >/root/.profile
for module in $RG_MODULES; do
	modprobe "$module" || echo "module $module could not be loaded"
done
stty -F /dev/ttyS0 sane rows "${RG_ROWS:-24}" columns "${RG_COLUMNS:-80}"
greet >/dev/console
# The shell leads a session of its own that owns the terminal, or Ctrl-C and Ctrl-Z would
# have nobody to go to.
setsid -c sh -l </dev/ttyS0 >/dev/ttyS0 2>&1
