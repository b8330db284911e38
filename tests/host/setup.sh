# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Set-up on a machine where something is wrong: one sentence that says what to do, a
# failure, nothing half-made. Runs on a copy of the scripts, with stand-ins for whatever
# could reach this machine's packages or make somebody root, and with probes of its own, so
# that it neither installs nor downloads, and says the same on every machine. Each case
# starts from an empty build/.

. tests/vm/lib/ktap.sh
. scripts/lib/kernel_series.sh

scratch=$(mktemp -d) && [ -d "$scratch" ] || exit 1
tree=$scratch/tree
fake=$scratch/bin
mkdir -p "$tree" "$fake"
cp -r scripts vm drivers VERSION "$tree/"
real_path=$PATH
trap 'PATH=$real_path; rm -rf "$scratch"; ktap_end' EXIT

# Every tool of this machine by link, so that single ones can be taken away or replaced.
ln -s /usr/bin/* /usr/sbin/* "$fake/" 2>/dev/null
# Files that set-up looks for lie below the scratch folder.
sed -i "s, /usr/, $scratch/usr/," "$tree/scripts/lib/packages.sh"
printf 'ID=debian\nVERSION_CODENAME=bookworm\n' >"$scratch/os-release"
RG_OS_RELEASE=$scratch/os-release
export RG_OS_RELEASE
unset KERNELS SERIES T

# stand_in NAME TEXT: the tool of that name does TEXT, and notes that it was called.
stand_in() {
	rm -f "$fake/$1"
	printf '#!/bin/sh\necho "%s $*" >>%s/calls\n%s\n' "$1" "$scratch" "$2" >"$fake/$1"
	chmod 755 "$fake/$1"
}

put_back() {
	ln -sf "/usr/bin/$1" "$fake/$1"
}

# Every program and file that any target looks for is there.
everything_present() {
	local target
	ln -sf true "$fake/newuidmap"
	(
		# shellcheck source=scripts/lib/packages.sh
		. "$tree/scripts/lib/packages.sh"
		series_of() { :; }
		for target in modules tools board demo check bench style machines; do
			packages_of "$target"
		done
	) | while read -r _ probe; do
		case $probe in
		*/*)
			probe=$(echo "$probe" | tr '*' 1)
			mkdir -p "$(dirname "$probe")"
			: >"$probe"
			;;
		*) [ -e "$fake/$probe" ] || printf '#!/bin/sh\n' >"$fake/$probe" ;;
		esac
	done
	# Links lead to the machine's own programs, whose modes are not this test's.
	find "$fake" -type f -exec chmod 755 {} +
}

# attempt COMMAND...: in the copy, with the stand-ins; status and words are kept.
attempt() {
	rm -rf "$tree/build" "$scratch/calls"
	attempt_again "$@"
}

attempt_again() {
	: >"$scratch/said"
	(cd "$tree" && exec env PATH="$fake" "$@") >"$scratch/said" 2>&1 </dev/null
	status=$?
}

# refused SENTENCE STATUS TEXT: one sentence with TEXT ended it, apart from progress.
refused() {
	if [ "$status" -eq "$2" ] && tail -n 1 "$scratch/said" | grep -qF -e "$3"; then
		ok "$1"
	else
		not_ok "$1"
		diag "status $status, expected $2 and a last line with '$3' in:"
		diag "$(cat "$scratch/said")"
	fi
}

