# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2154 # root belongs to the script that sources this
#
# Files below build/ belong to the owner of the tree, even if root runs make: a file of root's there
# stops every later build of that user. Sourced, after say.sh.

# need_own_build FOLDER...: end with a sentence if one of these, of build/, cannot be written to.
need_own_build() {
	local stuck
	if [ ! -e "$root/build" ]; then
		[ -w "$root" ] ||
			die 1 "cannot make build/ in $root: make that folder writable, or work in a clone of your own, then run this again."
		return 0
	fi
	for rg_folder in "$@"; do
		while [ ! -e "$rg_folder" ]; do
			rg_folder=$(dirname "$rg_folder")
		done
		[ -w "$rg_folder" ] || build_is_foreign "$rg_folder"
	done
	stuck=$(find "$@" ! -type l ! -writable -print -quit 2>/dev/null)
	[ -z "$stuck" ] || build_is_foreign "$stuck"
}

# build_is_foreign FILE: end with the sentence about it.
build_is_foreign() {
	local me place whose
	me=$(id -un 2>/dev/null || id -u)
	place=${1#"$root"/}
	whose=$(stat -c %U "$1")
	[ "$whose" != "$me" ] ||
		die 1 "cannot write to $place: make build/ writable, then run this again."
	die 1 "$place is $whose's, from an earlier build: run 'sudo chown -R $me build' (or 'sudo rm -rf build') in $root, then this again."
}

# as_uid UID GID COMMAND...: run it as that user.
as_uid() {
	local uid gid
	uid=$1
	gid=$2
	shift 2
	setpriv --reuid="$uid" --regid="$gid" --clear-groups -- "$@"
}

# as_owner COMMAND...: run it as the owner of the tree, also when root is here. Where the owner cannot come
# in, as with a tar archive that root unpacked in a folder of its own, root remains root.
as_owner() {
	local uid gid home=''
	uid=$(stat -c %u "$root")
	gid=$(stat -c %g "$root")
	if [ "$(id -u)" -ne 0 ] || [ "$uid" -eq 0 ] ||
		! as_uid "$uid" "$gid" test -w "$root" 2>/dev/null; then
		"$@"
	else
		home=$(getent passwd "$uid" | cut -d : -f 6)
		as_uid "$uid" "$gid" env HOME="${home:-/}" "$@"
	fi
}
