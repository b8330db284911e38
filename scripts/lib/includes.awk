# SPDX-License-Identifier: GPL-2.0-only
#
# awk -f scripts/lib/includes.awk TAGS FILE...: headers of the project that a FILE uses and does not include
#
# TAGS is what ctags finds in FILEs (name, file, line, kind). A FILE may use the names of each header
# that it includes, or that its own header includes. Such a header also gives the headers of the structs
# that its own structs hold. Headers of core/ and model/ give core/port.h, which the kernel's code
# does not need. A name that two headers declare is not looked at.

# code(LINE): LINE without comments, texts and members of structs
function code(line,	at) {
	gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
	while (1) {
		if (in_comment) {
			at = index(line, "*/")
			if (!at)
				return ""
			line = substr(line, at + 2)
			in_comment = 0
		}
		gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, " ", line)
		sub(/\/\/.*/, "", line)
		at = index(line, "/*")
		if (!at)
			break
		in_comment = 1
		return fields(substr(line, 1, at - 1))
	}
	return fields(line)
}

function fields(line) {
	gsub(/(->|\.)[ \t]*[A-Za-z_][A-Za-z_0-9]*/, "", line)
	return line
}

# include_path(FILE, PATH): the header that FILE calls PATH: from the top of the tree or, without a folder, beside it
function include_path(file, path) {
	if (path ~ /\//)
		return path
	sub(/[^\/]*$/, "", file)
	return file path
}

# own_header(FILE): the header that has the name of the source, or the beginning of its name
function own_header(file,	stem, header) {
	if (file !~ /\.c$/)
		return ""
	stem = substr(file, 1, length(file) - 2)
	if ((header = stem ".h") in is_header)
		return header
	while (sub(/_[^_\/]*$/, "", stem)) {
		if ((header = stem "_private.h") in is_header || (header = stem ".h") in is_header)
			return header
	}
	return ""
}

# give(HEADER): marks in given[] the headers whose names come with HEADER
function give(header,	n, held, each) {
	if (header in given)
		return
	given[header] = 1
	if (header ~ /^(core|model)\//)
		given["core/port.h"] = 1
	n = split(holds[header], held, " ")
	for (each = 1; each <= n; each++) {
		if ((header, home[held[each]]) in includes)
			give(home[held[each]])
	}
}

function give_includes(file,	n, each, list) {
	n = split(included[file], list, " ")
	for (each = 1; each <= n; each++)
		give(list[each])
}

# may_see(FILE, HEADER): headers of tests are for tests
function may_see(file, header) {
	return header !~ /^(tests|bench)\// || substr(file, 1, 5) == substr(header, 1, 5)
}

function judge(file,	n, used, each, name, header, own) {
	split("", given)
	given[file] = 1
	if (file ~ /^(drivers|board|tests\/vm\/modules)\//)
		given["core/port.h"] = 1
	give_includes(file)
	own = own_header(file)
	if ((file, own) in includes)
		give_includes(own)
	n = split(uses[file], used, " ")
	for (each = 1; each <= n; each++) {
		name = used[each]
		header = home[name]
		if (header in given || (file, name) in defines || homes[name] > 1 || !may_see(file, header))
			continue
		given[header] = 1
		printf "%s: uses %s, and does not include %s\n", file, name, header
	}
}

FILENAME == ARGV[1] && $2 ~ /\.c$/ {
	defines[$2, $1] = 1
	next
}

FILENAME == ARGV[1] {
	homes[$1] += home[$1] != $2
	home[$1] = $2
	kind[$1] = $4
	is_header[$2] = 1
	next
}

FNR == 1 {
	in_comment = 0
	files[++file_count] = FILENAME
}

/^#[ \t]*include "/ {
	split($0, part, "\"")
	path = include_path(FILENAME, part[2])
	includes[FILENAME, path] = 1
	included[FILENAME] = included[FILENAME] " " path
	next
}

{
	line = code($0)
	if (line ~ /^(struct|enum) [a-z_0-9]+;/) {
		split(line, part, /[ ;]/)
		defines[FILENAME, part[2]] = 1
		next
	}
	if (line ~ /^[ \t]+(struct|enum) [a-z_0-9]+ [a-z_0-9]+(\[[^]]*\])*[;:]/) {
		split(line, part, /[ \t]+/)
		holds[FILENAME] = holds[FILENAME] " " part[3]
	}
	gsub(/[ \t]*\(/, "( ", line)
	n = split(line, word, /[^A-Za-z_0-9(]+/)
	for (each = 1; each <= n; each++) {
		name = word[each]
		called = sub(/\($/, "", name)
		if (!(name in home) || (FILENAME, name) in seen)
			continue
		if (kind[name] ~ /^(struct|enum|union)$/ && word[each - 1] !~ /^(struct|enum|union)$/)
			continue
		if (kind[name] ~ /^(function|prototype)$/ && !called)
			continue
		seen[FILENAME, name] = 1
		uses[FILENAME] = uses[FILENAME] " " name
	}
}

END {
	for (each_file = 1; each_file <= file_count; each_file++)
		judge(files[each_file])
}
