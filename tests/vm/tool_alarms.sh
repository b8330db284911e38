#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A thousand alarms, and many who want to know of them: three that follow, a live view, a guard,
# a recording and Debian's prometheus-node-exporter, which reads every alarm file. Each of them
# hears of each alarm once, and of none that was not; commands that look once take none either.
#
# guest: mode=virtual modules="railglow-board ina3221 ledtrig-pattern" timeout=900
#        programs="build/host/railglow build/host/jsoncheck build/host/guest/http_get
#        build/clients/prometheus-node-exporter/usr/bin/prometheus-node-exporter"
#        files="docs/schema:/schema share:/share"

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh
# shellcheck source=tests/vm/lib/tool.sh
. /lib/railglow/tool.sh

port=9100

# alarms SEED: 250 pulses of 8 to 12 ms with 20 to 30 ms between them; with a cycle of
# 0.84 ms each is seen, and each is over before the next.
alarms() {
	ina_pulses "$1" 20000 30000 8000 12000
}

# fetch: what the exporter says
fetch() {
	http_get $port /metrics 2>/dev/null
}

# scraped FILE: the alarms that a scrape found raised
scraped() {
	sed -n 's/^node_hwmon_curr_\(max\|crit\)_alarm_amps{.*sensor="curr\([12]\)"} 0.001$/\1\2/p' "$1" |
		sort | tr '\n' ' ' | sed 's/ $//'
	echo
}

# scrape: over and over, as long as /tmp/scraping is there
scrape() {
	while [ -e /tmp/scraping ]; do
		fetch >/tmp/metrics.new
		[ ! -e /tmp/scraping ] || scraped /tmp/metrics.new >>/tmp/scrapes
		usleep 500000
	done
}

# heard FILE RAIL KIND: how many alarms a follower told of
heard() {
	awk -v rail="$2" -v kind="$3" '
		$3 == rail && $4 == kind && $5 == "raised" { n += $NF == "times" ? $(NF - 1) : 1 }
		END { print n + 0 }' "$1"
}

# all_heard FILE: of both rails, warnings and critical ones
all_heard() {
	echo "$(heard "$1" A warning) $(heard "$1" A critical) $(heard "$1" B warning) $(heard "$1" B critical)"
}

# guarded RAIL KIND: how many a guard told of
guarded() {
	awk -v what="guard: $1: $2 is raised" '
		index($0, what) { n += $NF == "times" ? $(NF - 1) : 1 } END { print n + 0 }' /tmp/guarded
}

# marked RAIL KIND: how many the recording has
marked() {
	grep -c "^# alarm: [0-9.]* $1 $2\$" /tmp/r.csv
}

# wrong_values FILE: lines whose amperes are not of what they say: 9 A were over, 1 A is not
wrong_values() {
	awk '$5 == "raised" && $7 != "-" && !($8 ~ /^A/ && $7 > 8) && !($9 == "A" && $8 > 8) { bad++ }
		$5 == "over" && $9 == "A" && $8 > 8 { bad++ }
		END { print bad + 0 }' "$1"
}

# without_value FILE: alarms that had passed before they could be measured
without_value() {
	awk '$5 == "raised" && $6 == "-" { n++ } END { print n + 0 }' "$1"
}

# alarms_read: the alarm files that say 1, each read once, as an exporter does
alarms_read() {
	local each
	for each in "$(ina_hwmon)"/*_alarm; do
		[ "$(ina_read "$each")" = 0 ] || echo "${each##*/}"
	done
}

# look_once_and_again: commands that look once, over and over, as long as /tmp/looking is there
look_once_and_again() {
	local each
	while [ -e /tmp/looking ]; do
		for each in rails 'rails --json' alarms 'alarms --json'; do
			# shellcheck disable=SC2086 # words
			railglow $each >/tmp/looked 2>>/tmp/looked.err && echo "$each" >>/tmp/looks
			usleep 20000
		done
	done
}

# gaps: readings of A without an alarm between those with one
gaps() {
	awk '$2 == "A" { alarm = $NF == "critical" || $NF == "warning"
			if (alarm) { gaps += pending; pending = 0; seen = 1 }
			else pending += seen }
		END { print seen ? gaps + 0 : "none seen" }' /tmp/watched
}

# scrapes_without: those that lacked an alarm, between the first and the last that had all four
scrapes_without() {
	awk '$0 == "crit1 crit2 max1 max2" { without += pending; pending = 0; seen = 1; next }
		{ pending += seen }
		END { print seen ? without + 0 : "none had" }' /tmp/scrapes
}

# ends SIGNAL PROCESS: gives the status that it ends with
ends() {
	kill "-$1" "$2"
	wait "$2"
}

