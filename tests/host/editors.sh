# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Editors are told what they need: of every script how it is set in, of every source how it is
# compiled.

. tests/vm/lib/ktap.sh
root=$PWD
. scripts/lib/say.sh
. scripts/lib/kernel_series.sh

scratch=$(mktemp -d)

# scripts_without_ending: paths, each of which .editorconfig has to name by itself or its folder
scripts_without_ending() {
	local file
	find bench docs scripts tests vm -type f | grep -v '\.[a-z0-9]*$' | while read -r file; do
		[ -L "$file" ] || ! head -c 2 "$file" | grep -q '^#!' || echo "$file"
	done
	echo .ci/run
}

# named FILE: by .editorconfig, with a brace for each folder or a star
named() {
	grep -qE "[{,[](${1%/*}/\{([a-z0-9]+,)*${1##*/}[,}]|${1%/*}/\*[,}]|$1[,}])" .editorconfig
}

case_editorconfig() {
	local file missing=''
	for file in $(scripts_without_ending); do
		named "$file" || missing="$missing $file"
	done
	check_equal "every script without an ending is named" "" "$missing"
	check_fails "a script that is not there is not" named vm/nothing
}

case_compile_commands() {
	local file missing='' release
	release=$(kernel_release "$rg_series_default")
	scripts/compile-commands "$release" "build/kernels/$rg_series_default/headers" -I. \
		>"$scratch/commands"
	# shellcheck disable=SC2016 # perl's
	check "the list of commands is JSON" \
		perl -MJSON::PP -0777 -ne 'exit !@{decode_json($_)}' "$scratch/commands"
	# shellcheck disable=SC2044 # no name here holds a blank
	for file in $(find core model board drivers tools -name '*.c'); do
		grep -qF "\"file\": \"$PWD/$file\"" "$scratch/commands" || missing="$missing $file"
	done
	# This kernel has no devicetrees, so it compiles nothing for boards in one.
	check_equal "every source is in it" " board/board_of.c" "$missing"
	check "modules are compiled as for the kernel" grep -q '__KERNEL__' "$scratch/commands"
}

cases
rm -rf "$scratch"
