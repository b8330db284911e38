# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2154 # root and setup_log belong to the script that sources this
#
# Stock kernels: find the newest of a series in its suite, fetch, unpack. The series that there are,
# with their suites, are listed in kernel_series.sh. Packages are fetched by fetch_package
# (fetch.sh); apt holds them against the hashes of its signed lists.
#
# Result, made in a hidden folder and renamed when complete, so that what carries
# the final name is whole:
#
#	build/kernels/SERIES/release	release string, as uname -r says it
#	build/kernels/SERIES/version	package version
#	build/kernels/SERIES/suite	suite of Debian that it came from
#	build/kernels/SERIES/root/	the packages' files, as if / were here
#	build/kernels/SERIES/headers	link to the folder modules are built against
#	build/kernels/SERIES/config	link to the kernel's configuration
#	build/kernels/SERIES/vmlinuz	link to the packaged kernel
#	build/kernels/SERIES/vmlinux	its uncompressed ELF, boots 3 s faster (PVH); on arm64
#					the package's is uncompressed
#	build/sources/SERIES/		the few files of linux-source the project uses

kernel_need_mib=900
source_need_mib=400

source_files='scripts/checkpatch.pl
scripts/spelling.txt
scripts/const_structs.checkpatch
drivers/hwmon/ina3221.c
drivers/leds/trigger/ledtrig-pattern.c'

# source_files_of SERIES: the files to unpack. kernel-doc is taken of the kernel that style goes by;
# in other kernels it lies elsewhere.
source_files_of() {
	echo "$source_files"
	[ "$1" != "$rg_series_default" ] || echo scripts/kernel-doc
}

# kernel_releases SERIES: releases with headers in its suite, newest first. The plain
# flavour only: no rt, no cloud (which lacks I2C, hwmon, IIO and GPIO).
kernel_releases() {
	local its_prefix
	its_prefix=linux-headers-${1#*-}.
	[ "${1#*-}" != newest ] || its_prefix=linux-headers-
	suite_apt "$(series_archive "$1")" apt-cache pkgnames "$its_prefix" |
		sed -n "s/^linux-headers-\([0-9][^-]*\(-[0-9][0-9]*\)\{0,1\}-$(series_flavour "$1")\)\$/\1/p" |
		sort -rV
}

# kernel_packages SUITE RELEASE: the packages that make up one kernel. Since 7.x the image is
# a shell around packages of its own release; before, it has the files itself. Kbuild's programs
# run here, those for i386 in a root of its own.
kernel_packages() {
	local runs_here=''
	case $1 in
	*:arm64) runs_here=:amd64 ;;
	*) runs_here= ;;
	esac
	printf '%s\n' "linux-image-$2" "linux-headers-$2"
	suite_apt "$1" apt-cache depends --no-suggests --no-recommends \
		"linux-image-$2" "linux-headers-$2" |
		sed -n -e 's/^ *|\{0,1\}Depends: \(linux-headers-.*-common\)$/\1/p' \
			-e "s/^ *|\{0,1\}Depends: \(linux-kbuild-[^:]*\).*\$/\1$runs_here/p" \
			-e "s/^ *|\{0,1\}Depends: \(linux-[a-z]*-$2\)\$/\1/p" |
		grep -vx "linux-image-$2" | sort -u
}

# kernel_newest SERIES: release and packages on one line, the newest that apt can fetch.
kernel_newest() {
	local its_release its_packages=''
	rg_suite=$(series_archive "$1")
	for its_release in $(kernel_releases "$1"); do
		its_packages=$(kernel_packages "$rg_suite" "$its_release" | tr '\n' ' ')
		# shellcheck disable=SC2086 # the packages are words
		if suite_apt "$rg_suite" apt-get download --print-uris $its_packages >/dev/null 2>&1; then
			echo "$its_release $its_packages"
			return 0
		fi
	done
	return 1
}

free_mib() {
	df -Pm "$(ls -d "$root/build" 2>/dev/null || echo "$root")" | awk 'NR == 2 { print $4 }'
}

# need_space MIB: refuse before anything is made when the disk cannot hold it.
need_space() {
	[ "$(free_mib)" -ge "$1" ] ||
		die 1 "the disk that holds build/ has $(free_mib) MiB free and this step needs $1: free some space, then run this again."
}

