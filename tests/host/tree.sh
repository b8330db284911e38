# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# `make tree`: both drivers go into a kernel tree and come out again, and a tree that does not
# fit is left alone. The trees here are imitations with the files that matter; what a kernel
# says to the result is `make check-tree`.

. tests/vm/lib/ktap.sh

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
chmod 755 "$scratch"
linux=$scratch/linux
iio=$linux/drivers/iio/adc
led=$linux/drivers/leds/trigger
abi=$linux/Documentation/ABI/testing
binding=$linux/Documentation/devicetree/bindings/hwmon/ti,ina3221.yaml

# The shell takes tabs at the beginning of lines for its own.
tabs() {
	sed "s/@/	/"
}

# kernel_tree VERSION PATCHLEVEL: what of such a tree the drivers have to do with.
kernel_tree() {
	rm -rf "$linux"
	mkdir -p "$iio" "$led" "$linux/drivers/hwmon" "$abi" "${binding%/*}"
	printf 'VERSION = %s\nPATCHLEVEL = %s\nSUBLEVEL = 7\n' "$1" "$2" >"$linux/Makefile"
	echo 'List of maintainers' >"$linux/MAINTAINERS"
	tabs >"$iio/Kconfig" <<-'END'
		menu "Analog to digital converters"

		config INA2XX_ADC
		@tristate "Texas Instruments INA2xx Power Monitors IIO driver"
		@help
		@  Say yes.

		@  It has a second paragraph.

		config INGENIC_ADC
		@tristate "Ingenic"

		endmenu
	END
	tabs >"$iio/Makefile" <<-'END'
		obj-$(CONFIG_INA2XX_ADC) += ina2xx-adc.o
		obj-$(CONFIG_INGENIC_ADC) += ingenic-adc.o
	END
	tabs >"$linux/drivers/hwmon/Kconfig" <<-'END'
		config SENSORS_INA2XX
		@tristate "Texas Instruments INA219 and compatibles"

		config SENSORS_INA3221
		@tristate "Texas Instruments INA3221 Triple Power Monitor"
		@depends on I2C

		config SENSORS_SPD5118
		@tristate "SPD5118"
	END
	tabs >"$led/Kconfig" <<-'END'
		config LEDS_TRIGGER_PATTERN
		@tristate "LED Pattern Trigger"
		@help
		@  A pattern.

		config LEDS_TRIGGER_TTY
		@tristate "LED Trigger for TTY devices"
	END
	tabs >"$led/Makefile" <<-'END'
		obj-$(CONFIG_LEDS_TRIGGER_PATTERN)	+= ledtrig-pattern.o
		obj-$(CONFIG_LEDS_TRIGGER_TTY)		+= ledtrig-tty.o
	END
	tabs >"$linux/drivers/leds/Kconfig" <<-'END'
		config LEDS_ST1202
		@tristate "LED1202"
		@select LEDS_TRIGGER_PATTERN
		config LEDS_OTHER
		@tristate "another"
		@select LEDS_TRIGGER_PATTERN if I2C || SPI
	END
	echo 'What: pattern, of the kernel' >"$abi/sysfs-class-led-trigger-pattern"
	chmod 600 "$abi/sysfs-class-led-trigger-pattern"
	echo 'title: of the kernel' >"$binding"
}

# snapshot: names, modes and contents of everything in the tree
snapshot() {
	(cd "$linux" && find . ! -name . -printf '%p %m\n' | LC_ALL=C sort &&
		find . -type f -exec sha256sum {} + | LC_ALL=C sort)
}

stamps() {
	(cd "$linux" && find . -type f -printf '%p %T@ %i\n' | LC_ALL=C sort)
}

# tree ARGUMENT...: status and words are kept.
tree() {
	"${project:-.}/scripts/tree" "$@" >"$scratch/said" 2>&1
	status=$?
}

# refused SENTENCE STATUS TEXT: one sentence with TEXT, and the tree is as it was before.
refused() {
	if [ "$status" -eq "$2" ] && [ "$(wc -l <"$scratch/said")" -eq 1 ] &&
		grep -qF -e "$3" "$scratch/said"; then
		ok "$1"
	else
		not_ok "$1"
		diag "status $status, expected $2 and one line with '$3' in:"
		diag "$(cat "$scratch/said")"
	fi
}

unchanged() {
	check_equal "... and nothing was changed" "$before" "$(snapshot)"
}

plan

