# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# What somebody with a board types to build and install the drivers there. The headers are
# those of a stock kernel; root and the kernel's own folders are not needed.

. tests/vm/lib/ktap.sh
. vm/lib/say.sh
. vm/lib/series.sh

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
root=$PWD
release=$(kernel_release 6.12)
headers=$root/build/kernels/6.12/headers
# A copy, as a packager or DKMS has it: without the kernels of the project.
mkdir -p "$scratch/tree/vm/lib"
cp -R VERSION COPYING Makefile core drivers "$scratch/tree/"
cp vm/lib/say.sh "$scratch/tree/vm/lib/"
cp --parents tests/host.mk "$scratch/tree/"
cat >"$scratch/cross-strip" <<E
#!/bin/sh
echo "\$@" >>"$scratch/stripped"
exec strip "\$@"
E
chmod +x "$scratch/cross-strip"

in_tree() {
	make -s -C "$scratch/tree" "$@" >"$scratch/said" 2>&1
}

plan 13

check_fails "a folder without kernel headers is refused" in_tree drivers KDIR=/nonexistent
check_equal "... in a sentence that names the package" 1 "$(grep -c 'apt-get install linux-headers-' "$scratch/said")"
check_equal "... and leaves nothing behind" "" "$(find "$scratch/tree/build" 2>/dev/null)"
check_fails "several folders of headers are refused" "$scratch/tree/drivers/build" --headers a b

check "both drivers are built for the kernel of the headers and installed below DESTDIR" \
	in_tree install-drivers KDIR="$headers" DESTDIR="$scratch/root"
check_equal "... in updates/, where modprobe looks first" "ina3221.ko ledtrig-pattern.ko" \
	"$(cd "$scratch/root/lib/modules/$release/updates" && echo *)"
check_equal "... for that kernel" "$release $release" \
	"$(modinfo -F vermagic "$scratch/root/lib/modules/$release/updates"/*.ko | cut -d ' ' -f 1 | xargs)"
check_equal "... with the names that make sensors show each value as what it is" \
	"$(cat drivers/ina3221/ina3221.conf)" "$(cat "$scratch/root/etc/sensors.d/ina3221.conf")"
check "a second time works as well, with the tools of CROSS_COMPILE" \
	in_tree install-drivers KDIR="$headers" DESTDIR="$scratch/root" CROSS_COMPILE="$scratch/cross-"
check_equal "... which strip in place of the host's own" "ina3221.ko ledtrig-pattern.ko" \
	"$(grep -o '[^/ ]*[.]ko' "$scratch/stripped" | xargs)"

check "the sources go where DKMS wants them" in_tree install-dkms DESTDIR="$scratch/root"
conf=$scratch/root/usr/src/railglow-$(tail -n 1 VERSION)/dkms.conf
check_equal "... with the version in" "PACKAGE_VERSION=\"$(tail -n 1 VERSION)\"" \
	"$(grep ^PACKAGE_VERSION "$conf")"
# What DKMS does with them: its file is shell, with two variables set.
(
	cd "${conf%/dkms.conf}" || exit
	# shellcheck disable=SC2034 # for the file
	kernel_source_dir=$headers kernelver=$release
	sed 's/^\([A-Z_]*\)\[\([01]\)\]/\1_\2/' dkms.conf >"$scratch/conf"
	# shellcheck disable=SC1091,SC2154 # made above; it sets the names
	. "$scratch/conf" && $MAKE_0 && ls "$BUILT_MODULE_LOCATION_0/$BUILT_MODULE_NAME_0.ko" \
		"$BUILT_MODULE_LOCATION_1/$BUILT_MODULE_NAME_1.ko"
) >"$scratch/said" 2>&1
check_equal "... and what it runs makes the modules where it looks for them" 0 $?