# step_failed: end with a sentence after a step that disk or network can make fail. They look alike
# from outside, but a full disk is full now. Half-done work goes; finished downloads stay for the
# next try, unless room is missing.
step_failed() {
	if [ "$(free_mib)" -lt 50 ]; then
		rm -rf "$root/build/debs" "$unpack_dir"
		die 1 "the disk that holds build/ filled up (a kernel takes about $kernel_need_mib MiB): free some space, then run this again."
	fi
	rm -rf "$root/build/debs/partial" "$unpack_dir"
	die 1 "could not $1: $2 (details in ${setup_log#"$root"/})."
}

die_fetch() {
	step_failed "download $1" "check the network, then run this again"
}

unpack_failed() {
	step_failed "unpack $1" "run this again, after 'make distclean' if it repeats"
}

# extract_vmlinux BZIMAGE VMLINUX: the boot header says where the payload lies; its
# last four bytes are the unpacked size, not part of the compressed stream.
extract_vmlinux() {
	local sectors offset length start unpack=''
	sectors=$(od -An -tu1 -j 497 -N 1 "$1")
	offset=$(od -An -tu4 -j 584 -N 4 "$1")
	length=$(od -An -tu4 -j 588 -N 4 "$1")
	start=$(((sectors + 1) * 512 + offset))
	case $(tail -c "+$((start + 1))" "$1" | head -c 4 | od -An -tx1 | tr -d ' ') in
	fd377a58) unpack='xz -dc' ;;
	28b52ffd) unpack='zstd -qdc' ;;
	1f8b*) unpack='gzip -dc' ;;
	*) return 1 ;;
	esac
	tail -c "+$((start + 1))" "$1" | head -c "$((length - 4))" | $unpack >"$2"
}

# bootable: make vmlinux from vmlinuz beside it.
bootable() {
	case $(head -c 64 "$unpack_dir/vmlinuz" | tail -c 8 | tr -d '\0') in
	ARMd*) ln -s "$(readlink "$unpack_dir/vmlinuz")" "$unpack_dir/vmlinux" ;;
	*) extract_vmlinux "$unpack_dir/vmlinuz" "$unpack_dir/vmlinux" ;;
	esac
}

