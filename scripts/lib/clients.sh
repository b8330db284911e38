# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2154 # root and setup_log belong to the script that sources this
#
# Programs that guests run and whose packages, installed, would start a service on this
# machine, or are for another architecture: unpacked instead, as kernels are.
#
#	build/clients/PACKAGE/			the package's files, as if / were here
#	build/clients/PACKAGE:ARCHITECTURE/	of another architecture than amd64

# Host programs of a big-endian machine are linked with and run by these; clang compiles them.
clients_big_endian='libc6:s390x libc6-dev:s390x libgcc-s1:s390x linux-libc-dev:s390x
libcmocka0:s390x libcmocka-dev:s390x binutils-s390x-linux-gnu qemu-user'

# clients_of TARGET: the packages that a target wants unpacked. Kernels of other architectures go with the other byte order.
clients_of() {
	local each_series
	[ "$1" = check ] || return 0
	echo prometheus-node-exporter
	for each_series in $(series_of "$1"); do
		case $(series_arch "$each_series") in
		amd64) ;;
		*) echo "busybox-static:$(series_arch "$each_series") $clients_big_endian" | tr ' ' '\n' ;;
		esac
	done | sort -u
}

# client_files PACKAGE: the files to unpack: all, but for a package of many programs.
client_files() {
	case $1 in
	qemu-user) echo ./usr/bin/qemu-s390x ;;
	*) echo . ;;
	esac
}

client_present() {
	[ -d "$root/build/clients/$1" ]
}

# Clients run with the host's C library, so they are those of its release, if that is one of
# Debian's.
client_suite() {
	series_suite "$rg_series_default"
}

# client_fetch PACKAGE: download and unpack it.
client_fetch() {
	local path
	need_space 100
	rg_suite=$(client_suite)
	case $1 in
	*:*) rg_suite=$rg_suite:${1#*:} ;;
	esac
	suite_refresh "$rg_suite"
	path=$(fetch_package "$rg_suite" "${1%:*}") || exit 1
	unpack_dir=$root/build/clients/.$1.partial
	rm -rf "$unpack_dir"
	mkdir -p "$unpack_dir" || unpack_failed "$1"
	say "unpacking $1"
	dpkg --fsys-tarfile "$path" | tar -C "$unpack_dir" -xf - "$(client_files "$1")" \
		2>>"$setup_log" || unpack_failed "$1"
	mv "$unpack_dir" "$root/build/clients/$1" || unpack_failed "$1"
	rm -f "$path"
}