# limits RAIL: 8 A for both alarms of a rail, by its number in hwmon
limits() {
	ina_put "curr$1_max" 8000
	ina_put "curr$1_crit" 8000
}

# many: two rails that are measured as often as can be, whose alarms have pins
many() {
	ina_board many pin_critical=irq pin_warning=irq rail0/label=A rail1/label=B
	ina_bus 0 5000000
	ina_bus 1 5000000
	ina_live
	ina_put update_interval 1
	limits 1
	limits 2
}

# exporter: serves the hwmon devices, as $exporter
exporter() {
	ifconfig lo up
	prometheus-node-exporter --web.listen-address=127.0.0.1:$port \
		--collector.disable-defaults --collector.hwmon \
		--web.disable-exporter-metrics >/tmp/log 2>&1 &
	exporter=$!
	within 20 fetch
}

# watch_all: all those that run on watch both rails, and $watchers are their processes
watch_all() {
	local each
	watchers=
	for each in 1 2 3; do
		railglow alarms --follow A B >/tmp/follower.$each 2>/tmp/follower.$each.err &
		watchers="$watchers $!"
	done
	railglow rails --watch --interval 100ms A B >/tmp/watched 2>/tmp/watch.err &
	watchers="$watchers $!"
	cat >/tmp/guard.conf <<-END
		idle status breathe
		when A warning  status double-blink priority 5 hold 200ms
		when B critical status alarm priority 10 hold 200ms
		when B warning  status on
		when A critical status on
	END
	railglow guard -v /tmp/guard.conf 2>/tmp/guarded &
	watchers="$watchers $!"
	railglow record --rails A,B --output /tmp/r.csv >/tmp/recorded 2>&1 &
	watchers="$watchers $!"
}

# scraped_meanwhile: a thousand alarms arrive while the exporter is scraped.
scraped_meanwhile() {
	local scraper
	: >/tmp/scrapes
	touch /tmp/scraping
	fetch >/dev/null
	scrape &
	scraper=$!
	ina_shunt 0 "$(alarms 1)"
	ina_shunt 1 "$(alarms 2)"
	sleep 10
	rm /tmp/scraping
	wait $scraper
}

# check_follower NAME: of all four alarms, and of nothing that was not
check_follower() {
	local file="/tmp/follower.$1"
	check_equal "follower $1 heard of 250 alarms of each kind of each rail" \
		"250 250 250 250" "$(all_heard "$file")"
	check_equal "... and of nothing else" "" \
		"$(grep -Ev ' [AB] (warning|critical) (raised|over) ' "$file")"
	check_equal "... each with the value that raised it, and none over while beyond" 0 \
		"$(wrong_values "$file")"
	check_equal "... in the end all are over" \
		"A critical, A warning, B critical, B warning" "$(awk '{ last[$3 " " $4] = $5 }
			END { for (i in last) if (last[i] == "over") print i }' "$file" |
			sort | tr '\n' ',' | sed 's/,$//; s/,/, /g')"
	check_equal "... and it complained of nothing" "" "$(cat "$file.err")"
}

case_a_thousand_alarms_are_heard_by_all_who_watch() {
	local each
	many
	tool_leds status
	exporter
	watch_all
	sleep 3
	scraped_meanwhile
	check_equal "the driver counted 250 of each" "250 250 250 250" \
		"$(ina_get curr1_max_alarm_count) $(ina_get curr1_crit_alarm_count) $(
			ina_get curr2_max_alarm_count) $(ina_get curr2_crit_alarm_count)"
	sleep 1
	for each in $watchers; do
		ends INT "$each"
		check_equal "a watcher ends well" 0 $?
	done
	for each in 1 2 3; do
		check_follower $each
		check_between "follower $each had a value for most of the 1000 alarms" 800 1000 \
			$((1000 - $(without_value /tmp/follower.$each)))
	done
	check_equal "guard heard of each as well" "250 250 250 250" "$(guarded A warning) $(
		guarded A critical) $(guarded B warning) $(guarded B critical)"
	check_equal "so did the recording" "250 250 250 250" "$(marked A warning) $(
		marked A critical) $(marked B warning) $(marked B critical)"
	check_equal "the live view showed one in each of its readings meanwhile" 0 "$(gaps)"
	check_equal "node-exporter found all four in each of its scrapes meanwhile" 0 \
		"$(scrapes_without)"
	check "... and there were some" test "$(grep -c . /tmp/scrapes)" -ge 4
	diag "$(wc -l </tmp/scrapes) scrapes; $(wc -l </tmp/watched) lines of the live view"
	ends TERM "$exporter" 2>/dev/null
	board_unmake lights
	ina_unboard
}

