# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2154 # root, release, series, work belong to the script that sources this
#
# The guest's file system: cpio archives, which the kernel unpacks one after another.
#
#	base		busybox, init, the guest test library, a few terminals
#	programs	host programs with the shared libraries they name
#	native		programs of the kernel's own release, where that is not the host's
#	modules		chosen modules with everything they depend on, and modules.dep
#	run		the script, its arguments and files, made for each run
#
# All but the last are kept in build/vm/cache under a key made of their inputs.

cache=$root/build/vm/cache

# pack FOLDER ARCHIVE: pack it, owned by root in the guest, whoever runs this.
pack() {
	{
		(cd "$1" && find . -print0 | LC_ALL=C sort -z |
			cpio -0 -o -H newc --reproducible --owner=+0:+0 --quiet) >"$2.new" &&
			mv "$2.new" "$2"
	} || die 125 "cannot write the guest's files below build/: free some space, then run this again."
}

# key_of FILE...: print a word that changes when any file does.
key_of() {
	stat -L -c '%n %Y %s' "$@" | sha256sum | cut -c 1-16
}

# cached KIND KEY: set $archive to the name of the archive; true when it is there already.
cached() {
	archive=$cache/$1-$2.cpio
	[ -e "$archive" ] && touch "$archive" 2>/dev/null
}

# keep FOLDER: pack a finished folder as $archive and forget archives of the last days.
keep() {
	local unique
	mkdir -p "$cache"
	unique=$cache/.$$.${archive##*/}
	pack "$1" "$unique"
	mv "$unique" "$archive"
	rm -rf "$1"
	find "$cache" -name '*.cpio' -mtime +1 -delete
}

# with_libraries PROGRAM: list the program and the shared objects the loader will want.
with_libraries() {
	echo "$1"
	ldd "$1" 2>/dev/null | sed -n 's,^.*[[:space:]]\(/[^ ]*\) (0x[0-9a-f]*)$,\1,p'
}

# guest_path FILE: system files keep their place, the project's go to /usr/local/bin.
guest_path() {
	case $1 in
	"$root"/*) echo "/usr/local/bin/${1##*/}" ;;
	/usr/* | /bin/* | /sbin/* | /lib/* | /lib64/*) echo "$1" ;;
	*) echo "/usr/local/bin/${1##*/}" ;;
	esac
}

# put HOST-FILE-OR-FOLDER FOLDER GUEST-PATH: copy it to its place in the guest's FOLDER.
put() {
	{ mkdir -p "$2$(dirname "$3")" && cp -RL "$1" "$2$3"; } ||
		die 125 "cannot copy $1 for the guest: does it exist, and is there space below build/?"
}

# put_terminfo FOLDER TERM...: put the entries there, wherever this machine keeps them; false when one is
# not known. /usr/share/terminfo is looked into by every ncurses.
put_terminfo() {
	local each_term
	rg_folder=$1
	shift
	mkdir -p "$rg_folder/usr/share/terminfo"
	for each_term in "$@"; do
		infocmp -x -- "$each_term" 2>/dev/null >"$work/terminfo" &&
			tic -x -o "$rg_folder/usr/share/terminfo" "$work/terminfo" 2>/dev/null || return
	done
}

# guest_busybox: print the path of the busybox for the guest's architecture; that of another one
# than the host's is unpacked.
guest_busybox() {
	local arch unpacked each
	arch=$(series_arch "$series")
	if [ "$arch" = amd64 ]; then
		command -v busybox ||
			die 125 "busybox is missing: run 'scripts/setup board', or install busybox-static."
		return
	fi
	unpacked=$root/build/clients/busybox-static:$arch
	for each in "$unpacked/bin/busybox" "$unpacked/usr/bin/busybox"; do
		[ -e "$each" ] && echo "$each" && return
	done
	die 125 "busybox for $arch is missing: run 'KERNELS=$series scripts/setup check'."
}

# put_applets FOLDER: make the names that busybox goes by; one that does not run here makes them in
# the guest, when init starts.
put_applets() {
	local applet
	[ "$(series_arch "$series")" = amd64 ] || return 0
	for applet in $(busybox --list-full); do
		[ "$applet" = bin/busybox ] || ln -sf /bin/busybox "$1/$applet"
	done
}

