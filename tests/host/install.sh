# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The commands that somebody with a board types to build, install, upgrade and remove the drivers.
# The headers are those of a stock kernel, the machine is a folder, and dkms and depmod are
# stand-ins that keep to that; tests/machines/install does the same with the real ones.

. tests/vm/lib/ktap.sh
. scripts/lib/say.sh
. scripts/lib/kernel_series.sh

# Everything below is in this folder. Without it, paths would begin at / and be the machine's.
set -u
scratch=$(mktemp -d) && [ -d "$scratch" ] || exit 1
chmod 755 "$scratch"
root=$PWD
tree=$scratch/tree
machine=$scratch/machine
image=$scratch/image
said=$scratch/said
release=$(kernel_release 6.12)
headers=$root/build/kernels/6.12/headers
version=$(tail -n 1 VERSION)

# A copy, as a packager has it: without the kernels of the project.
mkdir -p "$tree"
cp -R VERSION COPYING Makefile core drivers scripts "$tree/"
cp --parents tests/host.mk "$tree/"
# The project's scripts look in the machine's sbin folders, too; here nothing may.
sed -i '/^PATH=/d' "$tree/scripts/lib/say.sh"

# Every program of this machine by link, so that single ones can be taken away or replaced.
# None of them is sudo.
fake=$scratch/bin
mkdir "$fake"
for each in /usr/bin/* /usr/sbin/* /bin/* /sbin/*; do
	[ -e "$fake/${each##*/}" ] || ln -s "$each" "$fake/"
done
rm -f "$fake/sudo"

# stand_in NAME: the program of that name is the script on stdin, and notes its calls.
stand_in() {
	rm -f "$fake/$1"
	{
		printf '#!/bin/sh\necho "%s $*" >>"%s/calls"\nmachine=%s built=%s\n' \
			"$1" "$scratch" "$machine" "$root/build/$release"
		cat
	} >"$fake/$1"
	chmod 755 "$fake/$1"
}

put_back() {
	rm -f "$fake/$1"
	ln -s "/usr/bin/$1" "$fake/$1"
}

put_dkms() {
	local each
	stand_in dkms <<-'END'
		tree=$machine/var/lib/dkms/railglow
		v=${2#railglow/}
		case $1 in
		status)
			for each in "$tree"/*/; do
				[ ! -d "$each" ] || echo "railglow/$(basename "$each"), x, x86_64: installed"
			done ;;
		add)
			[ -e "$machine/usr/src/railglow-$v/dkms.conf" ] && [ ! -e "$tree/$v" ] || exit 3
			mkdir -p "$tree/$v"
			ln -s "$machine/usr/src/railglow-$v" "$tree/$v/source" ;;
		remove)
			[ -e "$tree/$v/source/dkms.conf" ] || exit 3
			rm -rf "$tree/$v" "$machine"/lib/modules/*/updates/dkms
			rmdir --ignore-fail-on-non-empty "$tree" ;;
		install)
			[ ! -e "$machine/lib/modules/$4/cloud" ] || exit 77
			[ ! -e "$machine/usr/src/railglow-$v/core/broken.c" ] || {
				echo "error: broken.c"
				exit 10
			}
			mkdir -p "$machine/lib/modules/$4/updates/dkms"
			cp "$built/ina3221.ko" "$built/ledtrig-pattern.ko" \
				"$machine/lib/modules/$4/updates/dkms/" ;;
		esac
	END
}

# attempt ARGUMENT...: of make, in the copy, for the machine.
attempt() {
	: >"$scratch/calls"
	(
		PATH=$fake RG_MACHINE=$machine
		export PATH RG_MACHINE
		exec make -s -C "$tree" "$@"
	) >"$said" 2>&1 </dev/null
	status=$?
}

# ended SENTENCE STATUS TEXT: the last attempt, with TEXT in the last line of its own.
ended() {
	if [ "$status" -eq "$2" ] && grep '^railglow:' "$said" | tail -n 1 | grep -qF -e "$3"; then
		ok "$1"
	else
		not_ok "$1"
		diag "status $status, expected $2 and a last line with '$3' in:"
		diag "$(cat "$said")"
	fi
}