# relocate ROOT: the packages name each other by absolute path, and since trixie they know
# no /lib; make them find each other wherever the tree lies. KBUILD_OUTPUT matters most: with
# a folder of that name on the host, modules would end up in there.
relocate() {
	local makefile link
	[ -e "$1/lib" ] || ln -s usr/lib "$1/lib" || return 1
	for makefile in "$1"/usr/src/linux-headers-*/Makefile; do
		# shellcheck disable=SC2016 # make's variables, not the shell's
		sed -i -e 's,^include /usr/src/,include $(dir $(lastword $(MAKEFILE_LIST)))../,' \
			-e 's,^KBUILD_OUTPUT=/usr/src/.*,KBUILD_OUTPUT := $(realpath $(dir $(lastword $(MAKEFILE_LIST)))),' \
			"$makefile" || return 1
	done
	for link in "$1"/lib/modules/*/build "$1"/lib/modules/*/source; do
		case $(readlink "$link") in
		/*) ln -sfn "../../..$(readlink "$link")" "$link" || return 1 ;;
		esac
	done
}

# kernel_unpack SERIES RELEASE DEB...: unpack its packages and make them a kernel that boots.
kernel_unpack() {
	local each_series its_release each
	each_series=$1
	its_release=$2
	shift 2
	unpack_dir=$root/build/kernels/.$each_series.partial
	rm -rf "$unpack_dir"
	mkdir -p "$unpack_dir/root" || unpack_failed "$its_release"
	say "unpacking $its_release"
	for each in "$@"; do
		dpkg -x "$each" "$unpack_dir/root" 2>>"$setup_log" || unpack_failed "$its_release"
	done
	relocate "$unpack_dir/root" || unpack_failed "$its_release"
	kernel_finish "$its_release" 2>>"$setup_log" || unpack_failed "$its_release"
	dpkg-deb -f "$1" Version >"$unpack_dir/version" || unpack_failed "$its_release"
	series_suite "$each_series" >"$unpack_dir/suite" || unpack_failed "$its_release"
	rm -rf "$root/build/kernels/$each_series"
	mv "$unpack_dir" "$root/build/kernels/$each_series" || unpack_failed "$its_release"
	rm -f "$@"
}

# one_of FILE...: the first that exists, as a link from $unpack_dir names it.
one_of() {
	local each
	for each in "$@"; do
		[ -e "$unpack_dir/root/$each" ] && echo "root/$each" && return 0
	done
	return 1
}

kernel_finish() {
	local its_modules vmlinuz its_config=''
	its_modules=lib/modules/$1
	vmlinuz=$(one_of "boot/vmlinuz-$1" "$its_modules/vmlinuz") &&
		ln -s "$vmlinuz" "$unpack_dir/vmlinuz" &&
		its_config=$(one_of "boot/config-$1" "$its_modules/config") &&
		ln -s "$its_config" "$unpack_dir/config" &&
		ln -s "root/usr/src/linux-headers-$1" "$unpack_dir/headers" &&
		[ -e "$unpack_dir/headers/Makefile" ] &&
		depmod -b "$unpack_dir/root" "$1" &&
		bootable &&
		echo "$1" >"$unpack_dir/release"
}

# A kernel of another suite than the table's is one that was set up on another system.
kernel_present() {
	[ -e "$root/build/kernels/$1/release" ] &&
		[ "$(cat "$root/build/kernels/$1/suite" 2>/dev/null)" = "$(series_suite "$1")" ]
}

# kernel_look SERIES: the newest release and its packages, from lists just refreshed.
kernel_look() {
	rg_suite=$(series_archive "$1")
	suite_refresh "$rg_suite"
	rg_found=$(kernel_newest "$1") || suite_lacks "$rg_suite" "a kernel of series $1"
}

# kernel_fetch SERIES: bring the newest kernel of the series from the archives to build/.
kernel_fetch() {
	local debs package path=''
	need_space "$kernel_need_mib"
	kernel_look "$1"
	debs=
	for package in ${rg_found#* }; do
		path=$(fetch_package "$rg_suite" "$package") || exit 1
		debs="$debs $path"
	done
	# shellcheck disable=SC2086 # paths below build/ hold no blanks, the Makefile sees to it
	kernel_unpack "$1" "${rg_found%% *}" $debs
}

# kernel_update SERIES: replace what is unpacked when apt has something newer.
kernel_update() {
	local its_release its_version old
	kernel_look "$1"
	its_release=${rg_found%% *}
	its_version=$(suite_apt "$rg_suite" apt-cache show --no-all-versions "linux-image-$its_release" |
		sed -n 's/^Version: //p')
	if [ "$(cat "$root/build/kernels/$1/version" 2>/dev/null)" = "$its_version" ]; then
		say "$1: $its_release ($its_version) is the newest"
		return
	fi
	old=$(cat "$root/build/kernels/$1/release" 2>/dev/null || :)
	kernel_fetch "$1"
	rm -rf "${root:?}/build/sources/$1"
	[ -z "$old" ] || rm -rf "${root:?}/build/$old"
}

# series_number SERIES: its number, as the names of linux-source and of stable branches have it.
series_number() {
	if [ "$1" = newest ]; then
		kernel_release "$1" | sed 's/^\([0-9]*\.[0-9]*\).*/\1/'
	else
		echo "$1"
	fi
}

source_present() {
	[ -d "$root/build/sources/$1" ] || return
	[ "$1" != "$rg_series_default" ] || [ -e "$root/build/sources/$1/scripts/kernel-doc" ]
}

# source_fetch SERIES: bring the wanted files of linux-source; a full unpack would be 1.3 GiB.
source_fetch() {
	local its_number path
	need_space "$source_need_mib"
	rg_suite=$(series_suite "$1")
	suite_refresh "$rg_suite"
	its_number=$(series_number "$1")
	path=$(fetch_package "$rg_suite" "linux-source-$its_number") || exit 1
	unpack_dir=$root/build/sources/.$1.partial
	rm -rf "$unpack_dir"
	mkdir -p "$unpack_dir" || unpack_failed "linux-source-$its_number"
	say "unpacking linux-source-$its_number (a few files)"
	source_files_of "$1" | sed "s,^,linux-source-$its_number/," >"$unpack_dir/wanted"
	dpkg --fsys-tarfile "$path" | tar -xO "./usr/src/linux-source-$its_number.tar.xz" |
		tar -xJ -C "$unpack_dir" --strip-components=1 -T "$unpack_dir/wanted" \
			2>>"$setup_log" || unpack_failed "linux-source-$its_number"
	rm -f "$unpack_dir/wanted"
	rm -rf "${root:?}/build/sources/$1"
	mv "$unpack_dir" "$root/build/sources/$1" || unpack_failed "linux-source-$its_number"
	rm -f "$path"
}
