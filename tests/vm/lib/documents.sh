# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Examples of the documents, run as they are printed. Sourced by guest tests.
#
#	section board.md "A worked session" | shell_block >/session.sh
#	section readme.md "On your own board" | commands

# section FILE HEADING: the text below it, up to the next one.
section() {
	awk -v heading="## $2" '/^## / { on = $0 == heading; next } on' "$1"
}

# shell_block: the lines between ```sh and ```.
shell_block() {
	awk '/^```sh/ { on = 1; next } /^```/ { on = 0 } on'
}

# commands: the lines that are set in by four blanks.
commands() {
	sed -n 's/^    //p'
}
