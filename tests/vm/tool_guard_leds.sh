#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What a guard does to LEDs: they come back exactly as they were, also after one that was killed;
# two of them, also of two users; LEDs whose levels differ; rules from measurements; and what it is asked wrongly.
#
# guest: mode=virtual modules="railglow-board ina3221 ledtrig-pattern"
#        carry="ledtrig-timer ledtrig-heartbeat ledtrig-netdev ledtrig-usbport vhci-hcd" timeout=600
#        programs="build/host/railglow build/host/jsoncheck build/host/guest/on_pty
#        build/host/guest/as_nobody"
#        files="docs/schema:/schema share:/share"

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh
# shellcheck source=tests/vm/lib/led.sh
. /lib/railglow/led.sh
# shellcheck source=tests/vm/lib/tool.sh
. /lib/railglow/tool.sh

class=/sys/class/leds
leds="blink wave fine engine heart net usb idle lit"

has_trigger() {
	[ "$(led_trigger "$1")" = "$2" ]
}

# shows LED: its trigger, and all that can be read of the trigger's files, in its folder as well
shows() {
	echo "$1 $(led_trigger "$1")"
	for each in "$class/$1"/* "$class/$1"/ports/usb1-port[1-5]; do
		case ${each#"$class/$1/"} in
		brightness | trigger | uevent) ;;
		*) [ ! -f "$each" ] || echo "$1 ${each#"$class/$1/"} $(tr -d '\0' <"$each" 2>/dev/null)" ;;
		esac
	done
}

all_show() {
	for led in $leds; do
		shows "$led"
	done
}

plays() {
	[ "$(led_pattern "$1")" = "$2" ]
}

is_dark() {
	[ "$(led_trigger "$1")/$(cat "$class/$1/brightness")" = none/0 ]
}

# brightest LED: its greatest level within a second
brightest() {
	most=0
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		now=$(cat "$class/$1/brightness")
		[ "$now" -le "$most" ] || most=$now
		usleep 50000
	done
	echo "$most"
}

# guard CONFIG [PATTERN]: in the background, as $guard, until it plays on lit, the last one
guard() {
	: >/tmp/err
	railglow guard -v "$1" >/tmp/said 2>/tmp/err &
	guard=$!
	within 8 grep -q "lit: all is well" /tmp/err && within 2 plays lit "${2-255 1000 255 1000}"
}

stop() {
	kill -"$1" "$guard"
	wait "$guard" 2>/dev/null
}

plan

led_board_untouched lights blink wave fine 'engine engine=sc27xx' heart net usb idle lit \
	'big max_brightness=1023' 'bit max_brightness=1'
for each in timer heartbeat netdev usbport; do
	modprobe "ledtrig-$each"
done
# USB hubs without a wire, whose ports the trigger has in a folder of its own
modprobe vhci-hcd
ifconfig lo up
echo timer >$class/blink/trigger
echo 300 >$class/blink/delay_on
echo 200 >$class/blink/delay_off
echo 77 >$class/blink/brightness
echo pattern >$class/wave/trigger
echo 7000 >$class/wave/repeat
echo "0 300 200 300" >$class/wave/pattern
echo pattern >$class/fine/trigger
echo "0 400 100 400 50 0" >$class/fine/hr_pattern
echo pattern >$class/engine/trigger
echo "100 250 100 500 0 250 0 500" >$class/engine/hw_pattern
echo heartbeat >$class/heart/trigger
echo 1 >$class/heart/invert
echo netdev >$class/net/trigger
echo lo >$class/net/device_name
echo 20 >$class/net/interval
echo 1 >$class/net/link
echo usbport >$class/usb/trigger
within 3 test -e $class/usb/ports/usb1-port3
echo 1 >$class/usb/ports/usb1-port1
echo 1 >$class/usb/ports/usb1-port3
echo pattern >$class/idle/trigger
echo 37 >$class/lit/brightness
all_show >/tmp/before

for each in $leds; do
	echo "idle $each on"
done >/tmp/all.conf
echo "when VDD warning lit alarm" >>/tmp/all.conf

check "guard plays on all" guard /tmp/all.conf
for each in blink engine heart net usb; do
	check "... also where another trigger was: $each" plays "$each" "255 1000 255 1000"
done
stop INT
check_equal "it ends well" 0 $?
all_show >/tmp/after
for each in $leds; do
	check_equal "$each shows what it did, with each of its trigger's files" \
		"$(grep "^$each " /tmp/before)" "$(grep "^$each " /tmp/after)"
done
check_equal "also a port in a folder, of those that were not chosen" "1 0 1" "$(cat $class/usb/ports/usb1-port1 \
	$class/usb/ports/usb1-port2 $class/usb/ports/usb1-port3 | tr -d '\0' | xargs)"
check_equal "the patterns play again" "1 1 1" \
	"$(cat $class/wave/is_running $class/fine/is_running $class/engine/is_running | tr '\n' ' ' | sed 's/ $//')"
check_equal "the one that blinks does so at its level" 77 "$(brightest blink)"
check_equal "the one that was lit is" 37 "$(cat $class/lit/brightness)"
check_equal "nothing is left below /run" "" "$(ls /run/railglow)"
check_equal "guard complained of nothing" "" "$(grep -v 'all is well\|no rail' /tmp/err)"

# ---- killed ----

guard /tmp/all.conf
stop KILL
check "a guard that is killed leaves its patterns" plays lit "255 1000 255 1000"
guard /tmp/all.conf
stop TERM
all_show >/tmp/after
check "the next one gives back what was there before the first" cmp /tmp/before /tmp/after
check_equal "... with its level" 37 "$(cat $class/lit/brightness)"
guard /tmp/all.conf
stop KILL
echo none >$class/lit/trigger
echo timer >$class/lit/trigger
guard /tmp/all.conf
stop TERM
check_equal "what somebody gave an LED in between, is what it gets" timer "$(led_trigger lit)"
echo none >$class/lit/trigger
echo 37 >$class/lit/brightness
guard /tmp/all.conf
stop KILL
echo "when VDD warning lit alarm" >/tmp/quiet.conf
railglow guard /tmp/quiet.conf 2>/tmp/err &
guard=$!
check "one without an idle pattern ends that of a guard that was killed" \
	within 4 has_trigger lit none
stop TERM
check_equal "... and gives back what was there" 37 "$(cat $class/lit/brightness)"

# ---- two ----

echo "idle lit breathe
when VDD warning lit alarm" >/tmp/second.conf
guard /tmp/all.conf
railglow guard -v /tmp/second.conf >/dev/null 2>/tmp/second.err &
second=$!
check "a second guard says that another one has the LED" \
	within 4 grep -q 'lit: another guard plays on it' /tmp/second.err
sleep 3
check_equal "... once" 1 "$(grep -c 'another guard' /tmp/second.err)"
check "... and lets it play" plays lit "255 1000 255 1000"
stop TERM
check "after the first it takes the LED" within 5 plays lit "0 1625 255 250 255 1625 0 500"
kill -TERM $second
wait $second
check_equal "and gives back what was there before both" "none 37" \
	"$(led_trigger lit) $(cat $class/lit/brightness)"

# ---- two, of two users ----

# As udev's rules give an LED to users, and the files of its trigger as soon as they come.
give_away() {
	while [ -e /tmp/giving ]; do
		for each in trigger brightness pattern hr_pattern repeat sync curve; do
			[ ! -e $class/lit/$each ] || chmod a+w $class/lit/$each
		done 2>/dev/null
		usleep 10000
	done
}

# their_guard: of a user without any rights, in the background, as $theirs
their_guard() {
	: >/tmp/theirs.err
	XDG_RUNTIME_DIR=/tmp/theirs as_nobody railglow guard -v /tmp/second.conf \
		>/dev/null 2>/tmp/theirs.err &
	theirs=$!
}

breathes() {
	plays lit "0 1625 255 250 255 1625 0 500"
}

mkdir -m 777 /tmp/theirs
touch /tmp/giving
give_away &
giver=$!
guard /tmp/all.conf
their_guard
check "a guard of another user says so as well" \
	within 4 grep -q 'lit: another guard plays on it' /tmp/theirs.err
sleep 3
check "... and lets the first one play" plays lit "255 1000 255 1000"
stop TERM
check "after that one it takes the LED" within 5 breathes
check_equal "... and keeps what it showed where its user may" guard-lit "$(ls /tmp/theirs/railglow)"
railglow guard -v /tmp/all.conf >/dev/null 2>/tmp/err &
guard=$!
check "so does a guard of root's after theirs" within 4 err_has 'lit: another guard plays on it'
sleep 3
check "... which plays on" breathes
kill -TERM $theirs
wait $theirs
check "... until it ends" within 5 plays lit "255 1000 255 1000"
stop TERM
check_equal "... and each gives back what there was" "none 37" \
	"$(led_trigger lit) $(cat $class/lit/brightness)"
their_guard
within 5 breathes
kill -KILL $theirs
wait $theirs 2>/dev/null
check "a guard that was killed has no LED any more" guard /tmp/all.conf
check_fails "... for nobody" err_has 'another guard'
stop TERM
check "... whose next user finds it playing" breathes
their_guard
within 5 grep -q 'lit: all is well' /tmp/theirs.err
kill -TERM $theirs
wait $theirs
check_equal "... and whose user gets back what was there" "none 37" \
	"$(led_trigger lit) $(cat $class/lit/brightness)"
rm /tmp/giving
wait $giver

# ---- levels, and LEDs that come ----

cat >/tmp/levels.conf <<END
idle big "0 500 1000 500"
when VDD warning big "0 500 100% 500"
END
check "levels are an LED's own" run guard --check /tmp/levels.conf
echo 'when VDD critical bit "0 500 7 500"' >>/tmp/levels.conf
says 1 "/tmp/levels.conf:3: bit: level 7 is above the LED's maximum of 1" guard --check /tmp/levels.conf
says 1 "/tmp/levels.conf:3: bit: level 7 is above the LED's maximum of 1" guard /tmp/levels.conf
led_unboard lights
railglow guard -v /tmp/levels.conf >/dev/null 2>/tmp/err &
guard=$!
check "LEDs that are not there are waited for" within 4 err_has "big: there is no such LED; waiting"
led_board_untouched lights 'big max_brightness=1023' 'bit max_brightness=1' lit
check "one that comes is played on" within 5 plays big "0 500 1000 500"
check "a rule that one cannot play is told when it comes" \
	within 5 err_has "/tmp/levels.conf:3: bit: level 7 is above the LED's maximum of 1; it is not played"
stop TERM
echo 99 >$class/lit/brightness
guard /tmp/second.conf "0 1625 255 250 255 1625 0 500"
led_unboard lights
led_board_untouched lights 'big max_brightness=1023' 'bit max_brightness=1' lit
check "an LED that comes back is played on" within 6 plays lit "0 1625 255 250 255 1625 0 500"
stop TERM
check_equal "... and gets what it had itself, not what another one of its name had" "none 0" \
	"$(led_trigger lit) $(cat $class/lit/brightness)"

cp /tmp/second.conf /tmp/reload.conf
guard /tmp/reload.conf "0 1625 255 250 255 1625 0 500"
echo 'when VDD warning bit "0 500 7 500"' >>/tmp/reload.conf
kill -HUP $guard
check "a file that is read again is judged by its LEDs, too" \
	within 4 err_has "/tmp/reload.conf:3: bit: level 7 is above the LED's maximum of 1"
check "... and the rules there were stay" plays lit "0 1625 255 250 255 1625 0 500"
stop TERM

# ---- --check ----

cat >/tmp/check.conf <<END
idle nosuch breathe
when VDD warning lit sos
when NOPE critical lit sos
END
ina_board trial rail0/label=VDD rail0/shunt_uohm=5000 pin_warning=irq
ina_bus 0 5000000
ina_shunt 0 5000
ina_live
check "--check accepts LEDs and rails that are not there" run guard --check /tmp/check.conf
check_equal "... but names them, and limits that are off" \
	'1: warning: there is no LED "nosuch"; guard waits for it|2: warning: the warning limit of "VDD" is off; set it by railglow limit|3: warning: there is no rail "NOPE"; guard waits for it|' \
	"$(sed 's/^railglow guard: .tmp.check.conf://' /tmp/err | tr '\n' '|')"
check_equal "... and says so" "/tmp/check.conf: 2 rules for 2 LEDs: right, with 3 warnings" "$(cat /tmp/out)"
run guard --check --json /tmp/check.conf
check "its JSON has them, and fits its schema" sh -c 'grep -q nosuch /tmp/out && jsoncheck /schema/guard-check.json /tmp/out'
cat >/tmp/measure.conf <<END
idle lit off
when VDD over 2.5A for 200ms lit alarm
when VDD under 4.75V lit on priority 5
END
check "where all is there" run guard --check /tmp/measure.conf
check_equal "... it says that all is well" "/tmp/measure.conf: 2 rules for 1 LED: all is well/" \
	"$(cat /tmp/out)/$(cat /tmp/err)"

# ---- measurements ----

alarming="255 60 255 0 0 60 0 0 255 60 255 0 0 60 0 0 255 60 255 0 0 200 0 0"
guard /tmp/measure.conf "0 1000 0 1000"
ina_shunt 0 'hold 100ms 15000 5000'
sleep 1
check "over a limit for less than the time of a rule is nothing" plays lit "0 1000 0 1000"
check_fails "... not even for a moment" grep -q over /tmp/err
ina_shunt 0 15000
check "over it for longer is" within 1 plays lit "$alarming"
ina_bus 0 4600000
check "a voltage under its limit goes before, by its priority" within 1 plays lit "255 1000 255 1000"
ina_bus 0 5000000
check "and passes" within 1 plays lit "$alarming"
ina_shunt 0 5000
check "so does the current" within 1 plays lit "0 1000 0 1000"
check "it is said as it is written" err_has "lit: VDD is over 2.5000 A for 200.0 ms: alarm"
ina_shunt 0 15000
within 1 plays lit "$alarming"
ina_unboard
check "without the chip nothing is over" within 4 plays lit "0 1000 0 1000"
stop TERM

# ---- chips that come and go ----

chip_of() {
	echo "/sys/kernel/config/railglow/$1/live"
}

cat >/tmp/chips.conf <<END
idle lit off
when ONE warning lit alarm
when TWO warning big "0 500 1000 500"
END
ina_board one rail0/label=ONE pin_warning=irq
ina_live
ina_board two rail0/label=TWO pin_warning=irq
ina_live
railglow limit ONE warning 1 >/dev/null
railglow limit TWO warning 1 >/dev/null
guard /tmp/chips.conf "0 1000 0 1000"
ina_shunt 0 20000
check "of two chips one has an alarm" within 2 plays big "0 500 1000 500"
echo 0 >"$(chip_of one)"
check "when the other goes, that is said" within 3 err_has "a chip is gone; waiting for it"
sleep 3
check "... and the alarm goes on" plays big "0 500 1000 500"
ina_shunt 0 0
check "... until it is over" within 3 is_dark big
echo 1 >"$(chip_of one)"
railglow limit ONE warning 1 >/dev/null
sleep 3
echo 20000 >/sys/kernel/debug/railglow/one/chips/chip/rail0_shunt_uv
check "the one that comes back is watched again" within 3 plays lit "$alarming"
stop TERM
echo 0 >/sys/kernel/debug/railglow/one/chips/chip/rail0_shunt_uv
sleep 1
ina_unboard
ina_name=one
ina_unboard

# ---- what goes wrong ----

as_nobody railglow guard /tmp/second.conf >/tmp/out 2>/tmp/err
check_equal "guard by somebody who may not play on the LED is status 2" 2 $?
check "... for that reason" err_has 'only root may play on "lit"; try sudo'
says 2 "Is a directory" guard /tmp
mkdir /tmp/full
mount -t tmpfs -o size=4k none /tmp/full
mkdir /tmp/full/railglow
dd if=/dev/zero of=/tmp/full/zero bs=4096 count=1 2>/dev/null
export RAILGLOW_RUN=/tmp/full
check "with a disk that is full" guard /tmp/second.conf "0 1625 255 250 255 1625 0 500"
check "... guard says what it cannot do" err_has "cannot be written below /run: No space left on device"
stop TERM
check_equal "... and does all else" "0 none" "$? $(led_trigger lit)"
unset RAILGLOW_RUN
echo 55 >$class/lit/brightness
mount -o remount,ro /sys
says 2 '"lit" cannot be played on: Read-only file system' guard /tmp/second.conf
mount -o remount,rw /sys
TERM=xterm on_pty 24x80 3000:hup -- railglow guard /tmp/second.conf >/tmp/out
check_equal "guard whose terminal goes away ends well, and gives LEDs back" "0 none 55" \
	"$? $(led_trigger lit) $(cat $class/lit/brightness)"

finish
