# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # root and version belong to the scripts that source this
#
# The way of all scripts that install. Files are first written beside their places and
# renamed when all of them are there, so that a full disk or Ctrl-C leaves what was before.
# Sourced, after say.sh.
#
# Below DESTDIR files are only put in place. RG_MACHINE is for tests: a folder with what is
# looked at of a machine, for which the machine's programs are run.

umask 022
version=$(tail -n 1 "$root/VERSION")
system=${DESTDIR:-${RG_MACHINE:-}}
sensors_conf=$system/etc/sensors.d/ina3221.conf
drivers='ina3221 ledtrig-pattern'
placed=''	# places of files that are written, and not yet renamed
made=''		# folders made for them, outermost first
beside=.railglow-new

# need_writable FOLDER COMMAND: end with a sentence, before anything is begun, if it is not.
need_writable() {
	local up
	up=$1
	while [ ! -e "$up" ]; do
		up=$(dirname "$up")
	done
	[ ! -w "$up" ] || return 0
	[ "$(id -u)" -eq 0 ] ||
		die 1 "cannot write to $up: run 'sudo make $2'${3:+, $3}."
	die 1 "cannot write to $up: mount it writable, then run this again."
}

# need_program PROGRAM PACKAGE: end with a sentence if it is missing.
need_program() {
	command -v "$1" >/dev/null 2>&1 ||
		die 1 "$1 is missing: install it (on Debian 'apt-get install $2'), then run this again."
}

# cannot_place FILE: end with a sentence; the folder could be written to, so room is missing.
cannot_place() {
	die 1 "could not write $1, and changed nothing: free some space on its disk, then run this again."
}

make_folder() {
	[ ! -d "$1" ] || return 0
	make_folder "$(dirname "$1")"
	mkdir "$1" 2>/dev/null || cannot_place "$1"
	made="$made$1
"
}

# place FILE PLACE MODE: put it beside its place, to be renamed by settle.
place() {
	make_folder "$(dirname "$2")"
	placed="$placed$2
"
	install -m "$3" "$1" "$2$beside" 2>/dev/null || cannot_place "$2"
}

# settle: give all that was placed its name.
settle() {
	local place
	printf '%s' "$placed" | while IFS= read -r place; do
		mv -f "$place$beside" "$place" || exit
	done || die 1 "could not rename the files that were written: run this again."
	placed=''
	made=''
}

# unplace: remove all that was placed and not settled; for the trap.
unplace() {
	local place
	printf '%s' "$placed" | while IFS= read -r place; do
		rm -rf "$place$beside"
	done
	printf '%s' "$made" | sort -r | while IFS= read -r rg_folder; do
		rmdir "$rg_folder" 2>/dev/null
	done
}

# place_names: place the configuration that sensors needs, unless another file is there.
place_names() {
	if [ -e "$sensors_conf" ] && ! cmp -s "$root/drivers/ina3221/ina3221.conf" "$sensors_conf"; then
		say "$sensors_conf is left as it is, as it differs from railglow's (drivers/ina3221/ina3221.conf)."
	else
		place "$root/drivers/ina3221/ina3221.conf" "$sensors_conf" 644
	fi
}

# remove_names [FILE...]: remove it, unless it was changed since it was any of these.
remove_names() {
	local each
	[ -e "$sensors_conf" ] || return 0
	for each in "$root/drivers/ina3221/ina3221.conf" "$@"; do
		! cmp -s "$each" "$sensors_conf" || {
			rm -f "$sensors_conf"
			return
		}
	done
	say "$sensors_conf is left as it is, as it was changed."
}

# ours FILE: is it a module of this project?
ours() {
	[ -e "$1" ] && modinfo -F author "$1" 2>/dev/null | grep -q railglow
}

# modules_in FOLDER: list our modules in that folder below updates/, of all kernels.
modules_in() {
	local name ko
	for name in $drivers; do
		for ko in "$system"/lib/modules/*/"$1/$name".ko*; do
			! ours "$ko" || echo "$ko"
		done
	done
}

# release_of FILE: the release of the kernel in whose folder it is.
release_of() {
	local its_release
	its_release=${1#"$system"/lib/modules/}
	echo "${its_release%%/*}"
}

# by_hand: list modules of ours that install-drivers put there. Where DKMS has no folder of its
# own in updates/, those of a kernel that it serves are its own.
by_hand() {
	local ko its_release=''
	modules_in updates | while read -r ko; do
		its_release=$(release_of "$ko")
		[ -z "$(find "$system/var/lib/dkms/railglow" -maxdepth 1 \
			-name "kernel-$its_release-*" 2>/dev/null)" ] ||
			[ -d "$system/lib/modules/$its_release/updates/dkms" ] || continue
		echo "$ko"
	done
}

# dkms_versions: list the versions of railglow that DKMS knows, and remains of such.
dkms_versions() {
	{
		[ -n "${DESTDIR:-}" ] ||
			dkms status -m railglow 2>/dev/null |
			sed -n 's,^railglow[/ ,]*\([^,: ]*\).*,\1,p'
		find "$system/var/lib/dkms/railglow" -mindepth 1 -maxdepth 1 -type d \
			-printf '%f\n' 2>/dev/null
	} | sort -u
}

# empty_folders RELEASE: remove them: they were made for modules that are gone.
empty_folders() {
	rmdir "$system/lib/modules/$1/updates/dkms" "$system/lib/modules/$1/updates" 2>/dev/null
}

# take_modules FILE...: remove modules, folders that are empty then, and bring depmod's index up to date.
take_modules() {
	local ko its_release=''
	for ko in "$@"; do
		rm -f "$ko" || die 1 "could not remove $ko."
		its_release=$(release_of "$ko")
		empty_folders "$its_release"
	done
	for its_release in $(for ko in "$@"; do release_of "$ko"; done | sort -u); do
		index_modules "$its_release"
	done
}

# index_modules RELEASE: run depmod; below DESTDIR that is left to do.
index_modules() {
	[ -z "${DESTDIR:-}" ] || return 0
	depmod ${system:+-b "$system"} "$1" >/dev/null 2>&1 ||
		die 1 "depmod $1 failed, so modprobe does not know the change: run 'depmod $1' to see why."
}
