# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The guest runner sees every way a run can go wrong: each is provoked and must come back
# with its own status. A runner that passes these by would let any other test pass.

. tests/vm/lib/ktap.sh
. scripts/lib/say.sh
. scripts/lib/kernel_series.sh

scratch=$(mktemp -d)

# guest TEXT OPTION...: runs TEXT as a guest script; status and all output are kept. In virtual
# time, which is the cheaper one, unless the options say otherwise.
guest() {
	printf '%s\n' "$1" >"$scratch/script"
	shift
	vm/run --virtual "$@" "$scratch/script" >"$scratch/stdout" 2>"$scratch/stderr"
	status=$?
}

# comes_back SENTENCE STATUS TEXT: the last run ended so, and said TEXT to the reader.
comes_back() {
	if [ "$status" -eq "$2" ] && grep -qF -e "$3" "$scratch/stdout" "$scratch/stderr"; then
		ok "$1"
	else
		not_ok "$1"
		diag "status $status, expected $2 and the text '$3' in:"
		diag "$(tail -n 20 "$scratch/stdout" "$scratch/stderr")"
	fi
}

plan

# One boot for all that goes well together
guest 'echo "said on stdout"; echo "said on stderr" >&2; echo "<6>all is well" >/dev/kmsg
modprobe led-class-multicolor
grep -o "^\(led_class_multicolor\|ledtrig_timer\)" /proc/modules | sort
echo one >/out/a; mkdir /out/d; echo two >/out/d/b' \
	--carry led-class-multicolor --modules stock:ledtrig-timer --out "$scratch/out"
comes_back "a script that ends well is a success and its output arrives" 0 "said on stdout"
check "a mere notice in the kernel log is not a failure" test "$status" -eq 0
check_equal "stdout carries nothing but what the script said" \
	"said on stdout led_class_multicolor ledtrig_timer" "$(xargs <"$scratch/stdout")"
check "stderr arrives on its own" grep -qx "said on stderr" "$scratch/stderr"
check "a module that is carried can be loaded by the script" \
	grep -qx led_class_multicolor "$scratch/stdout"
check "a module of the kernel is loaded when asked for" grep -qx ledtrig_timer "$scratch/stdout"
check_equal "files the script leaves come back" "one two" \
	"$(cat "$scratch/out/a" "$scratch/out/d/b" | xargs)"

guest 'echo counted; exit 3'
comes_back "a script's exit status is passed on" 3 counted

guest 'echo counted; exit 121'
comes_back "a script cannot pretend to be a failure of the runner" 1 counted

guest 'echo before; echo c >/proc/sysrq-trigger'
comes_back "a kernel panic is a failure, with the console's tail" 121 "Kernel panic"
check "output from before a panic is kept" grep -qx before "$scratch/stdout"

# A stand-in for QEMU crashes as often as told to, before the kernel has a first process.
mkdir "$scratch/bin"
cat >"$scratch/bin/qemu-system-x86_64" <<-END
	#!/bin/sh
	echo >>"$scratch/starts"
	[ "\$(wc -l <"$scratch/starts")" -gt "\$CRASHES" ] || {
		echo "Kernel panic - not syncing" >"\$(echo "\$*" | sed 's/.*id=console,path=\([^ ]*\).*/\1/')"
		exit 0
	}
	exec "$(command -v qemu-system-x86_64)" "\$@"
END
chmod 755 "$scratch/bin/qemu-system-x86_64"
real_path=$PATH
PATH=$scratch/bin:$PATH
export CRASHES=1
guest 'echo counted'
comes_back "a kernel that crashes before its first process is started once more" 0 counted
check "... which is said" grep -q 'starting it once more' "$scratch/stderr"
rm "$scratch/starts"
CRASHES=2
guest 'echo counted'
comes_back "one that does so again is a failure" 121 "Kernel panic"
PATH=$real_path