# make's own status, whatever that of the recipe.
refused() {
	ended "$1" 2 "$2"
}

# done_saying SENTENCE TEXT
done_saying() {
	if [ "$status" -eq 0 ] && grep -qF -e "$2" "$said"; then
		ok "$1"
	else
		not_ok "$1"
		diag "status $status, expected success and '$2' in:"
		diag "$(cat "$said")"
	fi
}

state() {
	(cd "$machine" && find . | sort)
}

new_machine() {
	rm -rf "$machine"
	mkdir -p "$machine/usr/src" "$machine/etc/sensors.d" "$machine/var/lib/dkms" \
		"$machine/lib/modules/$release"
	ln -s "$headers" "$machine/lib/modules/$release/build"
	state >"$scratch/empty"
}

# unchanged SENTENCE: the machine is as new.
unchanged() {
	check_equal "$1" "$(cat "$scratch/empty")" "$(state)"
}

updates() {
	(cd "$machine/lib/modules/$release/updates" 2>/dev/null && find . -name '*.ko' | sort | xargs)
}

dkms_calls() {
	sed -n 's/^dkms \(remove\|add\|install\) .*/\1/p' "$scratch/calls" | xargs
}

plan
trap 'rm -rf "$scratch"; ktap_end' EXIT

put_dkms
stand_in depmod </dev/null
new_machine

attempt drivers KDIR=/nonexistent
refused "a folder without kernel headers is refused in a sentence that names the package" \
	"apt-get install linux-headers-"
check_equal "... and leaves nothing behind" "" "$(find "$tree/build" 2>/dev/null)"
check_fails "several folders of headers are refused" "$tree/scripts/build-modules" --headers a b

# Below DESTDIR, where nothing is run.

attempt install-drivers KDIR="$headers" DESTDIR="$image"
done_saying "both drivers are built for the kernel of the headers and installed below DESTDIR" \
	"in $image/lib/modules/$release/updates"
check_equal "... in updates/, where modprobe looks first" "ina3221.ko ledtrig-pattern.ko" \
	"$(cd "$image/lib/modules/$release/updates" && echo *)"
check_equal "... for that kernel" "$release $release" \
	"$(modinfo -F vermagic "$image/lib/modules/$release/updates"/*.ko | cut -d ' ' -f 1 | xargs)"
check_equal "... with the names that make sensors show each value as what it is" \
	"$(cat drivers/ina3221/ina3221.conf)" "$(cat "$image/etc/sensors.d/ina3221.conf")"
check_equal "... and nothing is run" "" "$(cat "$scratch/calls")"
cat >"$scratch/cross-strip" <<END
#!/bin/sh
echo "\$@" >>"$scratch/stripped"
exec strip "\$@"
END
chmod 755 "$scratch/cross-strip"
attempt install-drivers KDIR="$headers" DESTDIR="$image" CROSS_COMPILE="$scratch/cross-"
done_saying "a second time works as well, with the tools of CROSS_COMPILE" installed
check_equal "... which strip in place of the host's own" "ina3221.ko ledtrig-pattern.ko" \
	"$(grep -o '[^/ ]*[.]ko' "$scratch/stripped" | xargs)"
attempt uninstall-drivers DESTDIR="$image"
done_saying "uninstall-drivers takes them away" removed
check_equal "... with all that was made for them" "" "$(find "$image" ! -type d -o -name updates)"
attempt uninstall-drivers DESTDIR="$image"
done_saying "a second time there is nothing to take" "nothing"

attempt install-dkms DESTDIR="$image"
sources=$image/usr/src/railglow-$version
done_saying "the sources go where DKMS wants them" "$sources"
check_equal "... and nothing is run" "" "$(cat "$scratch/calls")"
check_equal "... with the version in" "PACKAGE_VERSION=\"$version\"" \
	"$(grep ^PACKAGE_VERSION "$sources/dkms.conf")"
