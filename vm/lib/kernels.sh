# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2154 # root and setup_log belong to the script that sources this
#
# Stock kernels: find the newest of a series through apt, fetch, unpack.
#
# Result, made in a hidden folder and renamed when complete, so that what carries
# the final name is whole:
#
#	build/kernels/SERIES/release	release string, as uname -r says it
#	build/kernels/SERIES/version	package version
#	build/kernels/SERIES/root/	the packages' files, as if / were here
#	build/kernels/SERIES/headers	link to the folder modules are built against
#	build/kernels/SERIES/vmlinuz	link to the packaged bzImage
#	build/kernels/SERIES/vmlinux	its uncompressed ELF, boots 3 s faster (PVH)
#	build/sources/SERIES/		the few files of linux-source the project uses
#
# build/debs/ holds finished downloads of an interrupted set-up, nothing else.

kernel_need_mib=900
source_need_mib=400

source_files='scripts/checkpatch.pl
scripts/spelling.txt
scripts/const_structs.checkpatch
drivers/hwmon/ina3221.c
drivers/leds/trigger/ledtrig-pattern.c'

apt_download() {
	apt-get -q -o APT::Sandbox::User=root -o APT::Get::AllowUnauthenticated=false download "$@"
}

# kernel_releases SERIES: releases with headers in the package lists, newest first.
# The plain flavour only: no rt, no cloud (which lacks I2C, hwmon, IIO and GPIO).
kernel_releases() {
	apt-cache pkgnames "linux-headers-$1." |
		sed -n 's/^linux-headers-\([0-9][^-]*\(-[0-9][0-9]*\)\{0,1\}-amd64\)$/\1/p' |
		sort -rV
}

# kernel_packages RELEASE: the packages that make up one kernel.
kernel_packages() {
	printf '%s\n' "linux-image-$1" "linux-headers-$1"
	apt-cache depends --no-suggests --no-recommends "linux-headers-$1" |
		sed -n 's/^ *Depends: \(linux-headers-.*-common\|linux-kbuild-.*\)$/\1/p'
}

# kernel_newest SERIES: release and packages on one line, the newest that apt can fetch.
kernel_newest() {
	for rg_release in $(kernel_releases "$1"); do
		rg_packages=$(kernel_packages "$rg_release" | tr '\n' ' ')
		# shellcheck disable=SC2086 # the packages are words
		if apt_download --print-uris $rg_packages >/dev/null 2>&1; then
			echo "$rg_release $rg_packages"
			return 0
		fi
	done
	return 1
}

free_mib() {
	df -Pm "$root/build" | awk 'NR == 2 { print $4 }'
}

# need_space MIB: refuse before anything is made when the disk cannot hold it.
need_space() {
	[ "$(free_mib)" -ge "$1" ] ||
		die 1 "the disk that holds build/ has $(free_mib) MiB free and this step needs $1: free some space, then run this again."
}

# A step failed that disk or network can make fail; they look alike from outside, but a
# full disk is full now. What was begun goes away; finished downloads stay for the next try
# unless it is room that is missing.
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

# fetch_package PACKAGE: its .deb path on stdout; an already finished download is reused.
fetch_package() {
	rg_uri=$(apt_download --print-uris "$1" 2>/dev/null) ||
		die 1 "package $1 cannot be found: check the network and the apt sources (Debian 12 with security updates), then run this again."
	# The line is: 'uri' file-name size hash
	rg_file=$(echo "$rg_uri" | awk 'END { print $2 }')
	rg_size=$(echo "$rg_uri" | awk 'END { print $3 }')
	rg_deb=$root/build/debs/$rg_file
	if [ ! -e "$rg_deb" ]; then
		say "downloading $1 ($(((rg_size + 524288) / 1048576)) MiB)"
		mkdir -p "$root/build/debs/partial"
		(cd "$root/build/debs/partial" && apt_download "$1") >>"$setup_log" 2>&1 ||
			die_fetch "$1"
		mv "$root/build/debs/partial/$rg_file" "$rg_deb" || die_fetch "$1"
	fi
	echo "$rg_deb"
}

# extract_vmlinux BZIMAGE VMLINUX: the boot header says where the payload lies; its
# last four bytes are the unpacked size, not part of the compressed stream.
extract_vmlinux() {
	rg_sectors=$(od -An -tu1 -j 497 -N 1 "$1")
	rg_offset=$(od -An -tu4 -j 584 -N 4 "$1")
	rg_length=$(od -An -tu4 -j 588 -N 4 "$1")
	rg_start=$(((rg_sectors + 1) * 512 + rg_offset))
	case $(tail -c "+$((rg_start + 1))" "$1" | head -c 4 | od -An -tx1 | tr -d ' ') in
	fd377a58) rg_unpack='xz -dc' ;;
	28b52ffd) rg_unpack='zstd -qdc' ;;
	1f8b*) rg_unpack='gzip -dc' ;;
	*) return 1 ;;
	esac
	tail -c "+$((rg_start + 1))" "$1" | head -c "$((rg_length - 4))" | $rg_unpack >"$2"
}

