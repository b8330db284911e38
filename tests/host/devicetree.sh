# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Devicetrees of guests are right by the bindings: the very tree that boots is validated, with
# what QEMU says of its machine. That tree alone is validated first, as its mistakes are not ours.

. tests/vm/lib/ktap.sh
root=$PWD
. scripts/lib/say.sh
. scripts/lib/kernel_series.sh
. vm/lib/qemu.sh
. vm/lib/devicetree.sh

# The series that nodes are preprocessed for: constants are the same in all.
series=
for each in $(series_checked); do
	[ "$(series_arch "$each")" != arm64 ] || series=$each
done
[ -n "$series" ] || {
	echo "1..0 # SKIP devicetrees are for arm64, of which KERNELS names no kernel"
	exit 0
}
# shellcheck disable=SC2034 # for vm/lib/devicetree.sh
mode=virtual devicetree=
need_qemu
need_dtc

scratch=$(mktemp -d)
plan
trap 'rm -rf "$scratch"; ktap_end' EXIT

# The tool wants each schema where its $id says.
for each in docs/bindings/*.yaml; do
	# shellcheck disable=SC2016 # it is so called there
	id=$(sed -n 's,^$id: http://devicetree.org/schemas/\(.*\)#$,\1,p' "$each")
	mkdir -p "$scratch/bindings/$(dirname "$id")"
	cp "$each" "$scratch/bindings/$id"
done

# complaints NAME: of NAME.dtb, without its name.
complaints() {
	dt-validate -s "$scratch/bindings" "$scratch/$1.dtb" 2>&1 | grep -v '^	From schema' |
		sed "s,^$scratch/$1.dtb: ,,"
}

# make_tree NODES NAME: as a guest gets it; apart, for a mistake ends it.
make_tree() (
	mkdir -p "$scratch/tree"
	devicetree_make "$1" "$scratch/tree" && mv "$scratch/tree/devicetree.dtb" "$scratch/$2.dtb"
)

# of_nodes FILE: complaints of the tree with these nodes that QEMU's alone does not bring.
of_nodes() {
	make_tree "$1" nodes || {
		echo "there is no tree"
		return
	}
	complaints nodes | grep -vxF -f "$scratch/machine"
}

# changed SED-SCRIPT: complaints of the desk with one thing else in it
changed() {
	sed "$1" tests/vm/devicetree/desk.dtsi >"$scratch/changed.dtsi"
	cmp -s tests/vm/devicetree/desk.dtsi "$scratch/changed.dtsi" && echo "the script changes nothing"
	of_nodes "$scratch/changed.dtsi"
}

# check_complaint SENTENCE REGEX COMPLAINTS
check_complaint() {
	echo "$3" >"$scratch/complaints"
	check "$1" grep -e "$2" "$scratch/complaints"
}

: >"$scratch/none.dtsi"
make_tree "$scratch/none.dtsi" machine
complaints machine >"$scratch/machine"

check_equal "the tree that guests boot with is as the bindings want it" "" \
	"$(of_nodes tests/vm/devicetree/desk.dtsi)"
check_equal "a chip without address is noticed" "power-sensor: 'reg' is a required property" \
	"$(of_nodes tests/vm/devicetree/wrong.dtsi | grep required)"
check_complaint "a property in the wrong place is" "'shunt-resistor-micro-ohms' does not match" \
	"$(of_nodes tests/vm/devicetree/wrong.dtsi)"
check_complaint "a shunt of nothing is" "0 is less than the minimum" "$(changed 's/<2000>;/<0>;/')"
check_complaint "an interrupt of another name is" "'alert' is not one of" \
	"$(changed 's/"critical"/"alert"/')"
check_complaint "two cells for a channel are" "io-channel-cells.*1 was expected" \
	"$(changed 's/#io-channel-cells = <1>/#io-channel-cells = <2>/; /io-channels = /d')"
check_complaint "a bus slower than any is" "100 is less than the minimum of 1000" \
	"$(changed 's/<100000>/<100>/')"
check_says "a file that is not a devicetree is refused in one sentence" "does not compile" \
	make_tree COPYING none

finish