case_each_alarm_has_its_value_on_an_idle_machine() {
	local follower
	many
	railglow alarms --follow A >/tmp/alone 2>/dev/null &
	follower=$!
	sleep 0.5
	ina_shunt 0 'hold 60ms 90mV 0 90mV 0 90mV 0 90mV 0 90mV 0'
	sleep 1
	ends INT $follower
	check_equal "on a machine that is not busy" "5 5" \
		"$(heard /tmp/alone A critical) $(heard /tmp/alone A warning)"
	check_equal "... each has its value" "0 0" \
		"$(without_value /tmp/alone) $(wrong_values /tmp/alone)"
	ina_unboard
}

case_an_alarm_that_lasts_is_told_once() {
	local follower
	many
	railglow alarms --follow --json --duration 1s A >/tmp/out 2>/tmp/err &
	follower=$!
	sleep 0.5
	ina_shunt 0 'hold 300ms 90mV; 0'
	wait $follower
	check "each line fits its schema" fits alarm.json
	check_equal "an alarm that lasts is one, and over when it is over" \
		"critical raised, warning raised, critical over, warning over, " \
		"$(sed 's/.*"alarm":"\([a-z]*\)","raised":true.*/\1 raised/
			s/.*"alarm":"\([a-z]*\)","raised":false.*/\1 over/' /tmp/out |
			sort -k 2r,2 -k 1,1 | tr '\n' ',' | sed 's/,/, /g')"
	ina_unboard
}

# looked: a rail whose alarm files somebody reads, beside commands that look once
looked() {
	ina_board looked pin_critical=irq pin_warning=irq rail0/label=A
	ina_bus 0 5000000
	ina_live
	limits 1
}

# five_alarms: of each kind, the files read after each of them
five_alarms() {
	for _ in 1 2 3 4 5; do
		ina_shunt 0 'hold 20ms 90mV; 0'
		sleep 0.2
		alarms_read
	done
}

# now_in_json: the alarms of now, as JSON
now_in_json() {
	tr -d ' \n' </tmp/out | sed 's/.*"alarms":\(\[[^]]*\]\).*/\1/'
}

# times_in_json: of all alarms
times_in_json() {
	sed -n 's/.*"times": *\([0-9]*\).*/\1/p' /tmp/out | awk '{ n += $1 } END { print n }'
}

case_commands_that_look_once_take_no_alarm() {
	local looker
	looked
	check_equal "alarms tells of none where there was none" "" "$(railglow alarms 2>&1)"
	: >/tmp/looks
	: >/tmp/looked.err
	touch /tmp/looking
	look_once_and_again &
	looker=$!
	five_alarms >/tmp/read
	rm /tmp/looking
	wait $looker
	check_equal \
		"who reads every alarm file sees each alarm once, whoever looks at rails and alarms" \
		"5 curr1_crit_alarm, 5 curr1_max_alarm, " \
		"$(sort /tmp/read | uniq -c | sed 's/^ *//' | tr '\n' ',' | sed 's/,/, /g')"
	check "there were many of them" test "$(grep -c . /tmp/looks)" -ge 8
	check_equal "... none of which had to complain" "" "$(cat /tmp/looked.err)"
	check_equal "alarms tells how often there was one, and that it is over" \
		"A warning over, 5 times/A critical over, 5 times/" "$(railglow alarms | tr '\n' /)"
	check "as JSON it is one of the past" run alarms --json
	check_equal "... and none of now" "[]/10" "$(now_in_json)/$(times_in_json)"
	check "... and fits its schema" fits alarms.json
	check_equal "rails has none now" "-" "$(railglow rails | awk '$1 == "A" { print $NF }')"
	ina_unboard
}

case_an_alarm_is_shown_while_it_lasts() {
	looked
	five_alarms >/tmp/read
	ina_shunt 0 90mV
	sleep 1
	check_equal "while it lasts both say so" \
		"A warning raised, 6 times/A critical raised, 6 times/critical" \
		"$(railglow alarms | tr '\n' /)$(railglow rails | awk '$1 == "A" { print $NF }')"
	check "... in JSON, too" run alarms --json
	check_equal "... as alarms of now" '"past":[]' \
		"$(tr -d ' \n' </tmp/out | grep -o '"past":\[[^]]*\]')"
	check "... which fit their schema" fits alarms.json
	check_equal "... and leave both to who reads the files" \
		"curr1_crit_alarm curr1_max_alarm" "$(alarms_read | xargs)"
	ina_unboard
}