tree
refused "no folder is refused" 2 "make tree DIR=folder"
tree a b
refused "two folders are refused" 2 "name one kernel tree"
tree --undo a
refused "an unknown option is refused" 2 "unknown option --undo"
tree "$scratch/nothing"
refused "a folder that is not there is refused" 1 "there is no folder"
kernel_tree 6 12
rm "$linux/MAINTAINERS"
before=$(snapshot)
tree "$linux"
refused "kernel headers are refused" 1 "is not a kernel tree"
unchanged
kernel_tree 5 9
before=$(snapshot)
tree "$linux"
refused "a kernel that is too old is refused" 1 "is Linux 5.9, and the drivers need 5.10"
unchanged
kernel_tree 6 12
sed -i /INA2XX_ADC/d "$iio/Makefile"
before=$(snapshot)
tree "$linux"
refused "a tree that was cut down is refused with the file" 1 "drivers/iio/adc/Makefile in"
unchanged
kernel_tree 6 12
mkdir "$iio/ina3221"
echo theirs >"$iio/ina3221/ina3221.c"
before=$(snapshot)
tree "$linux"
refused "a folder of that name by somebody else is refused" 1 "has drivers/iio/adc/ina3221, but no record"
unchanged

# Permissions do not hold root back.
as_plain_user() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
	else
		"$@"
	fi
}
kernel_tree 6 12
chmod -R a+rX "$linux"
chmod a-w "$iio"
[ "$(id -u)" -ne 0 ] || chown -R 65534:65534 "$linux"
before=$(snapshot)
if as_plain_user test -r "$PWD/scripts/tree"; then
	as_plain_user scripts/tree "$linux" >"$scratch/said" 2>&1
	status=$?
	refused "a tree with a folder that cannot be written is refused" 1 "cannot write in"
	unchanged
else
	skip "a tree with a folder that cannot be written is refused" "others cannot read this folder"
	skip "... and nothing was changed" "others cannot read this folder"
fi
# So that whoever runs this can make the next tree.
chmod u+w "$iio"

kernel_tree 6 12
before=$(snapshot)
check "a 6.12 tree takes both drivers" make -s tree DIR="$linux"
check_equal "a source line of Kconfig comes between two entries" \
	'source "drivers/iio/adc/ina3221/Kconfig"' "$(grep -B 2 'config INGENIC' "$iio/Kconfig" | head -n 1)"
# shellcheck disable=SC2016 # make's variables, here and below
check_equal "the Makefiles go into the folders" \
	'obj-$(CONFIG_INA3221) += ina3221/ obj-$(CONFIG_LEDS_TRIGGER_PATTERN_EXACT) += ledtrig-pattern/' \
	"$(cat "$iio/Makefile" "$led/Makefile" | grep '/$' | xargs)"
check_equal "the INA3221 driver of hwmon gives way, and no other" "	depends on INA3221=n" \
	"$(sed -n '/^config SENSORS_INA3221/,/^$/p' "$linux/drivers/hwmon/Kconfig" | grep '=n')"
check_equal "... in that place alone" 1 "$(grep -c '=n$' "$linux/drivers/hwmon/Kconfig")"
check_equal "the trigger of the kernel gives way" "	depends on LEDS_TRIGGER_PATTERN_EXACT=n" \
	"$(sed -n '/^config LEDS_TRIGGER_PATTERN$/,/help/p' "$led/Kconfig" | grep '=n')"
check_equal "options that select it do so no longer then" \
	"select LEDS_TRIGGER_PATTERN if LEDS_TRIGGER_PATTERN_EXACT=n select LEDS_TRIGGER_PATTERN if (I2C || SPI) && LEDS_TRIGGER_PATTERN_EXACT=n" \
	"$(grep select "$linux/drivers/leds/Kconfig" | xargs)"
