# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Which kernels are taken, and from where: the table of scripts/lib/kernel_series.sh on hosts of
# several releases, and the choice that KERNELS and T make.

. tests/vm/lib/ktap.sh
. scripts/lib/say.sh
. scripts/lib/kernel_series.sh

scratch=$(mktemp -d) && [ -d "$scratch" ] || exit 1
trap 'rm -rf "$scratch"; ktap_end' EXIT
RG_OS_RELEASE=$scratch/os-release
unset KERNELS T

host_is() {
	printf 'ID=debian\nVERSION_CODENAME=%s\n' "$1" >"$RG_OS_RELEASE"
}

# suites: of all series of amd64, in the table's order
suites() {
	local each
	for each in $(series_of_arch amd64); do
		series_suite "$each"
	done | xargs
}

foreign() {
	local each
	for each in $(series_of_arch amd64); do
		! series_foreign "$each" || echo "$each"
	done | xargs
}

# checked NAME=VALUE...: what tests run on then; can_unpack says whether roots can be made
can_unpack=true
foreign_possible() {
	$can_unpack
}
checked() {
	# shellcheck disable=SC2163 # what it is given are assignments
	(export "$@" && series_checked)
}

plan

host_is bookworm
check_equal "on Debian 12 kernels come from these suites" \
	"bullseye bookworm bookworm trixie-backports" "$(suites)"
check_equal "... and those of others are foreign" "5.10 newest" "$(foreign)"
check_equal "... the rest is its own" "6.1 6.12" "$(series_of_host)"
host_is trixie
check_equal "on Debian 13 kernels come from these suites" \
	"bullseye bookworm trixie trixie-backports" "$(suites)"
check_equal "... and those of others are foreign" "5.10 6.1" "$(foreign)"
check_equal "... the rest is its own, backports apart" 6.12 "$(series_of_host)"
host_is noble
check_equal "on a host of another maker all are foreign" "5.10 6.1 6.12 newest" "$(foreign)"

host_is bookworm
check_equal "tests run on the oldest and the newest" "5.10 newest" "$(checked KERNELS=)"
check_equal "... or on all" "5.10 6.1 6.12 newest i386-6.1 arm64-6.12 arm64-newest" \
	"$(checked KERNELS=all)"
check_equal "... or on those that are left out" "6.1 6.12 i386-6.1 arm64-6.12 arm64-newest" \
	"$(checked KERNELS=others)"
check_equal "... or on those of an architecture" arm64-newest "$(checked T=arm64-newest)"
check_equal "... or on some, with blanks or commas" "6.1 newest" "$(checked KERNELS=6.1,newest)"
check_equal "a test that is named by its kernel runs on that" 6.1 \
	"$(checked "T=vm/6.1/virtual/board_bus")"
check_equal "... among words of other kinds" "5.10 6.12" "$(checked "T=unit 6.12 vm/5.10/ ledtrig")"
check_equal "a number that only looks alike is not a kernel" "5.10 newest" "$(checked T=test_6.1x)"
check_equal "the kernel of the demo is set up whatever tests run on" "6.1 6.12" \
	"$(KERNELS=6.1 && series_set_up)"
can_unpack=false
check_equal "where no root can be made, tests run on the host's own" "6.1 6.12" "$(checked KERNELS=)"
check_equal "... but what was asked for stays asked for" 5.10 "$(checked KERNELS=5.10)"

# ---- a word that names nothing, in a clone where nothing is set up ----

mkdir "$scratch/clone"
tar -c --exclude=./build --exclude=./.git . | tar -x -C "$scratch/clone"
# typed ARGUMENT...: make in that clone; its first line
typed() {
	env -u MAKEFLAGS -u T make -C "$scratch/clone" -s --no-print-directory "$@" 2>&1 | head -n 1
}
check_equal "a test that is not there is refused" \
	"railglow: no test has a name with: nonsense. Names, and words in them, are:" \
	"$(typed check T=nonsense)"
check "... with the names that there are" sh -c \
	"make -C '$scratch/clone' -s check T=nonsense 2>&1 | grep -qw test_waveform"
check_equal "... which make list-tests lists, too" "unit/test_waveform_random" \
	"$(typed list-tests T=unit/test_waveform_random)"
check_equal "... a comparison, too" "railglow: nothing to compare is called nonsense" \
	"$(typed bench T=nonsense | sed 's/: use led.*//')"
check_equal "... and a machine" "railglow: no case has 'nonsense' in its name" \
	"$(typed check-machines T=nonsense | sed 's/; there are.*//')"
check_fails "all before anything is set up" test -e "$scratch/clone/build"
check_equal "tests can be listed" "vm/5.10/virtual/ledtrig_exact" \
	"$(cd "$scratch/clone" && KERNELS=5.10 tests/run --names ledtrig_exact)"

finish
