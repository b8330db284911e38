# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The interactive board, used through a terminal of its own like a person would.

. tests/vm/lib/ktap.sh
root=$PWD
. scripts/lib/say.sh
. scripts/lib/kernel_series.sh

scratch=$(mktemp -d)
screen=$scratch/screen
mine=test-$$
enter=$(printf '\r')
control_c=$(printf '\003')
control_z=$(printf '\032')

script -qc true /dev/null >/dev/null 2>&1 </dev/null || {
	echo "1..0 # SKIP no terminal can be made here: /dev/pts is not mounted"
	exit 0
}

# session COMMAND: in a terminal of 24 rows and 80 columns; its keys are what is written to 4. A shell
# without job control starts what is in its background deaf to Ctrl-C, which this undoes.
session() {
	rm -f "$scratch/keys" "$scratch/after"
	mkfifo "$scratch/keys"
	: >"$screen"
	prompts=0
	env --default-signal=INT,HUP script -qfc "stty rows 24 cols 80; trap : INT; $1; echo ended with \$?; stty -a >$scratch/after" \
		"$screen" <"$scratch/keys" >/dev/null 2>&1 &
	terminal=$!
	exec 4>"$scratch/keys"
}

# typed TEXT: keys as they come, then wait until the shell is back at its prompt.
typed() {
	printf '%s' "$1" >&4
	next_prompt
}

prompted() {
	[ "$(grep -ao 'board:/[a-z]*# ' "$screen" | wc -l)" -ge "$prompts" ]
}

# next_prompt: true when one more prompt than before is on the screen, within a minute.
next_prompt() {
	prompts=$((prompts + 1))
	within 60 prompted
}

shown() {
	tr -d '\r' <"$screen" | sed 1d | grep -aqE -e "$1"
}

# greeted_within COLUMNS: so does the longest line above the first prompt
greeted_within() {
	tr -d '\r' <"$screen" | sed -n '/^This kernel/,/^board:/p' |
		awk -v most="$1" 'length > most { print; long = 1 } END { exit long || NR < 10 }'
}

folders() {
	ls -d build/vm/board.* 2>/dev/null
}

# The folder and the guest of the last board; others may be at work beside it.
own_folder() {
	own=$(folders | grep -vxF -e "$before" | head -n 1)
	[ -n "$own" ]
}

gone() {
	[ ! -e "$own" ] && ! grep -aqsF -e "$own/" /proc/[0-9]*/cmdline
}

# over: a process that has ended has no program any more, even before its status is asked for.
over() {
	[ ! -e "/proc/$terminal/exe" ]
}

# resized: it is told while a command runs or at the next prompt, and may be told late.
resized() {
	typed "stty size$enter"
	shown '^30 70$'
}

# sleeping N: a program that goes on, begun for the Nth time. The line as typed has a quote in it.
sleeping() {
	printf 'echo bega"n" %s; sleep 1000%s' "$1" "$enter" >&4
	within 60 shown "^began $1\$"
	sleep 1
}

# ended: false when it had to be made to
ended() {
	local ended_status
	exec 4>&-
	within 60 over
	ended_status=$?
	kill -9 "$terminal" 2>/dev/null
	wait "$terminal" 2>/dev/null
	return "$ended_status"
}

plan

# ---- a live board ----

before=$(folders; echo none)
session vm/board
check "the board comes up with a prompt" next_prompt
own_folder
check "its greeting fits 60 columns" greeted_within 60
check "it says how to leave" shown "'exit' .*switches the board off"
check_fails "and says nothing of trouble" shown "cannot|could not|fail|not found|not shared"
typed "stty size$enter"
check "the guest knows the size of the terminal" shown '^24 80$'
typed "railglow rails$enter"
check "the rails are live" shown '^VDD_IN +5\.0[0-9]+ V .* A '
typed "railglow record --duration 2s --out $mine.csv && railglow plot $mine.csv$enter"
check "a recording comes out of the board" grep -q '^# rail: VDD_CPU' "build/board/$mine.csv"
check "so does its picture" grep -q '</svg>' "build/board/$mine.svg"
check_equal "both belong to who made the board" "$(id -u) $(id -u)" \
	"$(stat -c %u "build/board/$mine.csv" "build/board/$mine.svg" | xargs)"