# Nothing but set-up's own log and lock.
nothing_left() {
	check_equal "$1" "" \
		"$(find "$tree/build" -mindepth 1 ! -name setup.log ! -name .setup.lock \
			! -path "$tree/build/apt" ! -path "$tree/build/apt/*" 2>/dev/null)"
}

# pretend_kernels: of the suites that Debian 12 takes them from, and roots to build for them.
pretend_kernels() {
	local each
	for each in 5.10:bullseye 6.1:bookworm 6.12:bookworm newest:trixie-backports; do
		mkdir -p "$tree/build/kernels/${each%:*}"
		echo "${each%:*}.0-test" >"$tree/build/kernels/${each%:*}/release"
		echo "${each#*:}" >"$tree/build/kernels/${each%:*}/suite"
	done
	for suite in bullseye trixie; do
		mkdir -p "$tree/build/roots/$suite"
		(. scripts/lib/roots.sh && build_packages "$suite") >"$tree/build/roots/$suite/.railglow"
	done
	mkdir -p "$tree/build/sources/6.1" "$tree/build/sources/newest" \
		"$tree/build/sources/6.12/scripts" "$tree/build/clients/prometheus-node-exporter"
	: >"$tree/build/sources/6.12/scripts/kernel-doc"
}

plan

stand_in apt-get 'exit 100'
stand_in apt-cache 'exit 100'
# A real sudo would look for programs where it likes, not on the PATH of this test.
stand_in sudo 'exec "$@"'
stand_in su 'exit 1'
stand_in runuser 'exit 1'
stand_in pkexec 'exit 1'
everything_present

attempt scripts/setup
refused "no target is refused" 2 "name what to set up"
attempt scripts/setup everything
refused "an unknown target is refused with the list" 2 "use modules, tools, demo, board, check"
attempt env SERIES=5.4 scripts/setup demo
refused "an unknown kernel series is refused with the list" 2 "use one of: $rg_series_all"

attempt env SERIES=arm64-6.12 scripts/setup demo
refused "a demo on a kernel that cannot run this machine's programs is refused" 2 \
	"which a kernel for arm64 cannot run: use one of: 5.10 6.1 6.12 newest."

rm -rf "$tree/build" "$scratch/calls"
pretend_kernels
attempt_again scripts/setup modules tools demo board check style bench machines
check_equal "with everything present set-up succeeds" 0 "$status"
check_equal "with everything present set-up says nothing" "" "$(cat "$scratch/said")"
check_fails "with everything present the package tools are not called" \
	test -e "$scratch/calls"

stand_in unshare 'exit 1'
attempt_again scripts/setup check
check_equal "where no root can be made, tests run on the kernels of this release" 0 "$status"
refused "and that is said in one sentence" 0 "tests run only on kernels of this release: 6.1 6.12"
rm -rf "$tree/build/kernels/5.10" "$tree/build/roots/bullseye"
attempt_again env KERNELS=5.10 scripts/setup check
refused "a kernel that was asked for and that needs a root is one sentence" 1 \
	"roots of other distributions need root or user namespaces"
# shellcheck disable=SC2016 # the stand-in expands it
stand_in unshare 'while [ "${1#-}" != "$1" ]; do shift; done; exec "$@"'
stand_in mmdebstrap 'exit 25'
pretend_kernels
rm -rf "$tree/build/roots/bullseye"
attempt_again env KERNELS=5.10 scripts/setup check
refused "a mirror without the suite is one sentence" 1 \
	"could not make a root of bullseye: check the network, and that the mirror in apt's sources has bullseye"
check_equal "and leaves nothing of a root behind" trixie "$(ls "$tree/build/roots")"
mkdir "$tree/build/roots/bullseye"
echo gcc >"$tree/build/roots/bullseye/.railglow"
attempt_again env KERNELS=5.10 scripts/setup check
check "a root of other packages than those asked for today is made anew, and that is said" \
	grep -q "the root of bullseye is of an earlier day" "$scratch/said"
put_back mmdebstrap
put_back unshare
attempt_again env KERNELS=5.4 scripts/setup check
refused "an unknown series in KERNELS is refused with the list" 2 "use one of: $rg_series_all"

attempt scripts/setup modules
refused "a kernel that apt does not know is one sentence" 1 \
	"a kernel of series 6.1 cannot be found in Debian's suite bookworm: check the network"
nothing_left "a kernel that apt does not know leaves nothing behind"
ln -sf true "$fake/aarch64-linux-gnu-gcc"
attempt env SERIES=arm64-6.12 scripts/setup modules
refused "one for another architecture is looked for among that one's" 1 \
	"a kernel of series arm64-6.12 cannot be found in Debian's suite bookworm for arm64: check the network"

# shellcheck disable=SC2016 # the stand-in expands it
stand_in apt-cache 'case " $* " in
*" pkgnames "*) echo linux-headers-6.1.0-9-amd64; echo linux-headers-6.1.0-31-amd64
	echo linux-headers-6.1.0-31-rt-amd64; echo linux-headers-6.1.0-31-cloud-amd64 ;;
*" depends "*) echo "  Depends: linux-headers-6.1.0-31-common"; echo "  Depends: linux-kbuild-6.1"
	echo " |Depends: linux-modules-6.1.0-31-amd64"; echo "  Depends: linux-base" ;;
esac'
stand_in apt-get 'case " $* " in
*" --print-uris "*) echo "'\''http://x/'\'' package_1_amd64.deb 1048576 SHA256:0" ;;
*" download "*) echo half >package_1_amd64.deb; exit 100 ;;
esac'
attempt env SERIES=6.1 scripts/setup modules
refused "a download that breaks off is one sentence" 1 "could not download linux-image"
nothing_left "a download that breaks off leaves nothing behind"
check "the newest of several kernels is taken, by number" \
	grep -q 'linux-image-6\.1\.0-31-amd64' "$scratch/calls"
check "the packages that an image of the new kind is a shell around come along" \
	grep -q 'print-uris .*linux-modules-6\.1\.0-31-amd64' "$scratch/calls"
check_fails "packages that are of no one release do not" \
	grep -q 'print-uris .*linux-base ' "$scratch/calls"
check "kernels come by package lists of the project's own" \
	grep -q "^apt-get .*sourcelist=$tree/build/apt/bookworm/sources.list .* update\$" "$scratch/calls"
check_fails "and need nobody to be root" grep -q ^sudo "$scratch/calls"
check_fails "kernels of the rt and cloud flavours are not taken" \
	grep -q -e 31-rt -e 31-cloud "$scratch/calls"

attempt env SERIES=arm64-6.1 scripts/setup modules
refused "an architecture has the series that the table says" 2 "unknown kernel series 'arm64-6.1'"
stand_in apt-cache 'case " $* " in
*" pkgnames "*) echo linux-headers-6.12.1-amd64; echo linux-headers-6.12.1-arm64; echo linux-headers-6.12.1-arm64-16k ;;
*" depends "*) echo "  Depends: linux-headers-6.12.1-common"; echo "  Depends: linux-kbuild-6.12.1" ;;
esac'
attempt env SERIES=arm64-6.12 scripts/setup modules
check "a kernel for another architecture comes with programs of kbuild that run here" \
	grep -q 'print-uris linux-image-6.12.1-arm64 linux-headers-6.12.1-arm64 linux-headers-6.12.1-common linux-kbuild-6.12.1:amd64' "$scratch/calls"
rm -f "$fake/aarch64-linux-gnu-gcc"
attempt env SERIES=arm64-6.12 scripts/setup modules
check "a cross compiler is installed for who asks for such a kernel" \
	grep -q 'installing: gcc-aarch64-linux-gnu' "$scratch/said"
attempt env SERIES=6.12 scripts/setup modules
check_fails "... and for nobody else" grep -q aarch64 "$scratch/said" "$scratch/calls"

rm -rf "$tree/build"
pretend_kernels
rmdir "$tree/build/clients/prometheus-node-exporter"
attempt_again scripts/setup check
refused "a client whose download breaks off is one sentence" 1 \
	"could not download prometheus-node-exporter"
check_equal "... and leaves nothing of it behind" "" \
	"$(find "$tree/build" -name '*prometheus*' -o -name debs)"

stand_in df 'echo "Filesystem 1M-blocks Used Available"; echo "disk 300 90 210"'
attempt_again scripts/setup check
refused "a disk without room for what tests build is one sentence" 1 \
	"has 210 MiB free and this step needs 300"
attempt_again scripts/setup tools
check_equal "... though the tool alone would fit" 0 "$status"
stand_in df 'echo "Filesystem 1M-blocks Used Available"; echo "disk 100 90 10"'
attempt scripts/setup modules
refused "a disk without room is one sentence before anything is fetched" 1 \
	"has 10 MiB free and this step needs"
check_fails "a disk without room: nothing is fetched" grep -qs download "$scratch/calls"
nothing_left "a disk without room leaves nothing behind"

stand_in df "echo >>$scratch/df; [ \$(wc -l <$scratch/df) -le 2 ] && n=5000 || n=7
echo 'Filesystem 1M-blocks Used Available'; echo \"disk 9000 90 \$n\""
attempt env SERIES=6.1 scripts/setup modules
refused "a disk that fills up on the way is told from a broken network" 1 "filled up"
nothing_left "a disk that fills up on the way leaves nothing behind"
put_back df

stand_in apt-get 'case " $* " in *" update "*) exit 130 ;; esac'
attempt env SERIES=6.1 scripts/setup modules
check_equal "Ctrl-C while lists are refreshed ends set-up" 130 "$status"
check_equal "in one sentence" "railglow: set-up interrupted; run it again to go on." \
	"$(tail -n 1 "$scratch/said")"
check_fails "and nothing is fetched behind one's back" grep -q download "$scratch/calls"
nothing_left "an interrupted set-up leaves nothing behind"

rm -rf "$tree/build"
mkdir -p "$tree/build/setup.log"
attempt_again scripts/setup modules
refused "a log of set-up that cannot be written is one sentence" 1 "make build/ writable"
rm -rf "$tree/build"
: >"$tree/build"
attempt_again scripts/setup modules
refused "a clone that cannot be written is one sentence" 1 "make the folder writable"
rm -f "$tree/build"

stand_in apt-get 'exit 100'
rm -f "$fake/qemu-system-x86_64"
rm -rf "$tree/build"
pretend_kernels
attempt_again scripts/setup board
refused "a missing QEMU that cannot be installed is one sentence" 1 \
	"could not install qemu-system-x86: check the network"
check "packages are named before they are installed" \
	grep -q 'installing: qemu-system-x86$' "$scratch/said"
attempt_again vm/run scripts/setup
refused "the runner without QEMU is one sentence" 125 "QEMU is missing"
check_equal "the runner without QEMU leaves nothing behind" "" \
	"$(find "$tree/build" -name 'run.*')"

stand_in id 'echo 1000'
stand_in apt-get 'case " $* " in *" update "*) exit 130 ;; esac'
attempt scripts/setup board
check "packages are installed by way of sudo" grep -q '^sudo apt-get .*update' "$scratch/calls"
check_equal "Ctrl-C that reached only the program behind sudo ends set-up" 130 "$status"
check_fails "and nothing is installed behind one's back" grep -q ' install ' "$scratch/calls"
stand_in apt-get 'case " $* " in *" install "*) exit 130 ;; esac'
attempt scripts/setup board
check_equal "Ctrl-C that ends the installation behind sudo ends set-up" 130 "$status"
# shellcheck disable=SC2016 # the stand-in expands it
stand_in apt-get 'case " $* " in *" update "*) kill -INT $PPID ;; esac'
attempt env --default-signal=INT scripts/setup board
check_equal "Ctrl-C that apt-get itself makes nothing of ends set-up" 130 "$status"
check_fails "and nothing is installed behind one's back" grep -q ' install ' "$scratch/calls"
stand_in apt-get 'case " $* " in *" install "*) echo "W: Operation was interrupted before it could finish" ;; esac'
attempt scripts/setup board
check_equal "an installation that Ctrl-C stopped half-way ends set-up, though apt-get says 0" 130 "$status"
check_fails "and no kernel is fetched behind one's back" grep -q 'download' "$scratch/calls"
stand_in apt-get :
attempt scripts/setup board
refused "a package that apt-get says it brought and that is not there is named" 1 \
	"apt-get did not bring qemu-system-x86: see build/setup.log"
stand_in apt-get 'exit 100'
rm -f "$fake/sudo"
attempt scripts/setup board
refused "without root and sudo the command to run as root is given" 1 \
	"run 'apt-get install qemu-system-x86' as root"
put_back id

rm -f "$fake/apt-get"
attempt scripts/setup board
refused "without apt-get the packages to install by hand are named" 1 \
	"install qemu-system-x86 by hand"

rm -rf "$tree/build"
attempt scripts/build-modules 6.12
refused "building without the kernel says what to run" 1 "run 'make modules'"
attempt scripts/build-modules 5.4
refused "building for an unknown series is refused with the list" 2 "use one of: $rg_series_all"

printf 'ID=debian\nVERSION_CODENAME=trixie\n' >"$scratch/os-release"
stand_in apt-get 'exit 100'
attempt env SERIES=6.12 scripts/setup modules
refused "on another release of Debian kernels come from its own archives" 1 \
	"a kernel of series 6.12 cannot be found in Debian's suite trixie"

finish
