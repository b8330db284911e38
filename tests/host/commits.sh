# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Commit messages: taken, refused, and the same by the hook.

. tests/vm/lib/ktap.sh

command -v git >/dev/null || {
	echo "1..0 # SKIP there is no git here"
	exit 0
}

scratch=$(mktemp -d)
root=$PWD
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
git init -q "$scratch"
cd "$scratch" || exit 1
mkdir docs vm
ln -s "$root/scripts" scripts
ln -s "$root/vm/lib" vm/lib
git commit -q --allow-empty -m "start"
git tag start

reason="

Without it nothing would be tested."
seventy_two=$(printf 'part: %066d' 0)

# commit FILE MESSAGE: one commit since the start, judged
commit() {
	git reset -q --hard start
	mkdir -p "$(dirname "$1")"
	date +%N >"$1"
	git add -f "$1"
	git commit -q --no-verify -m "$2"
	scripts/check-commits start
}

# hooked FILE MESSAGE: made with the hook
hooked() {
	git reset -q --hard start
	date +%N >"$1"
	git add -f "$1"
	git -c core.hooksPath=scripts/hooks commit -q -m "$2"
}

case_messages_that_are_taken() {
	check "a subject and a reason are taken" commit code.c "part: do it$reason"
	check "a subject of 72 characters is" commit code.c "$seventy_two$reason"
	check "a document needs no reason" commit docs/page.md "docs: a page"
	check "... wherever it is" commit README.md "README: a word"
	check "a merge is left alone" sh -c 'git checkout -q -B side start &&
		git commit -q --allow-empty -m "side: one

For the merge." && git checkout -q -B main2 start && git commit -q --allow-empty -m "main: two

For the merge." && git merge -q --no-edit side && scripts/check-commits start'
	git checkout -q -B main3 start
}

case_messages_that_are_refused() {
	check_fails "a subject of 73 characters is refused" commit code.c "${seventy_two}0$reason"
	check_fails "one that names no part is" commit code.c "do it$reason"
	check_fails "one with a full stop is" commit code.c "part: do it.$reason"
	check_fails "a change of code without a reason is" commit code.c "part: do it"
	check_fails "... also with a trailer" commit code.c "part: do it

Signed-off-by: a <a@example.org>"
	check_fails "a second line that is not blank is" commit code.c "part: do it
and more$reason"
	check_says "a base that does not exist is" "no commit" scripts/check-commits nowhere
	check_says "no base is" "name the commit" scripts/check-commits
}

case_the_hook() {
	check "the hook takes a good message" hooked code.c "part: do it$reason"
	check_says "the hook refuses one without a reason" "no body" hooked code.c "part: do it"
	check "the hook takes a document without" hooked page.md "docs: a page"
	check "the hook takes a fixup" hooked code.c "fixup! part: do it"
}

cases
rm -rf "$scratch"