for each in "$iio/ina3221 ina3221" "$led/ledtrig-pattern ledtrig-pattern"; do
	folder=${each% *}
	check_equal "${folder##*/} has an entry with prompt, help and the module's name" "1 1 1" \
		"$(grep -c '^	tristate "' "$folder/Kconfig") $(grep -c '^	help' "$folder/Kconfig") $(
			tr '\n\t' '  ' <"$folder/Kconfig" | tr -s ' ' | grep -c "called ${each#* }[.]")"
	objects=$(sed -n "s/^${each#* }-.* [:+]*= //p" "$folder/Makefile" | tr ' ' '\n' | sort)
	check_equal "... its Makefile names each source and no other" "$objects" \
		"$(cd "$folder" && for c in *.c; do echo "${c%.c}.o"; done | sort)"
	check_equal "... and each header it includes is beside it, by plain name" "" "$(cd "$folder" &&
		sed -n 's/^#include "\(.*\)"/\1/p' ./*.[ch] | sort -u |
		while read -r header; do [ -e "$header" ] && [ "$header" = "${header##*/}" ] || echo "$header"; done)"
	check_equal "... none of them in vain" "" "$(cd "$folder" && for h in *.h; do
		grep -qF "#include \"$h\"" ./*.[ch] || echo "$h"; done)"
	check_fails "... and knows nothing of a host" grep -rq -e '<stdint.h>' -e __KERNEL__ "$folder"
done
# Both built in are one program, in which a function can be defined once.
check_equal "the two share no source" "" \
	"$(cd "$iio/ina3221" && for c in *.c; do ! cmp -s "$c" "$led/ledtrig-pattern/$c" || echo "$c"; done)"
check "a header that 6.12 lacks is brought" test -e "$led/ledtrig-pattern/compat/linux/hrtimer.h"
# shellcheck disable=SC2016
check "... and found by the compiler first, as features say" grep -q 'ledtrig-pattern/compat $(railglow-features) $(LINUXINCLUDE)' \
	"$led/ledtrig-pattern/Makefile"
check_fails "headers that the trigger does not use are not" test -e "$led/ledtrig-pattern/compat/linux/iio"
check_equal "the page of the trigger begins with its first entry" What: \
	"$(head -c 5 "$abi/sysfs-class-led-trigger-pattern")"
check_equal "every entry of the pages has a date and a contact" "" "$(awk '
	FNR == 1 || /^What:/ { date = contact = 0 }
	/^Date:/ { date = 1 }
	/^Contact:/ { contact = 1 }
	/^Description:/ && (!date || !contact) { print FILENAME ":" FNR }' "$abi"/*)"
check "the binding is ours" grep -q interrupt-names "$binding"

once=$(snapshot)
once_times=$(stamps | grep -v railglow)
tree "$linux"
check_equal "a second time changes nothing" "$once" "$(snapshot)"
check_equal "... not even the times of files" "$once_times" "$(stamps | grep -v railglow)"

project=$scratch/project
mkdir -p "$project"
cp -R VERSION scripts drivers core docs "$project/"
echo '/* new */' >>"$project/core/player.c"
sed -i 's/ debugfs[.]o//' "$project/drivers/ina3221/Kbuild"
tree "$linux"
check_equal "a change here is made there, too" '/* new */' "$(tail -n 1 "$led/ledtrig-pattern/player.c")"
check_fails "... a file that is gone here is gone there" test -e "$iio/ina3221/debugfs.c"
check_equal "... and nothing else is touched" \
	"./drivers/iio/adc/ina3221/Makefile ./drivers/leds/trigger/ledtrig-pattern/player.c" \
	"$(stamps | grep -v railglow | grep -vxF "$once_times" | cut -d ' ' -f 1 | xargs)"
project=.

echo 'config THEIRS' >>"$iio/Kconfig"
echo object >"$iio/ina3221/probe.o"
mkdir "$iio/ina3221/notes"
before_theirs=$(echo "$before" | grep -v 'iio/adc/Kconfig$')
check "they are taken out again" make -s tree DIR="$linux" REMOVE=1
check "... also where another line came to a file meanwhile" grep -q THEIRS "$iio/Kconfig"
check_equal "... and all else is as it was, to the byte" "$before_theirs" \
	"$(snapshot | grep -v 'iio/adc/Kconfig$')"
tree --remove "$linux"
check_equal "a second time does nothing" "0 railglow: $linux (Linux 6.12) is without the drivers." \
	"$status $(cat "$scratch/said")"

kernel_tree 6 12
tree "$linux"
echo todo >"$iio/ina3221/notes"
touch "$led/ledtrig-pattern/Module.symvers" "$led/ledtrig-pattern/.trigger.o.cmd"
tree --remove "$linux"
check_fails "files that a build left in a folder are removed with it" test -e "$led/ledtrig-pattern"
check_equal "a file somebody left in a folder of theirs stays" todo "$(cat "$iio/ina3221/notes")"
check "... and is said" grep -q "drivers/iio/adc/ina3221 stays" "$scratch/said"

kernel_tree 6 12
before=$(snapshot)
tree "$linux"
# As if a run had ended in its middle: some files have not been reached.
grep -v ina3221/ "$iio/Makefile" >"$scratch/Makefile"
cat "$scratch/Makefile" >"$iio/Makefile"
rm "$iio/ina3221/probe.c"
tree --remove "$linux"
unchanged

kernel_tree 6 12
tree "$linux"
sed -i 's/depends on INA3221=n/depends on INA3221=n || COMPILE_TEST/' "$linux/drivers/hwmon/Kconfig"
before=$(snapshot)
tree --remove "$linux"
refused "a line of ours that somebody changed is not taken out" 1 "drivers/hwmon/Kconfig in"
unchanged
kernel_tree 6 12
tree "$linux"
echo '/* theirs */' >>"$iio/ina3221/probe.c"
before=$(snapshot)
tree "$linux"
refused "a source that somebody changed is not overwritten" 1 "drivers/iio/adc/ina3221/probe.c in"
unchanged
rm -rf "$linux/.railglow"
before=$(snapshot)
tree --remove "$linux"
refused "a tree without the record of what was before is left alone" 1 "git revert"
unchanged

kernel_tree 99 0
tree "$linux"
check_equal "the newest kernel needs no shadow header" "" "$(find "$linux" -name compat)"
check_fails "... and no name that only they have" grep -rqw -e iio_event_state -e railglow-has "$iio" "$led"

finish
