# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # root is for the scripts that are sourced
#
# The railglow command with the kernel's own driver of the INA3221: none of Debian's kernels has
# it as a module, so it is compiled from linux-source, where that has been fetched (make style
# does), and tests/vm/in-tree/tool.sh runs in a guest with it.

root=$PWD
. scripts/lib/say.sh
. scripts/lib/kernel_series.sh
. scripts/lib/roots.sh
. bench/lib/host.sh

series=$rg_series_default
out=build/tests/host/tool_intree
if [ ! -e "build/sources/$series/drivers/hwmon/ina3221.c" ] || [ ! -d "build/kernels/$series" ]; then
	echo "1..0 # SKIP the source of the kernel's own driver is not here: make style fetches it"
	exit 0
fi
mkdir -p "$out"
# A module of the kernel's own says so, and taints nothing.
build_in_tree "$series" drivers/hwmon/ina3221.c "$root/$out/ina3221.ko" '$ a MODULE_INFO(intree, "Y");'
exec vm/run --series "$series" --virtual --modules "railglow-board ledtrig-pattern regmap-i2c" \
	--file "$out/ina3221.ko:/lib/railglow/ina3221.ko" --file docs/schema:/schema --file share:/share \
	--program build/host/railglow --program build/host/jsoncheck --timeout 300 \
	--out "$out" --keep "$out" tests/vm/in-tree/tool.sh