guest 'sleep 1000' --normal --timeout 10
comes_back "a hanging script is a failure" 122 "did not end within 10 s"

guest 'poweroff -f'
comes_back "a guest that goes away early is a failure" 120 "without a result"

guest 'uname -r' --expect 6.1.0-0-amd64
comes_back "a kernel that was not asked for is a failure" 123 "not 6.1.0-0-amd64"

guest "echo '<4>nobody expects this' >/dev/kmsg"
comes_back "a warning in the kernel log is a failure" 124 "nobody expects this"

guest 'dmesg -c >/dev/null'
comes_back "a test that clears the kernel log is a failure" 124 "lost its beginning"

guest 'echo 64 >/proc/sys/kernel/tainted'
comes_back "a taint that is not ours is a failure" 124 "tainted"

guest 'true' --modules no-such-module
comes_back "a module that does not exist is named" 125 "no module no-such-module"

mkdir -p "$scratch/tree/build"
cp -r scripts vm tests VERSION "$scratch/tree/"
ln -s "$PWD/build/kernels" "$scratch/tree/build/kernels"
echo true >"$scratch/script"
"$scratch/tree/vm/run" --modules ledtrig-pattern "$scratch/script" >"$scratch/stdout" \
	2>"$scratch/stderr"
status=$?
comes_back "a module of ours that is not built is never taken from the kernel" 125 \
	"module ledtrig-pattern is not built"

guest 'true' --program no-such-program
comes_back "a program that does not exist is named" 125 "program no-such-program"
guest 'true' --program native:no-such-program
comes_back "... also where it may be another release's" 125 "program no-such-program"
foreign=
for each in $(series_checked); do
	[ "$(series_arch "$each")" != amd64 ] || ! series_foreign "$each" || foreign=$each
done
if [ -n "$foreign" ]; then
	guest 'true' --series "$foreign" --program native:no-such-program
	comes_back "... or is" 125 "program no-such-program is not in build/roots/"
	guest 'iio_info --version || :' --series "$foreign" --program native:iio_info
	comes_back "one that is there runs with its own libraries" 0 "version: "
else
	skip "... or is" "no series of another release is among those of KERNELS"
	skip "one that is there runs with its own libraries" "as above"
fi

guest 'true' --series 5.4
comes_back "an unknown kernel series is refused with the list" 2 "use one of: $rg_series_all"

guest 'true' --devicetree tests/vm/devicetree/desk.dtsi
comes_back "a devicetree for a kernel that has none is refused" 2 "for a kernel of arm64"

guest 'true' --series arm64-6.12 --devicetree "$scratch/missing"
comes_back "a devicetree that does not exist is refused" 2 "missing cannot be read"

guest 'true' --series arm64-6.12 --program sensors
comes_back "programs of this machine are refused where they do not run" 2 \
	"which a kernel for arm64 cannot run: use one of: $(series_of_arch amd64)."

guest 'true' --series i386-6.1 --empty
comes_back "... and a board that has some" 2 "which a kernel for i386 cannot run"

check_equal "... and a test that needs some is skipped" \
	"1..0 # SKIP needs programs that are not built for arm64: build/host/railglow build/host/jsoncheck build/host/guest/on_pty" \
	"$(sh tests/exec vm/arm64-6.12/virtual/tool_rails)"
check_equal "... or that runs where some are" \
	"1..0 # SKIP needs programs that are not built for i386: those of make board" \
	"$(sh tests/exec vm/i386-6.1/board/board_live)"

guest 'true' --timeout soon
comes_back "a timeout that is not a number is refused" 2 "whole seconds"

vm/run "$scratch/missing" 2>"$scratch/stderr" >"$scratch/stdout"
status=$?
comes_back "a script that does not exist is refused" 2 "cannot be read"

guest 'sleep 1000 & echo started' --normal
comes_back "a process left behind does not keep the guest alive" 0 "started"

rm -rf "$scratch"

finish
