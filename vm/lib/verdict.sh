# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2154 # work, series, release, expected, time_limit, root: see vm/run
#
# The verdict on a finished run. Anything but a script that ended with 0 on the right
# kernel with a clean log is a failure with its own status and the log that belongs to it. Single
# checks print "ok" or "not ok" by tests/vm/lib/ktap.sh, and prove counts them (tests/run). vm/run
# keeps the time limit, and starts a kernel anew that crashed before its first process.

# Taint flags that building out of tree and unsigned brings (O, E), and test modules (N).
taint_allowed=$((1 << 12 | 1 << 13 | 1 << 18))

# said KEY: prints the value of a line of the status channel.
said() {
	sed -n "s/^$1 //p" "$work/status" | tail -n 1
}

console_tail() {
	say "the last lines of the console:"
	tail -n "${1:-40}" "$work/console" | tr -d '\r' >&2
}

# Level is the lowest three bits of the number in front: 0 to 4 is warning or worse.
log_complaints() {
	sed -n 's/^<\([0-9]*\)>\[ *[0-9.]*\(\]\[[^]]*\)\{0,1\}\] /\1 /p' "$work/log" |
		awk '$1 % 8 <= 4 { sub(/^[0-9]+ /, ""); print }' |
		grep -vE -f "$work/log-allow"
}

# Does the log start with the boot? One that was cleared or overrun does not, and tells nothing. On
# arm64 the processor is named first.
log_whole() {
	head -n 1 "$work/log" | grep -q -e 'Linux version' -e 'Booting Linux on'
}

# A line that a test means to provoke it names itself: "# log: REGEX".
allow_list() {
	{
		cat "$root/vm/log-allow/common" "$root/vm/log-allow/$series"
		sed -n 's,^# log: ,,p' "$script"
	} | grep -v -e '^#' -e '^$' >"$work/log-allow"
}

judge_ending() {
	if grep -aq 'Kernel panic' "$work/console"; then
		console_tail 60
		die 121 "the guest's kernel panicked."
	fi
	if [ -e "$work/timed-out" ]; then
		console_tail
		die 122 "the guest did not end within $time_limit s and was stopped."
	fi
	if [ -z "$(said release)" ] || [ "$(tail -n 1 "$work/status")" != "done" ]; then
		cat "$work/qemu" >&2
		console_tail
		die 120 "the guest ended without a result."
	fi
}

judge_kernel() {
	local its_release each_module
	its_release=$(said release)
	[ "$its_release" = "${expected:-$release}" ] ||
		die 123 "the guest ran kernel $its_release, not ${expected:-$release}."
	each_module=$(said modules-failed)
	if [ -n "$each_module" ]; then
		console_tail 10
		die 125 "module $each_module could not be loaded."
	fi
}

# clean_log: false, with the lines shown, when the kernel complained.
clean_log() {
	local lines taint
	log_whole || {
		say "the kernel log lost its beginning: a test must not clear it."
		return 1
	}
	allow_list
	lines=$(log_complaints)
	[ -z "$lines" ] || {
		say "the kernel log is not clean:"
		echo "$lines" | tail -n 40 >&2
		return 1
	}
	taint=$(($(said tainted) & ~taint_allowed))
	[ "$taint" -eq 0 ] || {
		say "the kernel is tainted beyond out-of-tree and unsigned modules: $taint."
		return 1
	}
}

verdict() {
	judge_ending
	judge_kernel
	rg_status=$(said exit)
	clean_log || [ "$rg_status" -ne 0 ] || exit 124
	[ "$rg_status" -lt 120 ] || [ "$rg_status" -gt 125 ] || rg_status=1
	exit "$rg_status"
}
