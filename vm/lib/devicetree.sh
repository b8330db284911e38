# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2154 # root, series, mode, qemu belong to the script that sources this
#
# Devicetree of an arm64 guest: that of QEMU's machine and the nodes of a test, as source that may
# include the kernel's own constants (dt-bindings/). Sourced, after qemu.sh.

need_dtc() {
	command -v dtc >/dev/null 2>&1 ||
		die 125 "the devicetree compiler is missing: run 'KERNELS=$series scripts/setup check', or install device-tree-compiler."
}

# nodes_preprocessed FILE: print it with the constants put in.
nodes_preprocessed() {
	local include its_nodes
	for include in "$root/build/kernels/$series"/root/usr/src/linux-headers-*-common/include; do
		set -- "$1" -I "$include"
	done
	its_nodes=$1
	shift
	cpp -nostdinc -undef -x assembler-with-cpp -P "$@" "$its_nodes"
}

# machine_source FOLDER: print the devicetree of QEMU's machine as source.
machine_source() {
	local processors=''
	case $mode in
	virtual) processors=1 ;;
	*) processors=2 ;;
	esac
	"$qemu" -M "$machine_arm64,dumpdtb=$1/machine.dtb" -cpu cortex-a53 -m 512 -smp "$processors" \
		-nodefaults -display none >/dev/null 2>&1
	dtc -q -I dtb -O dts "$1/machine.dtb"
}

# devicetree_make NODES FOLDER: make FOLDER/devicetree.dtb.
devicetree_make() {
	{
		machine_source "$2" >"$2/devicetree.dts" &&
			nodes_preprocessed "$1" >>"$2/devicetree.dts" &&
			dtc -q -I dts -O dtb -o "$2/devicetree.dtb" "$2/devicetree.dts"
	} || die 2 "the devicetree $1 does not compile: see the messages above."
}
