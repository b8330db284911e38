#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# ina3221.sh MODULE SINGLE-SHOT-MODULE PULSES PART..	what one INA3221 driver does to the bus, and
#							to who reads it
#
# Modules are files, or names for modprobe; the second is for what is done in single shot (the
# in-tree driver takes that from a devicetree only, so it is built for it). PULSES is a folder with
# an input script for each rail, and "end", when the last of them is over. Parts are the functions
# part_* of the files beside this one; parts that a driver or kernel cannot do are left out. Leaves
# in /out:
#
#	figures		"name number" lines
#	*.alarms	alarms that a monitor saw

set -eu

# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh
# shellcheck source=tests/vm/lib/ina_scans.sh
. /lib/railglow/ina_scans.sh
for each in /lib/railglow/bench/*.sh; do
	# shellcheck source=/dev/null # bench/guest/ina3221_*.sh
	. "$each"
done

# shellcheck disable=SC2034 # for the parts
module=$1 single_shot_module=$2 pulses=$3
shift 3
quieten
load "$module"
for part in "$@"; do
	account_before=$(account)
	"part_$part"
	figure "part-$part-instructions" "$(busy "$account_before" "$(account)")"
done