echo "from outside" >"build/board/$mine.in"
typed "cat $mine.in$enter"
check "a file goes in" shown '^from outside$'
printf 'railglow rails --watch%s' "$enter" >&4
check "the live view fills the terminal" within 20 shown 'rails 1 to 3 of 3'
# The last one is the terminal that script made, its child's.
stty -F "$(readlink "/proc/$(pgrep -P "$terminal" | tail -n 1)/fd/0")" rows 30 cols 70
typed q
check "the guest hears of a window that changes its size" within 60 resized
sleeping 1
check "Ctrl-C ends a program, not the board" typed "$control_c"
sleeping 2
typed "$control_z"
check "Ctrl-Z stops a program: there is job control" within 20 shown 'Stopped +sleep 1000'
typed "kill %1$enter"
printf 'exit%sexit%s' "$enter" "$enter" >&4
ended
check "exit ends the board with status 0" shown '^ended with 0$'
check "the terminal is as it was before" grep -q ' icanon' "$scratch/after"
check "nothing stays of it" gone
check "but what was recorded" test -s "build/board/$mine.csv"

# ---- an empty one with the other kernel, in a terminal that nobody knows ----

before=$(folders; echo none)
session "TERM=teletype-33 vm/board --empty $(series_checked | sed 's/ .*//')"
check "an empty board comes up, in any terminal" next_prompt
own_folder
check "which it says it does not know" shown "terminal 'teletype-33' is unknown"
check_fails "and of nothing else" shown "cannot|could not|fail|not found|not shared"
check "it says where its session stands" shown 'docs/board.md'
typed "echo type \$TERM, ina3221 \$(lsmod | grep -c ^ina3221), boards \$(ls /sys/kernel/config/railglow | wc -l)$enter"
check "it is taken for one that works, and nothing is made yet" \
	shown '^type vt100, ina3221 0, boards 0$'

# ---- a terminal that closes: the second HUP is the one that make sends ----

kill -9 "$terminal"
ended
check "a terminal that closes takes the board along" within 20 gone

# hung_up TIMES: a board that is told several times, while it begins to tidy up
hung_up() {
	local pid each
	before=$(folders; echo none)
	session "sh -c 'echo \$\$ >$scratch/pid; exec vm/board'"
	within 20 own_folder
	pid=$(cat "$scratch/pid")
	for each in $(seq "$1"); do
		kill -HUP "$pid" 2>/dev/null
		sleep 0.0"$each"
	done
	ended
	within 20 gone
}
check "so does one that says so again and again" hung_up 5

# ---- what does not begin ----

before=$(folders; echo none)
session "vm/board"
within 20 own_folder
printf '%s' "$control_c" >&4
ended
check "Ctrl-C while it is made ends it" shown 'ended with 130$'
check "and leaves nothing" gone
check "the terminal is as it was before" grep -q ' icanon' "$scratch/after"

# refused STATUS TEXT COMMAND...: with one sentence
refused() {
	local refused_status refused_text
	refused_status=$1
	refused_text=$2
	shift 2
	"$@" >"$scratch/said" 2>&1 </dev/null
	[ $? -eq "$refused_status" ] && grep -qF -e "$refused_text" "$scratch/said" &&
		[ "$(grep -vc '^make' "$scratch/said")" -eq 1 ]
}
check "without a terminal the board is refused" refused 2 "needs a terminal" vm/board
check "before anything is set up or built" refused 2 "needs a terminal" \
	env MAKEFLAGS= make board EMPTY=1
check "an unknown option is refused" refused 2 "unknown option --live" vm/board --live
check "and a second series" refused 2 "one kernel series at most" vm/board 6.1 6.12

rm -rf "$scratch" "build/board/$mine".*

finish
