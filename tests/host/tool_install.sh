# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The files that "make install" puts in place, and whether shells, man and systemd take to them.

. tests/vm/lib/ktap.sh

scratch=$(mktemp -d)
tree=$scratch/tree
prefix=$tree/opt/rg

# has PROGRAM: a check that needs it is skipped on a machine without
has() {
	command -v "$1" >/dev/null 2>&1
}

# complete LINE: what bash offers at its end, one a line
complete_bash() {
	bash --norc -c '. "$1"; COMP_LINE=$2 COMP_POINT=${#2}
		_railglow; printf "%s\n" "${COMPREPLY[@]}"' - \
		"$prefix/share/bash-completion/completions/railglow" "$1"
}

# offers SENTENCE WANTED LINE: among what is offered
offers() {
	complete_bash "$3" >"$scratch/offered"
	check "$1" grep -qxF -e "$2" "$scratch/offered"
}

# A zsh on a terminal of its own is typed a line and a tab; what it makes of the line.
cat >"$scratch/complete.zsh" <<'END'
zmodload zsh/zpty
zpty shell "TERM=dumb zsh -f -i"
zpty -w shell "PS1=; fpath=($1 \$fpath); autoload -Uz compinit; compinit -u -D
	say() { print -r -- \"LINE:\$BUFFER:\" }; zle -N say; bindkey '^X' say; echo RE''ADY"
zpty -r shell line "*READY*"
zpty -n -w shell "$2"$'\t\x18'
zpty -r shell line "*LINE:*:*"
print -r -- "${${line##*LINE:}%%:*}"
zpty -d shell
END
completed() {
	timeout 60 zsh -f "$scratch/complete.zsh" "$prefix/share/zsh/site-functions" "$1"
}

plan

check "make install" make -s install DESTDIR="$tree" PREFIX=/opt/rg
check_equal "nothing lands outside of the prefix" opt "$(ls "$tree")"
for each in bin/railglow share/man/man1/railglow.1 share/railglow/patterns/breathe \
	share/doc/railglow/examples/guard.conf share/doc/railglow/schema/rails.json; do
	check "$each is there" test -s "$prefix/$each"
done
check "the unit starts what was installed" grep -qx \
	'ExecStart=/opt/rg/bin/railglow guard /etc/railglow/guard.conf' \
	"$prefix/lib/systemd/system/railglow-guard.service"
check "patterns are found beside the program, wherever that is" \
	sh -c "unset RAILGLOW_SHARE; '$prefix/bin/railglow' led preview --names | grep -q '^breathe'"
check "the example of guard is right" env -u RAILGLOW_SHARE "$prefix/bin/railglow" guard --check \
	"$prefix/share/doc/railglow/examples/guard.conf"

PATH=$prefix/bin:$PATH
export PATH
offers "bash completes commands" record "railglow re"
offers "... their second words" preview "railglow led p"
offers "... options" --duration "railglow record --d"
offers "... shells" zsh "railglow completion z"
offers "... patterns" heartbeat "railglow led play status h"
offers "... of LEDs with colons in their names" heartbeat "railglow led play red:status h"
offers "... after options with an argument" heartbeat "railglow led play --repeat 3 status h"
offers "... what an option takes" perceptual "railglow led play --curve p"
offers "... also behind an equal sign" perceptual "railglow led play --curve=p"
mkdir -p "$scratch/strange/patterns"
# shellcheck disable=SC2016 # not to be expanded, that is the point
: >"$scratch/strange/patterns/"'$(touch pwned)'
: >"$scratch/strange/patterns/red:alert"
RAILGLOW_SHARE=$scratch/strange
export RAILGLOW_SHARE
(cd "$scratch" && complete_bash "railglow led play x " >offered)
check "... names from outside without evaluating them" \
	sh -c "[ ! -e '$scratch/pwned' ] && grep -qF 'touch' '$scratch/offered'"
offers "... names with colons from where the shell's word begins" alert "railglow led play x red:al"
unset RAILGLOW_SHARE
(cd "$scratch" && : >field.csv)
check "... files" sh -c "cd '$scratch' && $(command -v bash) --norc -c '
	. \"$prefix/share/bash-completion/completions/railglow\"
	COMP_LINE=\"railglow plot fi\" COMP_POINT=16; _railglow; echo \"\$COMPREPLY\"' | grep -qx field.csv"
check_equal "... and nothing that does not begin so" "" "$(complete_bash "railglow rails --zz")"

if has zsh; then
	check "zsh reads its completion" zsh -n "$prefix/share/zsh/site-functions/_railglow"
	check_equal "zsh completes commands" "railglow record " "$(completed 'railglow rec')"
	check_equal "... their second words" "railglow led play " "$(completed 'railglow led pl')"
	check_equal "... options" "railglow record --duration " "$(completed 'railglow record --du')"
	check_equal "... what an option takes" "railglow led play --curve=perceptual " \
		"$(completed 'railglow led play --curve=per')"
	check_equal "... patterns" "railglow led play x heartbeat " "$(completed 'railglow led play x heart')"
else
	for each in reads 'completes commands' 'second words' options arguments patterns; do
		skip "zsh: $each" "there is no zsh here"
	done
fi
if has man; then
	check_equal "man has nothing to say against the page" "" \
		"$(man --warnings -l "$prefix/share/man/man1/railglow.1" 2>&1 >"$scratch/page")"
	check "each command is on it" sh -c "railglow --help | sed -n '/^commands/,/^\$/s/^  \([a-z ]*[a-z]\)  .*/\1/p' |
		while read -r name; do grep -q \"railglow \$name\" '$scratch/page' || exit 1; done"
else
	skip "man has nothing to say against the page" "there is no man here"
	skip "each command is on it" "there is no man here"
fi
if has systemd-analyze; then
	# The program is below the scratch folder, so the unit is read as from there.
	sed "s,/opt/rg/,$prefix/," "$prefix/lib/systemd/system/railglow-guard.service" \
		>"$scratch/railglow-guard.service"
	check_equal "systemd has nothing to say against the unit" "" \
		"$(systemd-analyze verify --man=no "$scratch/railglow-guard.service" 2>&1 |
			grep -F railglow-guard)"
else
	skip "systemd has nothing to say against the unit" "there is no systemd here"
fi
make -s uninstall DESTDIR="$tree" PREFIX=/opt/rg
check_equal "make uninstall takes it all away again" "" "$(find "$tree" -type f)"
rm -rf "$scratch"

finish
