# SPDX-License-Identifier: GPL-2.0-only
#
# Compares figures of a driver with the bounds that they must reach.
#
#	awk -f ina3221.awk [-v whole=1] OURS IN-TREE TARGETS
#
# OURS and IN-TREE have lines "name number"; one that comes twice counts as its last. TARGETS
# has lines "NAME|BY|BOUND|TEXT": the figure, divided by BY, or as it is where that is empty, is
# held to BOUND ("<= 8", ">= 99.7", "= 0"), or to nothing where it is only stated. NAME may be a
# difference, "a - b". Lines "# TEXT" are headings and stay. Prints for each figure that was
# measured
#
#	TEXT|IN-TREE|OURS|BOUND|met, missed or empty
#
# A bound on a figure that was not measured is missed if all of the bench was played.

FNR == 1 { nth_file = FILENAME == ARGV[1] ? 1 : FILENAME == ARGV[2] ? 2 : 3 }

nth_file == 1 { ours[$1] = $2 }
nth_file == 2 { in_tree[$1] = $2 }

nth_file == 3 && /^# [^|]*$/ && !/SPDX/ { heading = $0 }
nth_file == 3 && /^[^#]/ { judge() }

function judge(field, mine, theirs, verdict) {
	split($0, field, "|")
	mine = value(ours, field[1], field[2])
	theirs = value(in_tree, field[1], field[2])
	if (mine == "-" && theirs == "-" && !whole)
		return
	if (heading != "")
		print heading
	heading = ""
	verdict = field[3] == "" ? "" : holds(mine, field[3]) ? "met" : "missed"
	print field[4] "|" theirs "|" mine "|" (field[3] == "" ? "stated" : field[3]) "|" verdict
}

function value(figures, name, by, word) {
	if (split(name, word, " - ") == 2) {
		if (!(word[1] in figures) || !(word[2] in figures))
			return "-"
		return scaled(figures[word[1]] - figures[word[2]], by)
	}
	return name in figures ? scaled(figures[name], by) : "-"
}

function scaled(number, by) {
	if (number !~ /^-?[0-9.]+$/)
		return number
	return by == "" ? number : sprintf("%.3f", number / by)
}

function holds(number, bound, word) {
	split(bound, word, " ")
	if (number == "-")
		return 0
	if (word[1] == "<=")
		return number + 0 <= word[2] + 0
	if (word[1] == ">=")
		return number + 0 >= word[2] + 0
	return number + 0 == word[2] + 0
}
