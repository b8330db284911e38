# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # root, release, work, kernel_arguments: of the script that sources this
#
# The files at hand in the guest of `make board`. vm/board gives it a shell, vm/run --board and
# --empty run a script in it, so that a test sees what a person sees. Sourced after initramfs.sh.
#
#	live	a board with rails under load and LEDs, drivers loaded
#	empty	no board yet, drivers at hand for modprobe

board_programs="sensors iio_info iio_attr iio_readdev
	i2cdetect i2cget i2cset i2cdump i2ctransfer
	$root/build/host/railglow $root/build/host/guest/iio_events"

# Libraries that railglow loads when it first needs them, which ldd does not tell.
board_libraries='libcairo.so.2 libiio.so.0'

# Left out, as its keyboard would be three more LEDs.
board_kernel_arguments=i8042.nokbd

# board_modules live|empty: the modules to load at first, in this order.
board_modules() {
	echo railglow-board i2c-dev
	[ "$1" = empty ] || echo ina3221 ledtrig-pattern
}

# board_modules_carried: the modules of both ways to start, one archive for the two.
board_modules_carried() {
	board_modules live
	echo 9p 9pnet_virtio
}

# library_file NAME: where the loader finds it.
library_file() {
	local name=''
	ldconfig -p | awk -v name="$1" '$1 == name && /x86-64/ { print $NF; found = 1; exit }
		END { exit !found }' ||
		die 125 "$1 is not on this machine: run 'scripts/setup board'."
}

board_programs_archive() {
	local its_libraries each
	its_libraries=
	for each in $board_libraries; do
		its_libraries="$its_libraries $(library_file "$each")" || exit 125
	done
	# shellcheck disable=SC2086 # lists of words
	programs_archive $board_programs $its_libraries
}

# Pictures take any font for their words, and have no words without one.
a_font() {
	find /usr/share/fonts \( -name '*.ttf' -o -name '*.otf' \) 2>/dev/null |
		awk '{ rank = /\/DejaVuSans\.ttf$/ ? 3 : /Sans/ ? 2 : 1 }
			rank > best { best = rank; font = $0 } END { print font }'
}

# put_fonts FOLDER: give the guest a font.
put_fonts() {
	local font
	font=$(a_font)
	[ -n "$font" ] || return 0
	put "$font" "$1" "/usr/share/fonts/${font##*/}"
	mkdir -p "$1/etc/fonts"
	echo '<fontconfig><dir>/usr/share/fonts</dir><cachedir>/tmp/fonts</cachedir></fontconfig>' \
		>"$1/etc/fonts/fonts.conf"
}

# put_locale FOLDER: letters beyond ASCII in the guest, for terminals that show them.
put_locale() {
	[ ! -d /usr/lib/locale/C.utf8 ] || put /usr/lib/locale/C.utf8 "$1" /usr/lib/locale/C.utf8
}

# sudo for a user who is root already, so that commands of documents can be typed as printed.
put_sudo() {
	mkdir -p "$1/usr/local/bin"
	# shellcheck disable=SC2016 # for the guest's shell
	printf '#!/bin/sh\nexec "$@"\n' >"$1/usr/local/bin/sudo"
	chmod 755 "$1/usr/local/bin/sudo"
}

# board_files FOLDER: put the files that are at hand there.
board_files() {
	put /etc/sensors3.conf "$1" /etc/sensors3.conf
	put "$root/drivers/ina3221/ina3221.conf" "$1" /etc/sensors.d/ina3221.conf
	put "$root/share/patterns" "$1" /usr/local/share/railglow/patterns
	put "$root/share/guard/guard.conf" "$1" /usr/local/share/doc/railglow/examples/guard.conf
	put "$root/board/loads" "$1" /usr/local/share/railglow/loads
	put_fonts "$1"
	put_locale "$1"
	put_sudo "$1"
	mkdir -p "$1/board"
}

# board_share FOLDER: QEMU's options for the folder that is /board in the guest. Files that the
# guest makes there belong to the user who runs QEMU.
board_share() {
	printf '%s ' -fsdev "local,id=share,path=$1,security_model=none" \
		-device virtio-9p-pci,fsdev=share,mount_tag=board
}

# board_folder FOLDER: made ready to be shared, with an example to change; what is there stays.
board_folder() {
	{ mkdir -p "$1" && [ -w "$1" ]; } 2>/dev/null &&
		{ [ -e "$1/guard.conf" ] || cp "$root/share/guard/guard.conf" "$1/"; } 2>/dev/null
}
