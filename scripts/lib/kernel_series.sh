# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # defaults are for, and root is of, the sourcing script
#
# The kernel series that railglow supports, and the archives that have them. This table is
# the one place that names them; releases are looked up by kernels.sh, and written down nowhere.
# Sourced, after say.sh.
#
# A series may be in more than one release of Debian: the host's own is taken if it is
# among them, else the last one named. The series called newest is whatever its suite has.
# A kernel for another architecture than amd64 has that in front of its name.

rg_series_table='5.10 bullseye
6.1 bookworm
6.12 bookworm trixie
newest trixie-backports
i386-6.1 bookworm
arm64-6.12 bookworm trixie
arm64-newest trixie-backports'

# The kernel that demo and board boot unless told otherwise.
rg_series_default=6.12

# The kernels that tests run on unless told otherwise: the oldest and the newest.
rg_series_checked='5.10 newest'

# host_codename: the release of Debian that this machine runs, or is derived from.
host_codename() {
	# shellcheck disable=SC1090,SC1091 # a file of the machine
	(. "${RG_OS_RELEASE:-/etc/os-release}" && echo "${VERSION_CODENAME:-unknown}") 2>/dev/null ||
		echo unknown
}

# series_suite SERIES: the suite that its packages are taken from.
series_suite() {
	local host=''
	printf '%s\n' "$rg_series_table" | awk -v series="$1" -v host="$(host_codename)" '
		$1 == series {
			suite = $NF
			for (i = 2; i <= NF; i++)
				if ($i == host)
					suite = host
			print suite
		}'
}

# series_arch SERIES: its architecture, by Debian's name.
series_arch() {
	case $1 in
	*-*) echo "${1%%-*}" ;;
	*) echo amd64 ;;
	esac
}

# series_flavour SERIES: the plain kernel of that architecture, by the end of its release.
series_flavour() {
	case $(series_arch "$1") in
	i386) echo 686-pae ;;
	*) series_arch "$1" ;;
	esac
}

# series_archive SERIES: the place of its packages, as suite_apt takes it: SUITE, or
# SUITE:ARCHITECTURE.
series_archive() {
	case $(series_arch "$1") in
	amd64) series_suite "$1" ;;
	*) echo "$(series_suite "$1"):$(series_arch "$1")" ;;
	esac
}

# suite_codename SUITE: the release of Debian whose programs that suite is built with.
suite_codename() {
	echo "${1%%-*}"
}

# series_foreign SERIES: is it built with another release's compiler and C library? For i386 it
# always is: its modpost needs the C library of i386, that of amd64 measures by structures of 64 bits.
series_foreign() {
	[ "$(series_arch "$1")" = i386 ] ||
		[ "$(suite_codename "$(series_suite "$1")")" != "$(host_codename)" ]
}

rg_series_all=$(printf '%s\n' "$rg_series_table" | sed 's/ .*//' | xargs)

# build_root_of SERIES: the root below build/roots that its modules are built in, RELEASE or
# RELEASE-ARCHITECTURE.
build_root_of() {
	local codename arch
	codename=$(suite_codename "$(series_suite "$1")")
	arch=$(series_arch "$1")
	[ "$arch" = amd64 ] || codename=$codename-$arch
	echo "$codename"
}

# series_of_host: the series that this machine's own release of Debian has, without backports.
series_of_host() {
	local each_series
	for each_series in $rg_series_all; do
		[ "$(series_archive "$each_series")" != "$(host_codename)" ] ||
			printf '%s ' "$each_series"
	done | sed 's/ $//'
}

# The series that the pattern trigger is measured on: those, and the newest where it can be built for.
series_benched() {
	series_of_host
	! foreign_possible || echo " newest"
}

# foreign_possible: may roots of other releases be made here: as root, or in a user namespace?
foreign_possible() {
	if [ "$(id -u)" -eq 0 ]; then
		unshare --mount true 2>/dev/null
	else
		unshare --user true 2>/dev/null &&
			grep -q -e "^$(id -un):" -e "^$(id -u):" /etc/subuid 2>/dev/null
	fi
}

# series_named WORD...: the series that a path of a test names, as 6.1 or vm/6.1/virtual does.
series_named() {
	local each_word
	for each_word in $(printf '%s\n' "$*" | tr '/,' '  '); do
		# shellcheck disable=SC2086 # the list is words on purpose
		! word_in "$each_word" $rg_series_all || echo "$each_word"
	done | sort -u | xargs
}

# series_asked_for: the series that the user asks for by KERNELS, which may be "all", or "others"
# for those that are not tested by default; else those that names of tests in T contain. None for
# the default.
series_asked_for() {
	case ${KERNELS:-} in
	'') series_named "${T:-}" ;;
	all) echo "$rg_series_all" ;;
	others) series_others ;;
	*) echo "$KERNELS" | tr ',' ' ' ;;
	esac
}

# series_checked: the series that tests run on; by default those that this machine can build for.
series_checked() {
	local asked
	asked=$(series_asked_for)
	if [ -n "$asked" ]; then
		echo "$asked"
	elif foreign_possible; then
		echo "$rg_series_checked"
	else
		series_of_host
	fi
}

# series_set_up: the series that tests run on, and the one that tests of demo and board boot.
series_set_up() {
	printf '%s\n' "$(series_checked)" "$rg_series_default" | tr ' ' '\n' | sort -u | xargs
}

series_others() {
	local each_series
	for each_series in $rg_series_all; do
		# shellcheck disable=SC2086 # the list is words on purpose
		word_in "$each_series" $rg_series_checked || printf '%s ' "$each_series"
	done | sed 's/ $//'
}

# need_series SERIES: end with a sentence if it is not in the table: a typing error to point at.
need_series() {
	# shellcheck disable=SC2086 # the list is words on purpose
	word_in "$1" $rg_series_all ||
		die 2 "unknown kernel series '$1': use one of: $rg_series_all."
}

# need_host_arch SERIES WHAT: programs of this machine run with kernels of its architecture only.
need_host_arch() {
	[ "$(series_arch "$1")" = amd64 ] ||
		die 2 "$2 programs of this machine, which a kernel for $(series_arch "$1") cannot run: use one of: $(series_of_arch amd64)."
}

# series_of_arch ARCHITECTURE: the series of that architecture.
series_of_arch() {
	local each_series
	for each_series in $rg_series_all; do
		[ "$(series_arch "$each_series")" != "$1" ] || printf '%s ' "$each_series"
	done | sed 's/ $//'
}

# kernel_release SERIES: the release string (what uname -r says) that set-up unpacked.
kernel_release() {
	cat "$root/build/kernels/$1/release" 2>/dev/null ||
		die 1 "the $1 kernel is not set up: run 'make modules' (or 'scripts/setup modules')."
}
