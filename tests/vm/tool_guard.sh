#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# railglow guard and doctor: alarms in, patterns out, with chips and LEDs that come and go.
#
# guest: mode=virtual modules="railglow-board ina3221 ledtrig-pattern"
#        programs="build/host/railglow build/host/jsoncheck build/host/guest/notified"
#        files="docs/schema:/schema share:/share"

. /lib/railglow/ktap.sh
. /lib/railglow/ina.sh
. /lib/railglow/tool.sh

plan 38

# cpu_ticks PID: a hundred a second
cpu_ticks() {
	awk '{ print $14 + $15 }' "/proc/$1/stat"
}

plays() {
	[ "$(led_pattern status)" = "$1" ]
}

breathing="0 1625 255 250 255 1625 0 500"
flashing="255 100 255 0 0 150 0 0 255 100 255 0 0 1650 0 0"
alarming="255 60 255 0 0 60 0 0 255 60 255 0 0 60 0 0 255 60 255 0 0 200 0 0"

printf '\357\273\277when VDD_CPU warning status on\r\n' >/tmp/bom.conf
check "a file with a mark of its encoding is accepted" run guard --check /tmp/bom.conf
check "the shipped example is accepted" run guard --check /share/guard/guard.conf --json
check "its JSON fits its schema" fits guard-check.json
printf 'idle status breathe\nwhen VDD hot status sos\n' >/tmp/bad.conf
says 1 '/tmp/bad.conf:2: "hot" is not a state' guard /tmp/bad.conf
says 2 "No such file" guard /nowhere/guard.conf
says 1 "belongs to --check" guard /share/guard/guard.conf --json
check_fails "doctor is not content without a chip" run doctor
check "it says what to do" out_has "new_device"
check "doctor as JSON" sh -c 'railglow doctor --json >/tmp/out; [ $? -eq 2 ]'
check "doctor as JSON fits its schema" fits doctor.json

cat >/tmp/guard.conf <<END
idle status breathe
when VDD_CPU warning  status double-blink priority 5 hold 1s
when VDD_CPU critical status alarm priority 10 hold 2s
END
ina_board trial rail0/label=VDD_CPU rail0/shunt_uohm=5000 pin_warning=irq pin_critical=irq
ina_shunt 0 5000
tool_leds status
echo 37 >/sys/class/leds/status/brightness
railglow guard -v /tmp/guard.conf >/tmp/out 2>/tmp/err &
guard=$!
check "with all well the idle pattern is played" within 4 plays "$breathing"
check "a chip that is not there yet is waited for" err_has 'no rail "VDD_CPU"; waiting'
ina_live
railglow limit VDD_CPU warning 2 >/dev/null
railglow limit VDD_CPU critical 3 >/dev/null
sleep 3
ina_shunt 0 12000
check "over the warning limit the warning is played" within 2 plays "$flashing"
ina_shunt 0 20000
check "over the critical limit the alarm takes precedence" within 2 plays "$alarming"
ina_shunt 0 5000
sleep 1
check "the alarm is held for a while after it is over" plays "$alarming"
check "then all is well again" within 5 plays "$breathing"

echo "nonsense" >/tmp/guard.conf
kill -HUP "$guard"
sleep 1
check "a bad configuration is refused with file and line" err_has "/tmp/guard.conf:1:"
check "and the running one stays" plays "$breathing"
ina_shunt 0 12000
check "with its rules" within 2 plays "$flashing"
ina_shunt 0 5000
printf 'idle status on\nwhen VDD_CPU warning status alarm\n' >/tmp/guard.conf
kill -HUP "$guard"
check "a good one is taken over" within 3 plays "255 1000 255 1000"
ina_shunt 0 12000
check "with its rules, too" within 3 plays "$alarming"

tool_unplug_leds
sleep 3
echo 1 >/sys/kernel/config/railglow/lights/live
check "an LED that comes back is taken up again" within 5 plays "$alarming"
echo 0 >/sys/kernel/config/railglow/trial/live
check "without the chip there is no alarm" within 5 plays "255 1000 255 1000"
ina_shunt 0 5000
echo 1 >/sys/kernel/config/railglow/trial/live
railglow limit VDD_CPU warning 2 >/dev/null
sleep 3
ina_shunt 0 12000
check "a chip that comes back is watched again" within 3 plays "$alarming"
ina_shunt 0 5000
within 3 plays "255 1000 255 1000"
cpu=$(cpu_ticks $guard)
device=$(basename "$(readlink -f "$(ina_hwmon)/device")")
echo "$device" >/sys/bus/i2c/drivers/ina3221/unbind
echo "$device" >/sys/bus/i2c/drivers/ina3221/bind
railglow limit VDD_CPU warning 2 >/dev/null
sleep 3
ina_shunt 0 12000
check "also one that was away for a moment only" within 3 plays "$alarming"
check_between "waiting costs nothing" 0 10 $(($(cpu_ticks $guard) - cpu))
echo none >/sys/class/leds/status/trigger
check "an LED somebody took is taken back" within 5 plays "$alarming"
kill -TERM "$guard"
wait "$guard"
check_equal "guard ends well when told to" 0 $?

echo 99 >/sys/class/leds/status/brightness
railglow guard /tmp/guard.conf 2>/dev/null &
guard=$!
within 4 plays "$alarming"
kill -INT "$guard"
wait "$guard"
check_equal "LEDs are left as they were found" 99 "$(cat /sys/class/leds/status/brightness)"
check_equal "with the trigger they had" none \
	"$(led_trigger status)"

# What a service manager hears, on a path and on an abstract socket.
told() {
	notified "$1" >/tmp/told &
	listener=$!
	sleep 0.2
	NOTIFY_SOCKET=$1 WATCHDOG_USEC=600000 railglow guard /tmp/guard.conf 2>/dev/null &
	guard=$!
	sleep 3
	kill -HUP "$guard"
	sleep 1
	kill -TERM "$guard"
	wait "$guard"
	wait "$listener"
}
told /tmp/notify
check_equal "a service manager is told first that guard is ready, last that it stops" \
	"READY=1 STOPPING=1" "$(sed -n '1s/.* //p; $s/.* //p' /tmp/told | tr '\n' ' ' | sed 's/ $//')"
check_equal "a reload is announced, and its end" "RELOADING=1 READY=1" \
	"$(sed 's/.* //' /tmp/told | grep -A 1 RELOADING | tr '\n' ' ' | sed 's/ $//')"
check_equal "the watchdog hears of it at least twice in its time" 0 \
	"$(awk '/WATCHDOG/ { if ($1 - last > 320) bad++; last = $1 } END { print bad + (last < 3000) }' /tmp/told)"
told @railglow-test
check_equal "an abstract socket does as well" "READY=1" "$(sed -n '1s/.* //p' /tmp/told)"
export NOTIFY_SOCKET=/nobody/listens
railglow guard /tmp/guard.conf 2>/dev/null &
guard=$!
sleep 1
kill -TERM "$guard"
wait "$guard"
check_equal "and nobody listening is no trouble" 0 $?
unset NOTIFY_SOCKET

run doctor
check "doctor finds the chip" out_has "1 INA3221 with a driver"
check "doctor tells whose modules are loaded" out_has "ina3221 is loaded, railglow's own"
check "doctor counts LEDs" out_has "of which you may drive"
