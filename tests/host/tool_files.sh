#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The railglow command with files alone, on any machine: recordings and patterns that are right,
# that other programs wrote, and that nobody should have written.

. tests/vm/lib/ktap.sh

scratch=$(mktemp -d)
railglow=$PWD/build/host/railglow
RAILGLOW_SHARE=$PWD/share
export RAILGLOW_SHARE
cd "$scratch" || exit 1

run() {
	"$railglow" "$@" >out 2>err
	status=$?
	[ "$status" -eq 0 ]
}

# refuses STATUS WORDS ARGUMENT...: in one line, with nothing printed or made
refuses() {
	local its_words
	rg_status=$1 its_words=$2
	shift 2
	rm -f made.svg made.png
	run "$@"
	cat out err
	[ "$status" -eq "$rg_status" ] && [ ! -s out ] && [ "$(wc -l <err)" -eq 1 ] &&
		grep -qF -e "$its_words" err && [ ! -e made.svg ] && [ ! -e made.png ]
}

says() {
	check "railglow $3 ${4:-} ${5:-} ${6:-}: status $1, \"$2\"" refuses "$@"
}

# draws FILE: whole, as the picture its name says
draws() {
	rm -f made.svg made.png
	run plot -o made.svg "$1" && grep -q '</svg>' made.svg && [ ! -s err ] &&
		run plot -o made.png "$1" && head -c 4 made.png | grep -q PNG
}

draws_out() {
	rm -f made.svg
	run plot --out made.svg "$1" && grep -q '</svg>' made.svg
}

# pieces FILE: how many its curves are drawn in; cairo wrote styles until 1.16 and writes
# attributes since 1.18
pieces() {
	run plot -o made.svg "$1"
	grep -cE 'stroke-linejoin[:=]"?bevel' made.svg
}

scans() {
	awk -v from="$1" -v to="$2" 'BEGIN {
		for (i = from; i < to; i++) printf "%.3f,5.000,%.3f\n", i / 100, i % 10 / 10 }'
}

plan

# ---- recordings that are right ----

{ echo time_s,A_V,A_A; scans 0 500; } >plain.csv
check "a recording is drawn" draws plain.csv
check "one that comes through a pipe, too" sh -c "cat plain.csv | '$railglow' plot -o made.svg -"
check "by default beside it" run plot plain.csv
check "as SVG" grep -q '</svg>' plain.svg
check "which it says" grep -qx 'railglow plot: wrote plain.svg' err
check "the option is called --output" run plot --output made.svg plain.csv
check_equal "a name that was given is not told" "" "$(cat err)"
check "it may be called --out, as it once was" draws_out plain.csv
check_equal "each of its three curves is one piece" 3 "$(pieces plain.csv)"
{ echo time_s,A_V,A_A; scans 0 200; scans 300 500; } >gap.csv
check_equal "a gap in the recording is one in the curves" 6 "$(pieces gap.csv)"
{ echo time_s,A_V,A_A; echo 0.0,5,1; } >one.csv
check "one scan is drawn" draws one.csv
{ echo time_s,A_V,A_A; echo 0.0,,; echo 1.0,,; } >unknown.csv
check "values that are not known are drawn as nothing" draws unknown.csv
printf '\357\273\277time_s,A_V,A_A\r\n0.0,5,1\r\n1.0,5,2\r\n' >dos.csv
check "a recording that a spreadsheet saved is drawn" draws dos.csv
{ cat plain.csv; printf 5.000,5.0; } >cut.csv
check "a recording that was cut off is drawn up to there" draws cut.csv
printf 'time_s,Gr\374n <&"A_V\n0,5\n1,6\n' >latin.csv
check "a label in another encoding spoils nothing" draws latin.csv
{
	printf time_s
	awk 'BEGIN { for (i = 1; i <= 24; i++) printf ",ina3221-i2c-%d-40/A label_V", i; print ""
		for (t = 0; t < 3; t++) { printf t; for (i = 1; i <= 24; i++) printf ",%d", i; print "" } }'
} >many.csv
check "24 rails are drawn" draws many.csv
{ echo time_s,A_V,A_A; echo 0,9000000000000,-9000000000000; echo 900000000,-1,1; } >huge.csv
check "so is what no chip measures, for thirty years" draws huge.csv
for locale in C de_DE.UTF-8 C.UTF-8; do
	LC_ALL=$locale run replay --print plain.csv
	cp out "replay.$locale"
done
check "numbers do not depend on the language" cmp replay.C replay.de_DE.UTF-8
check "nor on the encoding" cmp replay.C replay.C.UTF-8

# ---- those that are not ----

: >empty.csv
says 2 "empty.csv:0: this is not a recording" plot -o made.svg empty.csv
printf '# railglow recording 2\ntime_s,A_V\n' >later.csv
says 2 "later.csv:1: this recording is of a later version" plot -o made.svg later.csv
says 2 "plain.svg:1: this is not a recording" plot -o made.svg plain.svg
says 2 "Is a directory" plot -o made.svg .
says 3 "nowhere.csv: No such file" plot -o made.svg nowhere.csv
says 1 "needs FILE" plot
says 1 "name it .svg or .png" plot -o made.gif plain.csv
says 1 "name it .svg or .png" plot -o - plain.csv
says 3 'no rail "B"' plot -o made.svg -r B plain.csv
says 1 'names no rail' plot -o made.svg -r , plain.csv
says 2 "No such file" plot -o nowhere/made.svg plain.csv
cp plain.csv self.svg
says 1 "is the recording itself" plot self.svg
check "which is still there" cmp plain.csv self.svg
printf 'time_s,A_V\n1,5\n0,5\n' >back.csv
says 2 "back.csv:3: time runs backwards" plot -o made.svg back.csv
printf 'time_s,A_V\n0,nan\n' >nan.csv
says 2 "nan.csv:2: a field is not a number" plot -o made.svg nan.csv
printf 'time_s,A_V\n0,1e3\n' >float.csv
says 2 "float.csv:2: a field is not a number" plot -o made.svg float.csv
printf 'time_s;A_V\n0;5\n' >semicolons.csv
says 2 "no column ends in" plot -o made.svg semicolons.csv
printf 'time_s,A_V\n0,"5,0"\n' >quotes.csv
says 2 "a field is not a number" plot -o made.svg quotes.csv
printf 'time_s,A_V,A_V\n0,5,6\n' >twice.csv
says 2 "two columns are of the same rail" plot -o made.svg twice.csv
head -c 300000 /dev/zero >zero.csv
says 2 "this is not a recording" plot -o made.svg zero.csv

# ---- patterns ----

printf '0 500\r\n255 500\r\n' >dos.pattern
check "a pattern with the line ends of DOS" run led preview ./dos.pattern
(unset RAILGLOW_SHARE; "$railglow" led preview heartbeat) >out 2>err
check "patterns of the tree that a program was built in have names" grep -q '^period *1.39' out
LC_ALL=C run led preview breathe
check_fails "without UTF-8 a preview is plain characters" grep -q '[^ -~]' out
head -c 100 /dev/zero >zero.pattern
says 2 "is not a pattern: it must be a text" led preview ./zero.pattern
cd / && rm -rf "$scratch"

finish