: >"$sources/core/stale.c"
attempt install-dkms DESTDIR="$image"
check_fails "files that are not in the tree any more do not stay" test -e "$sources/core/stale.c"
# DKMS reads them so: its file is shell, with two variables set.
(
	cd "$sources" || exit
	# shellcheck disable=SC2034 # for the file
	kernel_source_dir=$headers kernelver=$release
	sed 's/^\([A-Z_]*\)\[\([01]\)\]/\1_\2/' dkms.conf >"$scratch/conf"
	# shellcheck disable=SC1091,SC2154 # made above; it sets the names
	. "$scratch/conf" && $MAKE_0 && ls "$BUILT_MODULE_LOCATION_0/$BUILT_MODULE_NAME_0.ko" \
		"$BUILT_MODULE_LOCATION_1/$BUILT_MODULE_NAME_1.ko" &&
		echo "$release" | grep -E "$BUILD_EXCLUSIVE_KERNEL" &&
		for each in $BUILD_EXCLUSIVE_CONFIG; do
			grep "^$each=[ym]" "$headers/.config" || exit
		done
) >"$said" 2>&1
check_equal "its command makes the modules where DKMS looks for them, and this is a kernel for them" 0 $?
attempt uninstall-dkms DESTDIR="$image"
done_saying "uninstall-dkms takes them away" removed
check_equal "... all of them" "" "$(find "$image" ! -type d)"

# By hand, on the machine.

rm -f "$fake/depmod"
attempt install-drivers KDIR="$headers"
refused "without kmod install-drivers says what to install" "apt-get install kmod"
unchanged "... and changes nothing"
stand_in depmod </dev/null

attempt install-drivers KDIR="$headers"
done_saying "install-drivers says where the drivers are" "$machine/lib/modules/$release/updates"
check_equal "... they are there" "./ina3221.ko ./ledtrig-pattern.ko" "$(updates)"
check "... and depmod is told" grep -qxF "depmod -b $machine $release" "$scratch/calls"
attempt install-dkms
refused "install-dkms over them says what to type" "make uninstall-drivers"
check_equal "... and leaves DKMS alone" "" "$(dkms_calls)$(ls "$machine/usr/src")"
attempt uninstall-drivers
done_saying "uninstall-drivers says what it removed" "ina3221.ko"
check "... and tells depmod" grep -qxF "depmod -b $machine $release" "$scratch/calls"
unchanged "... it leaves nothing"

mkdir -p "$machine/lib/modules/$release/updates"
echo "label in1 mine" >"$machine/etc/sensors.d/ina3221.conf"
echo theirs >"$machine/lib/modules/$release/updates/other.ko"
attempt install-drivers KDIR="$headers"
done_saying "names for sensors that somebody else wrote stay, which is said" "left as it is"
attempt uninstall-drivers
check_equal "... also when the drivers go" "label in1 mine" "$(cat "$machine/etc/sensors.d/ina3221.conf")"
check_equal "modules of somebody else stay" ./other.ko "$(updates)"
echo theirs >"$machine/lib/modules/$release/updates/ina3221.ko"
attempt uninstall-drivers
check_equal "... also one of the same name" theirs "$(cat "$machine/lib/modules/$release/updates/ina3221.ko")"
attempt install-drivers KDIR="$headers"
refused "... which is not written over, either" "is not railglow's"

# A disk that is full when the second module is written.
new_machine
stand_in install <<'END'
case " $* " in
*ledtrig-pattern*"$machine"*) exit 1 ;;
esac
exec /usr/bin/install "$@"
END
attempt install-drivers KDIR="$headers"
put_back install
refused "a disk that is full is a sentence" "free some space"
unchanged "... and nothing is half-made"

# By DKMS.

