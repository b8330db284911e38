# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Registers go over the bus in big-endian order, whatever the machine's own is. The unit
# programs of core/ and model/ pass on one of the other order than this, s390x: compiled by
# clang, linked with that machine's C library, run by QEMU's emulation of a user's program.

. tests/vm/lib/ktap.sh
root=$PWD
. scripts/lib/say.sh
. scripts/lib/kernel_series.sh

clients=build/clients
for each in $(series_checked); do
	series_arch "$each"
done | grep -qvx amd64 || {
	echo "1..0 # SKIP KERNELS names no other architecture, with which this is set up"
	exit 0
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"; ktap_end' EXIT
mkdir "$scratch/root" "$scratch/out"
for each in "$PWD/$clients"/*:s390x; do
	cp -a "$each"/. "$scratch/root/"
done
# Packages of trixie know no /lib.
[ -e "$scratch/root/lib" ] || ln -s usr/lib "$scratch/root/lib"
libraries=$scratch/root/usr/lib/s390x-linux-gnu

# For xargs: ROOT, FOLDER, FILE become $0, $1, $2.
# shellcheck disable=SC2016 # for another shell
compile='clang --target=s390x-linux-gnu --sysroot="$0" -isystem "$0/usr/include" \
	-isystem "$0/usr/include/s390x-linux-gnu" -std=gnu11 -O1 -Wall -Wextra -Werror -I. -D_GNU_SOURCE \
	-c -o "$1/$(basename "$2" .c).o" "$2"'

# objects FILE...: of all of them, as many at a time as there are processors
objects() {
	printf '%s\n' "$@" | xargs -P "$(nproc)" -n 1 sh -c "$compile" "$scratch/root" "$scratch/out"
}

# link NAME: NAME.o with $library_objects. Libraries whose links lead out of the root by full path
# are named by their files.
link() {
	# shellcheck disable=SC2086 # names are words
	LD_LIBRARY_PATH=$clients/binutils-s390x-linux-gnu/usr/lib/x86_64-linux-gnu \
		"$clients/binutils-s390x-linux-gnu/usr/bin/s390x-linux-gnu-ld" \
		--sysroot="$scratch/root" -dynamic-linker /lib/ld64.so.1 -o "$scratch/out/$1" \
		"$libraries/crt1.o" "$libraries/crti.o" "$scratch/out/$1.o" $library_objects \
		-L "$libraries" -L "$scratch/root/lib/s390x-linux-gnu" -lcmocka \
		-l:libm.so.6 -l:libgcc_s.so.1 -lc "$libraries/crtn.o"
}

emulated() {
	"$clients/qemu-user/usr/bin/qemu-s390x" -L "$scratch/root" \
		-E LD_LIBRARY_PATH=/usr/lib/s390x-linux-gnu "$scratch/out/$1"
}

passes() {
	link "$1" && emulated "$1"
}

# Programs that know the host's tools need the host's libraries.
units=$(grep -LE '"(tools|tests/programs)/' tests/unit/test_*.c)
# shellcheck disable=SC2086 # names are words
plan $((3 + $(echo $units | wc -w)))

cat >"$scratch/order.c" <<-END
	#include <stdint.h>
	#include <string.h>
	#include <stdio.h>
	int main(void)
	{
		uint16_t word;
		memcpy(&word, "\\x12\\x34", sizeof(word));
		printf("%04x\\n", word);
	}
END
library_objects=
objects "$scratch/order.c"
check_equal "a word that is not converted reads there as it is on the bus" 1234 \
	"$(passes order 2>&1)"
# shellcheck disable=SC2086
check "core/ and model/ compile there without a warning" objects core/*.c model/*.c
library_objects=$(for each in core/*.c model/*.c; do
	echo "$scratch/out/$(basename "$each" .c).o"
done)
# shellcheck disable=SC2086
check "... and so do their unit programs" objects $units
for each in $units; do
	name=$(basename "$each" .c)
	check "$name passes there" passes "$name"
done
