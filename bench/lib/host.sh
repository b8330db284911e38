# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # root belongs to the script that sources this, root_binds to roots.sh
#
# Functions that the host halves of the bench share. Sourced after say.sh, kernel_series.sh and
# roots.sh of scripts/lib.

# holds EXPRESSION: awk's, for comparisons of numbers that are not whole
holds() {
	awk "function abs(x) { return x < 0 ? -x : x }
		BEGIN { exit !($1) }" </dev/null || {
		echo "does not hold: $1"
		return 1
	}
}

# stock_module SERIES NAME: file of a module in the kernel's package
stock_module() {
	rg_file=$(find "$root/build/kernels/$1/root/lib/modules" -name "$2.ko*" | head -n 1)
	[ -n "$rg_file" ] || die 1 "the $1 kernel has no module $2: there is nothing to compare with."
	echo "$rg_file"
}

# unpack_module FILE TO
unpack_module() {
	case $1 in
	*.ko.xz) xz -dc "$1" >"$2" ;;
	*.ko.zst) zstd -qdc "$1" >"$2" ;;
	*) cp "$1" "$2" ;;
	esac || die 1 "cannot unpack ${1##*/} below build/: free some space, then run this again."
}

# kernel_hz SERIES: ticks a second
kernel_hz() {
	sed -n 's/^CONFIG_HZ=//p' "$root/build/kernels/$1/config"
}

# in_root_of SERIES COMMAND...: with the compiler of the release that the kernel is of
in_root_of() {
	rg_build_series=$1
	shift
	if series_foreign "$rg_build_series"; then
		root_binds=$root:$root:rw
		root_exec "$root/build/roots/$(build_root_of "$rg_build_series")" root "$@"
	else
		"$@"
	fi
}

# build_in_tree SERIES SOURCE TO [SED]: compile one file of linux-source as a module of its
# own name against the same kernel's headers. SED is applied to it and must change something.
build_in_tree() {
	rg_folder=$3.build
	rg_source=$root/build/sources/$1/$2
	rg_name=$(basename "$2" .c)
	rm -rf "$rg_folder"
	mkdir -p "$rg_folder"
	sed "${4:-}" "$rg_source" >"$rg_folder/$rg_name.c" ||
		die 1 "the source of $2 ($1) is not there: run 'scripts/setup bench'."
	[ -z "${4:-}" ] || ! cmp -s "$rg_source" "$rg_folder/$rg_name.c" ||
		die 1 "$2 of $1 no longer has what the bench changes in it ($4): look at the new source."
	echo "obj-m := $rg_name.o" >"$rg_folder/Kbuild"
	in_root_of "$1" make -C "$root/build/kernels/$1/headers" M="$rg_folder" \
		CONFIG_DEBUG_INFO_BTF_MODULES= modules >"$rg_folder/log" 2>&1 ||
		die 1 "$2 of $1 does not compile; its messages are in ${rg_folder#"$root"/}/log."
	cp "$rg_folder/$rg_name.ko" "$3"
}