# One read of Mask/Enable fails, and those after it succeed: an alarm may have been in it.
case_alarms_that_cannot_be_read_are_said() {
	looked
	sleep 0.1
	ina_fault "nack register=0x0f on=read count=1"
	says 2 "alarms cannot be read: No such device or address" alarms
	sleep 0.1
	check "the next time they can be read" run alarms
	check_equal "... and there is nothing to say" "" "$(cat /tmp/out /tmp/err)"
	sleep 0.1
	ina_fault "nack register=0x0f on=read count=1"
	run alarms --json
	check_equal "with --json they are said, too" 2/1/1 "$status/$(
		grep -c 'alarms cannot be read' /tmp/err)/$(wc -l </tmp/err)"
	check "... and it fits its schema" fits alarms.json
	ina_unboard
}

# All is looked at twice a second, so what lasts is noticed.
case_without_a_wired_pin_what_lasts_is_told() {
	local follower
	ina_board bare rail0/label=A
	ina_bus 0 5V
	ina_live
	ina_put curr1_crit 8000
	ina_put in1_min 4500
	railglow alarms --follow A >/tmp/bare 2>/dev/null &
	follower=$!
	sleep 1
	for _ in 1 2 3; do
		ina_shunt 0 'hold 1200ms 90mV; 0'
		ina_bus 0 'hold 1200ms 4V; 5V'
		sleep 3
	done
	ends INT $follower
	check_equal "without a wired pin what lasts is told, too, each time once" "3 3" \
		"$(heard /tmp/bare A critical) $(heard /tmp/bare A minimum)"
	check_equal "... with its volts and amperes" 3 \
		"$(grep -c 'minimum raised 4.000 V 9.000 A$' /tmp/bare)"
	check_equal "... and it is over each time" "3 3" \
		"$(grep -c 'critical over 5.000 V 0.000 A$' /tmp/bare) $(
			grep -c 'minimum over 5.000 V' /tmp/bare)"
	ina_unboard
}

# uncounted: a rail with a driver that has the files of the in-tree one, and so counts no alarms
uncounted() {
	rmmod ina3221
	modprobe ina3221 files=intree
	ina_board plain pin_critical=irq pin_warning=irq rail0/label=A
	ina_live
	ina_put curr1_crit 8000
}

uncounted_done() {
	ina_unboard
	rmmod ina3221
	modprobe ina3221
}

# Without counters a wake-up is the alarm, whoever of those that were woken reads it first.
case_without_counters_each_follower_hears_of_each_alarm() {
	local each followers
	uncounted
	followers=
	for each in 1 2; do
		railglow alarms --follow A >/tmp/plain.$each 2>/tmp/plain.$each.err &
		followers="$followers $!"
	done
	sleep 1
	for _ in 1 2 3 4 5; do
		ina_shunt 0 'hold 300ms 90mV; 0'
		sleep 1
	done
	for each in $followers; do
		ends INT "$each"
	done
	for each in 1 2; do
		check_equal "without counters follower $each hears of five alarms, too" 5 \
			"$(heard /tmp/plain.$each A critical)"
		check_equal "... and says once that others can take some" 1 \
			"$(grep -c 'does not count alarms' /tmp/plain.$each.err)"
	done
	uncounted_done
}

case_without_counters_alarms_alone_reads_the_files() {
	uncounted
	run alarms
	check_equal "alarms without --follow says so as well, once" 1 \
		"$(grep -c 'does not count alarms' /tmp/err)"
	run rails
	check_equal "rails reads no alarm file, and has nothing to say" "" "$(cat /tmp/err)"
	ina_shunt 0 'hold 300ms 90mV; 0'
	sleep 1
	railglow rails >/dev/null
	check_equal "... so that an alarm is there for who reads it" curr1_crit_alarm \
		"$(alarms_read | xargs)"
	ina_shunt 0 'hold 300ms 90mV; 0'
	sleep 1
	check_equal "alarms reads it, without a number" "A critical over" \
		"$(railglow alarms 2>/dev/null)"
	uncounted_done
}

case_an_alarm_file_that_cannot_be_read_is_said() {
	uncounted
	ina_fault "nack register=0x0f on=read count=forever"
	check_says "an alarm file cannot be read" "No such device or address" \
		ina_get curr1_crit_alarm
	run alarms
	check_equal "... which alarms says once, with a status that is not 0" 2/1 "$status/$(
		grep -c 'alarms cannot be read: No such device or address' /tmp/err)"
	check_equal "... beside that this driver does not count them, and no more" 1/2 "$(
		grep -c 'does not count alarms' /tmp/err)/$(wc -l </tmp/err)"
	check_equal "... and it tells of no alarm" "" "$(cat /tmp/out)"
	ina_fault none
	sleep 0.1
	check "the next time it can be read" run alarms
	check_fails "... and that is not said any more" err_has "cannot be read"
	uncounted_done
}

cases