rm -f "$fake/dkms"
attempt install-dkms
refused "without dkms install-dkms says what to install" "apt-get install dkms"
unchanged "... and changes nothing"
put_dkms
mv "$machine/lib/modules/$release/build" "$scratch/"
attempt install-dkms
mv "$scratch/build" "$machine/lib/modules/$release/"
refused "without headers it says what to install" "apt-get install linux-headers-"
unchanged "... and changes nothing"
stand_in cp <<'END'
case " $* " in
*--parents*) /usr/bin/cp VERSION "$machine/usr/src/railglow-"*/; exit 1 ;;
esac
exec /usr/bin/cp "$@"
END
attempt install-dkms
put_back cp
refused "a disk that is full is a sentence" "free some space"
unchanged "... and nothing is half-made"

attempt install-dkms
done_saying "install-dkms says where the sources are" "$machine/usr/src/railglow-$version"
check_equal "... DKMS installs both drivers" "./dkms/ina3221.ko ./dkms/ledtrig-pattern.ko" "$(updates)"
attempt install-drivers KDIR="$headers"
refused "install-drivers over them says what to type" "make uninstall-dkms"
check_equal "... and installs nothing" "./dkms/ina3221.ko ./dkms/ledtrig-pattern.ko" "$(updates)"
: >"$machine/usr/src/railglow-$version/core/stale.c"
attempt install-dkms
check_equal "the same version is taken away before it is installed anew" "remove add install" \
	"$(dkms_calls)"
check_fails "... and no file of it stays" test -e "$machine/usr/src/railglow-$version/core/stale.c"
echo 9.9.9 >>"$tree/VERSION"
attempt install-dkms
done_saying "another version takes its place" "9.9.9"
check_equal "... in DKMS and in its sources" "9.9.9 railglow-9.9.9" \
	"$(ls "$machine/var/lib/dkms/railglow") $(ls -A "$machine/usr/src")"
: >"$tree/core/broken.c"
echo 9.9.10 >>"$tree/VERSION"
attempt install-dkms
refused "a version that cannot be built says so, and that the one before is back" "railglow 9.9.9 is back"
check "... with why" grep -q "error: broken.c" "$said"
check_equal "... it is back" "railglow-9.9.9" "$(ls -A "$machine/usr/src")"
rm -f "$tree/core/broken.c"
rm -rf "$machine/usr/src/railglow-9.9.9"
attempt install-dkms
done_saying "sources that have gone from under DKMS are not an obstacle" "9.9.10"

mkdir -p "$machine/lib/modules/0-cloud"
: >"$machine/lib/modules/0-cloud/cloud"
ln -s "$headers" "$machine/lib/modules/0-cloud/build"
attempt install-dkms
done_saying "a kernel without what the drivers need is named, and left out" "not for 0-cloud"
rm -r "$machine/lib/modules/0-cloud"
attempt uninstall-dkms
done_saying "uninstall-dkms says what it removed" removed
unchanged "... it leaves nothing"
attempt uninstall-dkms
done_saying "a second time there is nothing to take" "nothing of railglow"

# Trees of others. Root can be anybody; anybody else has but a folder without leave to write.
sed -i '/^9.9/d' "$tree/VERSION"
rm -rf "$tree/build/drivers/$release"
if [ "$(id -u)" -eq 0 ]; then
	chown 65534:65534 "$tree"
	check_equal "root builds in the tree of another user as that user" 65534 \
		"$(root=$tree && . scripts/lib/owner.sh && as_owner id -u)"
	stranger='setpriv --reuid=65534 --regid=65534 --clear-groups'
else
	skip "root builds in the tree of another user as that user" "this is not root"
	chmod 555 "$tree/build/drivers"
	stranger=
fi
# shellcheck disable=SC2086 # words
if $stranger test -r "$headers/Makefile"; then
	check_says "a build/ that one cannot write to is a sentence" "then " \
		$stranger make -s -C "$tree" drivers KDIR="$headers"
else
	skip "a build/ that one cannot write to is a sentence" "others cannot read this folder"
fi
chmod -R u+w "$tree/build"

finish