# relocate_headers ROOT: the packages name each other by absolute path; make them
# find each other wherever the tree lies.
relocate_headers() {
	for rg_makefile in "$1"/usr/src/linux-headers-*-amd64/Makefile; do
		# shellcheck disable=SC2016 # make's variables, not the shell's
		sed -i 's,^include /usr/src/,include $(dir $(lastword $(MAKEFILE_LIST)))../,' \
			"$rg_makefile" || return 1
	done
	for rg_link in "$1"/lib/modules/*/build "$1"/lib/modules/*/source; do
		[ -L "$rg_link" ] || continue
		rg_to=$(readlink "$rg_link")
		ln -sfn "../../..$rg_to" "$rg_link" || return 1
	done
}

# kernel_unpack SERIES RELEASE DEB...
kernel_unpack() {
	rg_series=$1
	rg_release=$2
	shift 2
	unpack_dir=$root/build/kernels/.$rg_series.partial
	rm -rf "$unpack_dir"
	mkdir -p "$unpack_dir/root" || unpack_failed "$rg_release"
	say "unpacking $rg_release"
	for rg_each in "$@"; do
		dpkg -x "$rg_each" "$unpack_dir/root" 2>>"$setup_log" || unpack_failed "$rg_release"
	done
	relocate_headers "$unpack_dir/root" || unpack_failed "$rg_release"
	kernel_finish "$rg_release" 2>>"$setup_log" || unpack_failed "$rg_release"
	dpkg-deb -f "$1" Version >"$unpack_dir/version" || unpack_failed "$rg_release"
	rm -rf "$root/build/kernels/$rg_series"
	mv "$unpack_dir" "$root/build/kernels/$rg_series" || unpack_failed "$rg_release"
	rm -f "$@"
}

kernel_finish() {
	ln -s "root/boot/vmlinuz-$1" "$unpack_dir/vmlinuz" &&
		ln -s "root/usr/src/linux-headers-$1" "$unpack_dir/headers" &&
		depmod -b "$unpack_dir/root" "$1" &&
		extract_vmlinux "$unpack_dir/vmlinuz" "$unpack_dir/vmlinux" &&
		echo "$1" >"$unpack_dir/release"
}

kernel_present() {
	[ -e "$root/build/kernels/$1/release" ]
}

# kernel_fetch SERIES: newest kernel of the series, from the package lists to build/.
kernel_fetch() {
	command -v apt-get >/dev/null 2>&1 ||
		die 1 "kernels come through apt-get, which this machine does not have: use Debian 12."
	need_space "$kernel_need_mib"
	apt_refresh
	rg_found=$(kernel_newest "$1") ||
		die 1 "no linux-image of series $1 can be found: check the network and the apt sources (Debian 12 with security updates), then run this again."
	rg_debs=
	for rg_package in ${rg_found#* }; do
		rg_path=$(fetch_package "$rg_package") || exit 1
		rg_debs="$rg_debs $rg_path"
	done
	# shellcheck disable=SC2086 # paths below build/ hold no blanks, the Makefile sees to it
	kernel_unpack "$1" "${rg_found%% *}" $rg_debs
}

# kernel_update SERIES: replace what is unpacked when apt has something newer.
kernel_update() {
	apt_refresh
	rg_found=$(kernel_newest "$1") || die 1 "no linux-image of series $1 can be found: check the network, then run this again."
	rg_release=${rg_found%% *}
	rg_version=$(apt-cache show --no-all-versions "linux-image-$rg_release" |
		sed -n 's/^Version: //p')
	if [ "$(cat "$root/build/kernels/$1/version" 2>/dev/null)" = "$rg_version" ]; then
		say "$1: $rg_release ($rg_version) is the newest"
		return
	fi
	rg_old=$(cat "$root/build/kernels/$1/release" 2>/dev/null || :)
	kernel_fetch "$1"
	rm -rf "${root:?}/build/sources/$1"
	[ -z "$rg_old" ] || rm -rf "${root:?}/build/$rg_old"
}

source_present() {
	[ -d "$root/build/sources/$1" ]
}

# source_fetch SERIES: the wanted files of linux-source; a full unpack would be 1.3 GiB.
source_fetch() {
	need_space "$source_need_mib"
	apt_refresh
	rg_path=$(fetch_package "linux-source-$1") || exit 1
	unpack_dir=$root/build/sources/.$1.partial
	rm -rf "$unpack_dir"
	mkdir -p "$unpack_dir" || unpack_failed "linux-source-$1"
	say "unpacking linux-source-$1 (a few files)"
	echo "$source_files" | sed "s,^,linux-source-$1/," >"$unpack_dir/wanted"
	dpkg --fsys-tarfile "$rg_path" | tar -xO "./usr/src/linux-source-$1.tar.xz" |
		tar -xJ -C "$unpack_dir" --strip-components=1 -T "$unpack_dir/wanted" \
			2>>"$setup_log" || unpack_failed "linux-source-$1"
	rm -f "$unpack_dir/wanted"
	mv "$unpack_dir" "$root/build/sources/$1" || unpack_failed "linux-source-$1"
	rm -f "$rg_path"
}
