# SPDX-License-Identifier: GPL-2.0-only
#
# Counts the bytes that a module allocated and still holds, from trace events kmalloc and kfree.
#
#	awk -f memory.awk -v module=ledtrig_pattern EVENTS

function value_of(name, i) {
	for (i = 1; i <= NF; i++)
		if (index($i, name "=") == 1)
			return substr($i, length(name) + 2)
}

/ kmalloc(_node)?: / && index($0, "[" module "]") {
	held[value_of("ptr")] = value_of("bytes_alloc")
}

/ kfree: / { delete held[value_of("ptr")] }

END {
	for (each in held)
		bytes += held[each]
	print bytes + 0
}
