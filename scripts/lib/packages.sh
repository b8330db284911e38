# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2154 # root and setup_log belong to the script that sources this
#
# Host packages: which a target needs, which are missing, and their installation.
# Each line is "package probe": the probe is a command, or a file when it has a
# slash (patterns allowed), so that a tool built by hand counts as present.

packages_build='gcc gcc
libc6-dev /usr/include/stdio.h
make make
kmod depmod
xz-utils xz
zstd zstd
libelf1 /usr/lib/x86_64-linux-gnu/libelf.so.1'

packages_guest='qemu-system-x86 qemu-system-x86_64
busybox-static busybox
cpio cpio'

packages_tools='gcc gcc
libc6-dev /usr/include/stdio.h
libcairo2-dev /usr/include/cairo/cairo-svg.h
libiio-dev /usr/include/iio.h
libjson-c-dev /usr/include/json-c/json.h
libncurses-dev /usr/include/ncurses.h
libsensors-dev /usr/include/sensors/sensors.h
pkgconf pkg-config'

packages_clients='lm-sensors sensors
libiio-utils iio_info
i2c-tools i2cset'

packages_check='libcmocka-dev /usr/include/cmocka.h
feedbackd /usr/libexec/fbd-ledctrl
clang clang
libclang-rt-dev /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-x86_64.a
perl prove
zsh zsh
man-db man'

packages_style='sparse sparse
libclang-rt-dev /usr/lib/llvm-*/lib/clang/*/include/sanitizer/lsan_interface.h
dt-schema dt-doc-validate
perl prove
universal-ctags ctags
clang-format clang-format
codespell codespell
clang-tidy clang-tidy
clang clang
libcmocka-dev /usr/include/cmocka.h
shellcheck shellcheck'

# packages_roots TARGET: the packages that make roots, where one is needed. A user without root makes them
# in a user namespace, with ids that the last package hands out; a root of another architecture
# is only made where its programs are seen to run.
packages_roots() {
	local each_series has_foreign='' has_other=''
	for each_series in $(series_of "$1"); do
		! series_foreign "$each_series" || has_foreign=yes
		[ "$(series_arch "$each_series")" != i386 ] || has_other=yes
	done
	[ "$1" = machines ] || [ -n "${has_foreign:-}" ] || return 0
	echo "mmdebstrap mmdebstrap"
	[ -z "${has_other:-}" ] || echo "arch-test arch-test"
	[ "$(id -u)" -eq 0 ] || echo "uidmap newuidmap"
}

# packages_arch TARGET: the packages that build and run kernels of another architecture.
packages_arch() {
	local each_series
	for each_series in $(series_of "$1"); do
		[ "$(series_arch "$each_series")" = arm64 ] || continue
		series_foreign "$each_series" || echo 'gcc-aarch64-linux-gnu aarch64-linux-gnu-gcc'
		[ "$1" = modules ] ||
			printf '%s\n' 'qemu-system-arm qemu-system-aarch64' \
				'device-tree-compiler dtc' 'dt-schema dt-validate'
	done
}

# packages_of TARGET: the table a target needs.
packages_of() {
	case $1 in
	modules)
		echo "$packages_build"
		packages_arch "$1"
		packages_roots "$1" ;;
	tools)
		echo "$packages_tools" ;;
	board | demo)
		packages_roots "$1"
		printf '%s\n' "$packages_build" "$packages_guest" "$packages_clients" "$packages_tools" ;;
	check)
		packages_of demo
		packages_arch "$1"
		packages_roots "$1"
		echo "$packages_check" ;;
	machines)
		packages_roots "$1"
		printf '%s\n' 'git git' 'perl prove' ;;
	bench)
		packages_of demo
		printf '%s\n' 'perl prove' 'time /usr/bin/time' ;;
	style)
		printf '%s\n' "$packages_build" "$packages_tools" "$packages_style" ;;
	esac
}

path_present() {
	# shellcheck disable=SC2086 # a probe may be a pattern, as version numbers move
	ls -d $1 >/dev/null 2>&1
}

probe_present() {
	case $1 in
	*/*) path_present "$1" ;;
	*) command -v "$1" >/dev/null 2>&1 ;;
	esac
}

# packages_missing TARGET...: names of packages whose probe is absent, one a line.
packages_missing() {
	local target package its_probe
	for target in "$@"; do
		packages_of "$target"
	done | while read -r package its_probe; do
		probe_present "$its_probe" || echo "$package"
	done | sort -u
}

# as_root COMMAND...: run it directly when root, else through sudo.
as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	else
		sudo "$@"
	fi
}

can_be_root() {
	[ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null 2>&1
}

# Package lists are refreshed once per set-up, and only when something has to be fetched. A refresh
# that fails is not an error yet: the lists at hand may do.
apt_refreshed=
apt_refresh() {
	[ -z "$apt_refreshed" ] || return 0
	apt_refreshed=yes
	can_be_root || return 0
	say "refreshing the package lists (apt-get update)"
	as_root apt-get -q -o DPkg::Lock::Timeout=300 update >>"$setup_log" 2>&1 ||
		interrupted_by $? || :
}

# packages_arrived TARGET...: end unless all are there: apt-get reports success when Ctrl-C stopped
# it half-way.
packages_arrived() {
	local its_packages
	its_packages=$(packages_missing "$@" | xargs)
	[ -n "$its_packages" ] || return 0
	! tail -n 5 "$setup_log" | grep -q 'Operation was interrupted' || on_signal
	die 1 "apt-get did not bring $its_packages: see ${setup_log#"$root"/}, and run this again."
}

# packages_install PACKAGE...: install them, saying so first.
packages_install() {
	command -v apt-get >/dev/null 2>&1 ||
		die 1 "this machine has no apt-get: install $* by hand, then run this again."
	can_be_root ||
		die 1 "$* must be installed and there is no sudo: run 'apt-get install $*' as root, then this again."
	say "installing: $*"
	apt_refresh
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
		install --no-install-recommends "$@" >>"$setup_log" 2>&1 || interrupted_by $? ||
		die 1 "could not install $*: check the network and the apt sources, then run this again (details in ${setup_log#"$root"/})."
}