base_archive() {
	local busybox dir each
	busybox=$(guest_busybox) || exit 125
	# shellcheck disable=SC2046 # paths without blanks
	cached base "$(key_of $(with_libraries "$busybox") "$root"/vm/guest/* "$root"/vm/lib/* \
		"$root"/tests/vm/lib/*)" && return
	rg_folder=$work/base
	for dir in bin sbin usr/bin usr/sbin proc sys dev run tmp out root etc lib/railglow; do
		mkdir -p "$rg_folder/$dir"
	done
	for each in $(with_libraries "$busybox"); do
		put "$each" "$rg_folder" "$each"
	done
	put "$busybox" "$rg_folder" /bin/busybox
	put_applets "$rg_folder"
	cp "$root"/tests/vm/lib/* "$root"/vm/guest/* "$rg_folder/lib/railglow/"
	mv "$rg_folder/lib/railglow/init" "$rg_folder/init"
	put_terminfo "$rg_folder" linux xterm vt100 dumb ||
		die 125 "this machine has no description of the terminal xterm: install ncurses-base and ncurses-bin."
	chmod 755 "$rg_folder/init"
	echo 'root:x:0:0:root:/root:/bin/sh' >"$rg_folder/etc/passwd"
	echo 'root:x:0:' >"$rg_folder/etc/group"
	keep "$rg_folder"
}

# programs_archive PROGRAM...: pack host programs with their libraries.
programs_archive() {
	local its_all each path=''
	its_all=
	for each in "$@"; do
		path=$(command -v "$each") || case $each in
		build/*) die 125 "program $each is not built: run 'make tools'." ;;
		*) die 125 "program $each is not on this machine: install it, or run 'scripts/setup board'." ;;
		esac
		its_all="$its_all $(with_libraries "$path")"
	done
	# shellcheck disable=SC2086 # paths without blanks
	cached programs "$(key_of $its_all)" && return
	rg_folder=$work/programs
	for each in $its_all; do
		put "$each" "$rg_folder" "$(guest_path "$each")"
	done
	keep "$rg_folder"
}

# native_program NAME ROOT: take along a program that runs by its release's loader and libraries.
native_program() {
	local loader each
	loader=$2/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2
	rg_found=$("$loader" --inhibit-cache --list \
		--library-path "$2/usr/lib/x86_64-linux-gnu:$2/lib/x86_64-linux-gnu" \
		"$2/usr/bin/$1" 2>/dev/null) ||
		die 125 "program $1 is not in ${2#"$root/"}: run 'KERNELS=$series scripts/setup check'."
	for each in "$loader" $(echo "$rg_found" | sed -n "s,^.*[[:space:]]\($2/[^ ]*\) (.*,\1,p"); do
		put "$each" "$rg_folder" "/native/lib/${each##*/}"
	done
	put "$2/usr/bin/$1" "$rg_folder" "/native/$1"
	mkdir -p "$rg_folder/usr/local/bin"
	cat >"$rg_folder/usr/local/bin/$1" <<-END
		#!/bin/sh
		exec /native/lib/${loader##*/} --library-path /native/lib /native/$1 "\$@"
	END
	chmod 755 "$rg_folder/usr/local/bin/$1"
}

# native_archive PROGRAM...: pack programs of the kernel's release; the mark of its root tells
# whether that was made anew.
native_archive() {
	local its_native program
	its_native=$root/build/roots/$(build_root_of "$series")
	# shellcheck disable=SC2046 # paths without blanks
	cached "native-$series" "$(key_of "$its_native/.railglow" $(printf "$its_native/usr/bin/%s " "$@") \
		2>/dev/null)" && return
	rg_folder=$work/native
	for program in "$@"; do
		native_program "$program" "$its_native"
	done
	keep "$rg_folder"
}

# own_module NAME: print the path of a module built here; false when it is a stock one.
own_module() {
	local own_file
	for own_file in "$root/build/$release/$1.ko" "$root/build/$release/tests/$1.ko"; do
		[ -e "$own_file" ] && echo "$own_file" && return 0
	done
	return 1
}

# stock_modules NAME: list the files of a module of the kernel package, dependencies first.
stock_modules() {
	local depends
	depends=$(modprobe -d "$root/build/kernels/$series/root" -S "$release" \
		--show-depends "$1" 2>/dev/null) ||
		die 125 "kernel $release has no module $1, and none was built: check the name, or run 'make modules'."
	echo "$depends" | sed -n 's/^insmod \([^ ]*\).*/\1/p'
}

# module_file NAME: list the file of a module and of what it needs. A name of ours never means the
# kernel's module of that name, which is asked for as stock:NAME.
module_file() {
	local ko='' need
	case $1 in
	stock:*)
		stock_modules "${1#stock:}"
		return
		;;
	esac
	if ko=$(own_module "$1"); then
		echo "$ko"
		for need in $(modinfo -F depends "$ko" | tr ',' ' '); do
			own_module "$need" || stock_modules "$need" || return
		done
	elif word_in "$1" railglow-board ina3221 ledtrig-pattern; then
		die 125 "module $1 is not built for $release: run 'make modules'."
	else
		stock_modules "$1"
	fi
}

# module_files NAME...: list the files of all modules asked for and of what they need.
module_files() {
	local each_module
	for each_module in "$@"; do
		module_file "$each_module" || exit 125
	done
}

# put_module FILE FOLDER: put it there uncompressed, so that the guest needs no decompressor.
put_module() {
	local name
	name=${1##*/}
	case $1 in
	*.ko.xz) xz -dc "$1" >"$2/${name%.xz}" ;;
	*.ko.zst) zstd -qdc "$1" >"$2/${name%.zst}" ;;
	*) cp "$1" "$2/$name" ;;
	esac
}

# modules_archive NAME...: pack modules; those of the result channel come along always.
modules_archive() {
	local its_files builtin each
	its_files=$(module_files virtio_pci virtio_console configfs "$@") || exit 125
	builtin=$root/build/kernels/$series/root/lib/modules/$release/modules.builtin
	# shellcheck disable=SC2086 # paths without blanks
	cached "modules-$series" "$(key_of $its_files "$builtin")" && return
	rg_folder=$work/modules/lib/modules/$release
	mkdir -p "$rg_folder/kernel"
	for each in $its_files; do
		put_module "$each" "$rg_folder/kernel" ||
			die 125 "cannot unpack ${each##*/} for the guest: free some space below build/."
	done
	cp "$builtin" "$builtin.modinfo" "$rg_folder/"
	: >"$rg_folder/modules.order"
	depmod -b "$work/modules" "$release"
	keep "$work/modules"
}
