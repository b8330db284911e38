# SPDX-License-Identifier: GPL-2.0-only
#
# Computes figures that are made of several others of bench/guest/ina3221.sh.
#
#	awk -f ina3221_sums.awk [-v no_scans=1] FIGURES
#
# A driver that has no scans gives out sets of attributes instead.

{ figure[$1] = $2 }

END {
	for (name in figure)
		take(name, figure[name])
	share("idle")
	share("idle-pins")
	each_scan("cap-2m4")
	each_scan("cap-400k")
	for (name in sum)
		print name, sum[name]
}

function take(name, number) {
	if (name ~ /^demand-.*-powers-wrong$/)
		sum["demand-powers-wrong"] += number
	if (no_scans && name ~ /^demand-.*-sets-mixed$/)
		sum[substr(name, 1, length(name) - 11) "-mixed"] = number
	if (no_scans && name ~ /^demand-.*-sets$/)
		sum[substr(name, 1, length(name) - 5) "-scans"] = number
	if (name ~ /^cap-.*-scans$/)
		sum["cap-scans"] += number
	if (name ~ /^(busy|flip)-.*-mixed$/)
		sum["busy-mixed"] += number
	if (name ~ /^(cap|busy|flip)-.*-(twice|backwards)$/)
		sum["cap-repeated"] += number
	if (name ~ /^(cap|busy|flip)-.*-unaccounted$/)
		most("cap-uncounted-most", number < 0 ? -number : number)
	if (name ~ /^(cap|busy|flip)-.*-unaccounted-percent$/)
		most("cap-uncounted-percent", number < 0 ? -number : number)
	if (name ~ /^(cap|busy|flip)-.*-lost$/)
		most("cap-lost-most", number < 0 ? -number : number)
	if (name ~ /^busy-.*-reader-slept$/)
		sum["busy-reader-slept"] += number
	if (name ~ /^busy-.*-reader-longest-ns$/)
		most("busy-reader-longest-ns", number)
	if (name ~ /^flip-.*-reader-longest-ns$/)
		most("flip-reader-longest-ns", number)
}

function most(name, number) {
	if (!(name in sum) || number > sum[name])
		sum[name] = number
}

function share(name) {
	if (!((name "-seconds") in figure))
		return
	sum[name "-wakeups-second"] = figure[name "-wakeups"] / figure[name "-seconds"]
	sum[name "-transfers-second"] = figure[name "-transfers"] / figure[name "-seconds"]
}

function each_scan(name) {
	if (figure[name "-captured"] > 0)
		sum[name "-instructions-scan"] = \
			int(figure[name "-instructions"] / figure[name "-captured"])
}
