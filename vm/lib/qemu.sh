# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2154 # root, series, mode belong to the script that sources this
#
# Starts guests; vm/run ends those that hang. Everything here was chosen by measurement: the
# uncompressed kernel (PVH entry), which scripts/lib/kernels.sh unpacks, boots in half the time,
# tsc=reliable keeps an idle guest free of watchdog wakeups, and the q35 board never hung where the
# lighter one did.

kernel_arguments='oops=panic panic_on_warn=1 panic=-1 nowatchdog rcupdate.rcu_expedited=1 random.trust_cpu=on log_buf_len=4M'

# Start-up work with no bearing on what is tested (BPF type tables, crypto self-tests, names
# of enums in trace formats, kprobe events) is half of all instructions until the script runs.
kernel_arguments="$kernel_arguments cryptomgr.notests initcall_blacklist=jent_mod_init,bpf_dummy_struct_ops_init,bpf_tcp_ca_kfunc_init,trace_eval_init,init_kprobe_trace"

# The start-up check that the timer interrupts arrive waits for a few ticks, and panics
# the kernel when a busy host runs the guest too slowly for that.
kernel_arguments_x86='console=ttyS0 tsc=reliable no_timer_check'

# The local APIC's timer is calibrated by waiting a tenth of a second, which on instructions is
# most of the work of a boot; the HPET needs none, and an interrupt by it is cheaper to emulate.
virtual_clock=nolapic_timer

# Virtual time: the guest's clock runs on executed instructions and skips idle time.
# Runs repeat to the nanosecond only with seed and clock given exactly like this.
virtual_time='-icount shift=0,sleep=off -seed 42 -rtc base=2024-01-01T00:00:00,clock=vm'

# The two processors run side by side. While such a guest boots, QEMU now and then executes code
# half old that the other processor has just patched. A caller that cannot start the guest again
# asks for "single", in which processors take turns.
processor_threads=multi

need_qemu() {
	local program='' package=''
	case $(series_arch "$series") in
	arm64) program=qemu-system-aarch64 package=qemu-system-arm ;;
	*) program=qemu-system-x86_64 package=qemu-system-x86 ;;
	esac
	qemu=$(command -v "$program") ||
		die 125 "QEMU is missing: run 'scripts/setup board', or install $package."
}

# qemu_start INITRAMFS LOG-LEVEL ARGUMENT...: runs in place of the calling (sub)shell.
qemu_start() {
	local initramfs cmdline
	initramfs=$1
	cmdline="$kernel_arguments loglevel=$2"
	shift 2
	if [ "$mode" = virtual ]; then
		# shellcheck disable=SC2086 # options are words
		set -- $virtual_time -accel tcg -smp 1 "$@"
	else
		set -- -accel "tcg,thread=$processor_threads" -smp 2 "$@"
	fi
	case $(series_arch "$series") in
	arm64) set_machine_arm64 ;;
	*) set_machine_x86 ;;
	esac
	# shellcheck disable=SC2086 # options are words
	exec "$qemu" $rg_machine -m 512 -nodefaults -no-user-config -no-reboot -display none \
		-kernel "$root/build/kernels/$series/vmlinux" -initrd "$initramfs" \
		-append "$cmdline" "$@"
}

# set_machine_x86, set_machine_arm64: the machine, and what its kernel is told, in qemu_start's
# cmdline. QEMU 7.2 now and then leaves a garbled flags register behind cmpxchg16b, which the
# kernel's allocator then trips over; without the feature the kernel does not use it.
set_machine_x86() {
	local hpet
	hpet=off
	cmdline="$kernel_arguments_x86 $cmdline"
	if [ "$mode" = virtual ]; then
		hpet=on
		cmdline="$cmdline $virtual_clock"
	fi
	rg_machine="-M q35,hpet=$hpet,sata=off,smbus=off,usb=off -cpu qemu64,-cx16,+rdrand"
}

# QEMU makes the devicetree of the machine, unless vm/run has nodes to add. With devices above 4 GB
# the kernel complains about the size of their window.
machine_arm64=virt,highmem=off
set_machine_arm64() {
	cmdline="console=ttyAMA0 $cmdline"
	rg_machine="-M $machine_arm64 -cpu cortex-a53${devicetree:+ -dtb $devicetree}"
}
