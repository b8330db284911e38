# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # results are for the script that sources this, rg_series_all is its
#
# Reads the "# guest:" line of a guest test (see tests/exec for its fields).

# guest_field NAME DEFAULT: value of NAME= in $guest_text, quotes taken off.
guest_field() {
	local value
	value=$(printf '%s\n' "$guest_text" |
		sed -n "s/^.* $1=\(\"\([^\"]*\)\"\|\([^ \"]*\)\).*\$/\2\3/p")
	echo "${value:-$2}"
}

# guest_line FILE: sets guest_series guest_modes guest_modules guest_carry guest_programs
# guest_files guest_devicetree guest_timeout. Nodes of a devicetree are for arm64. A field nobody knows is refused: it would be ignored silently.
guest_line() {
	local name default
	guest_text=$(awk '
		/^# guest:/ { on = 1; sub(/^# guest:/, ""); print; next }
		on && /^#(  |\t)/ { sub(/^#/, ""); print; next }
		on { exit }' "$1" | tr '\n\t' '  ')
	[ -n "$guest_text" ] ||
		die 2 "$1 has no '# guest:' line: write one, empty if nothing is needed (see tests/exec)."
	for name in $(printf '%s\n' "$guest_text" | sed 's/"[^"]*"//g' | grep -o '[^ =]*=' ); do
		word_in "${name%=}" series mode modules carry programs files devicetree timeout ||
			die 2 "$1: unknown field '${name%=}' in the '# guest:' line (see tests/exec)."
	done
	guest_devicetree=$(guest_field devicetree '')
	default=$rg_series_all
	[ -z "$guest_devicetree" ] || default=$(series_of_arch arm64)
	guest_series=$(guest_field series "$default" | tr ',' ' ')
	guest_modes=$(guest_field mode normal | tr ',' ' ')
	guest_modules=$(guest_field modules '')
	guest_carry=$(guest_field carry '')
	guest_programs=$(guest_field programs '')
	guest_files=$(guest_field files '')
	guest_timeout=$(guest_field timeout 120)
}
