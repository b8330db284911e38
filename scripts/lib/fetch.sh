# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2154 # root and setup_log belong to the script that sources this
#
# Packages that are unpacked rather than installed: from any suite of Debian, whatever the
# host, through package lists of the project's own. Needs no root and touches nothing that
# the host's apt keeps; apt checks signatures and sums. kernels.sh checks the room on the disk,
# and has the words on a download that failed. Sourced, after say.sh and roots.sh.
#
# A suite is that of amd64; SUITE:ARCHITECTURE is the same suite of another architecture, where
# packages of amd64 are at hand as NAME:amd64.
#
#	build/apt/SUITE/	sources, lists and caches
#	build/debs/		finished downloads of an interrupted set-up, nothing else

# suite_sources SUITE: its archives, on the mirrors that the host uses.
suite_sources() {
	local keys
	keys=/usr/share/keyrings/debian-archive-keyring.gpg
	[ -e "$keys" ] || keys=
	root_sources "$1" "${keys:+signed-by=$keys}"
}

# suite_apt SUITE PROGRAM ARGUMENT...: run apt-get or apt-cache with the lists of that suite.
suite_apt() {
	local state program arch
	state=$root/build/apt/$1
	program=$2
	arch=amd64
	case $1 in
	*:*) arch=${1#*:} ;;
	esac
	shift 2
	"$program" -q -o Dir::State="$state" -o Dir::State::status=/dev/null \
		-o Dir::Cache="$state" -o Dir::Cache::pkgcache=pkgcache.bin \
		-o Dir::Cache::srcpkgcache=srcpkgcache.bin -o Dir::Etc::sourcelist="$state/sources.list" \
		-o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferencesparts=/dev/null \
		-o APT::Sandbox::User=root -o Acquire::GzipIndexes=true \
		-o Acquire::Languages=none -o Debug::NoLocking=true \
		-o APT::Architecture="$arch" -o APT::Architectures="$arch,amd64" "$@"
}

# suite_refresh SUITE: refresh its lists, once per set-up, and only when something has to be fetched.
# A refresh that fails is not an error yet: the lists at hand may do.
suites_refreshed=
suite_refresh() {
	# shellcheck disable=SC2086 # the list is words
	! word_in "$1" $suites_refreshed || return 0
	suites_refreshed="$suites_refreshed $1"
	command -v apt-get >/dev/null 2>&1 ||
		die 1 "kernels come through apt-get, which this machine does not have: use Debian, or what derives from it."
	{
		mkdir -p "$root/build/apt/$1/lists/partial" "$root/build/apt/$1/archives/partial" &&
			suite_sources "${1%:*}" >"$root/build/apt/$1/sources.list"
	} || die 1 "cannot write below build/: free some space, then run this again."
	say "refreshing the package lists of $1"
	suite_apt "$1" apt-get update >>"$setup_log" 2>&1 || interrupted_by $? || :
}

# suite_lacks SUITE THING: end with the sentence about something that it should have.
suite_lacks() {
	local missed
	missed="$2 cannot be found in Debian's suite ${1%:*}"
	case $1 in
	*:*) missed="$missed for ${1#*:}" ;;
	esac
	die 1 "$missed: check the network, and that the mirror in apt's sources has that suite, then run this again (details in ${setup_log#"$root"/})."
}

# fetch_package SUITE PACKAGE: download it and print the path of the .deb; an already finished download is reused.
fetch_package() {
	local uri file size deb
	uri=$(suite_apt "$1" apt-get download --print-uris "$2" 2>>"$setup_log") ||
		suite_lacks "$1" "the package $2"
	# The line is: 'uri' file-name size hash
	file=$(echo "$uri" | awk 'END { print $2 }')
	size=$(echo "$uri" | awk 'END { print $3 }')
	deb=$root/build/debs/$file
	if [ ! -e "$deb" ]; then
		say "downloading $2 ($(((size + 524288) / 1048576)) MiB)"
		mkdir -p "$root/build/debs/partial"
		(cd "$root/build/debs/partial" && suite_apt "$1" apt-get download "$2") \
			>>"$setup_log" 2>&1 || die_fetch "$2"
		mv "$root/build/debs/partial/$file" "$deb" || die_fetch "$2"
	fi
	echo "$deb"
}
