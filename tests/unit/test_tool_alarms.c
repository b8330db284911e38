// SPDX-License-Identifier: GPL-2.0-only
/* A watch on a driver's alarm files, with counters and without. */
#include <math.h>
#include <stdio.h>

#include "core/port.h"
#include "tests/unit/scratch_tree.h"
#include "tools/cli/clock.h"
#include "tools/rails/alarm_watch.h"
#include "tools/rails/backends.h"

#define EVENTS 16
#define MS RG_NS_PER_MS

static struct rails rails;
static struct alarm_watch watch;

static struct alarm_event told[EVENTS];
static u32 told_count;

/* A file of the chip's. */
static void put(const char *name, const char *text)
{
	char path[64];

	snprintf(path, sizeof(path), "class/hwmon/hwmon0/%s", name);
	scratch_put(path, text);
}

static int note(void *context, const struct alarm_event *event)
{
	(void)context;
	assert_true(told_count < EVENTS);
	told[told_count++] = *event;
	return 0;
}

static void make_chip(bool counted)
{
	assert_int_equal(scratch_make(), 0);
	scratch_folder("class/hwmon/hwmon0");
	scratch_link("../../../0-0040", "class/hwmon/hwmon0/device");
	put("name", "ina3221\n");
	put("in1_input", "5000\n");
	put("curr1_input", "1000\n");
	put("curr1_max", "2000\n");
	put("curr1_max_alarm", "0\n");
	put("update_interval_us", "10\n");
	if (counted)
		put("curr1_max_alarm_count", "7\n");
}

static void open_watch(void)
{
	told_count = 0;
	assert_int_equal(rails_by_files(&rails), 0);
	assert_int_equal(alarm_watch_open(&watch, &rails), 0);
}

static int begin(void **state)
{
	(void)state;
	make_chip(true);
	open_watch();
	return 0;
}

static int begin_uncounted(void **state)
{
	(void)state;
	make_chip(false);
	open_watch();
	return 0;
}

static int end(void **state)
{
	(void)state;
	alarm_watch_close(&watch);
	rails_close(&rails);
	return scratch_remove();
}

/* All of them, as of now. */
static void look(void)
{
	watch.next_ns = 0;
	assert_int_equal(alarm_watch_look(&watch, clock_now_ns(), note, NULL), 0);
}

/* The first alone, which poll(2) has told of. */
static void wake(void)
{
	watch.fds[0].revents = POLLPRI | POLLERR;
	assert_int_equal(alarm_watch_look(&watch, clock_now_ns(), note, NULL), 0);
}

/* Longer than a scan may be old. */
static void settle(void)
{
	usleep(70000);
}

CASE(alarms_of_before_are_not_told)
{
	put("curr1_max_alarm", "1\n");
	look();
	assert_int_equal(told_count, 0);
}

CASE(a_rail_beyond_its_limit_at_first_is_told_as_being_there)
{
	put("curr1_input", "2500\n");
	look();
	assert_int_equal(told_count, 1);
	assert_true(told[0].raised && !told[0].level);
	assert_int_equal(told[0].times, 0);
}

CASE(an_alarm_is_told_once_with_its_value)
{
	look();
	put("curr1_max_alarm_count", "8\n");
	put("curr1_input", "2500\n");
	look();
	look();
	assert_int_equal(told_count, 1);
	assert_true(told[0].raised && told[0].times == 1);
	assert_int_equal(told[0].kind, RAIL_WARNING_ALARM);
	assert_true(told[0].amperes == 2.5);
}

CASE(a_reader_of_the_alarm_file_takes_nothing)
{
	look();
	put("curr1_max_alarm_count", "8\n");
	put("curr1_max_alarm", "0\n");
	look();
	assert_int_equal(told_count, 1);
	assert_true(told[0].raised);
}

/* The value may be of the one before, which is not known to be over: it is measured anew. */
CASE(a_second_alarm_has_a_value_that_is_measured_after_it_began)
{
	const u64 before_ns = clock_now_ns();

	look();
	put("curr1_max_alarm_count", "8\n");
	put("curr1_input", "2500\n");
	look();
	put("curr1_max_alarm_count", "9\n");
	put("update_interval_us", "50000\n");
	watch.values = true;
	look();
	assert_int_equal(told_count, 2);
	assert_true(told[1].raised && told[1].times == 1 && told[1].amperes == 2.5);
	assert_true(clock_now_ns() - before_ns >= 50 * MS);
}

/* A guard plays the same, whatever the value. */
CASE(a_wake_up_is_measured_only_where_values_are_wanted)
{
	look();
	put("curr1_max_alarm_count", "8\n");
	put("curr1_input", "2500\n");
	wake();
	watch.values = true;
	put("curr1_max_alarm_count", "9\n");
	wake();
	assert_int_equal(told_count, 2);
	assert_true(told[0].raised && told[0].times == 1 && isnan(told[0].amperes));
	assert_true(told[1].raised && told[1].times == 1 && told[1].amperes == 2.5);
}

CASE(the_value_of_an_alarm_that_has_passed_is_not_known)
{
	look();
	put("curr1_max_alarm_count", "8\n");
	look();
	assert_int_equal(told_count, 1);
	assert_true(isnan(told[0].amperes));
}

CASE(several_alarms_between_two_looks_are_told_with_their_number)
{
	look();
	put("curr1_max_alarm_count", "12\n");
	look();
	assert_int_equal(told_count, 1);
	assert_int_equal(told[0].times, 5);
}

CASE(a_counter_that_wraps_goes_on)
{
	alarm_watch_close(&watch);
	put("curr1_max_alarm_count", "4294967295\n");
	assert_int_equal(alarm_watch_open(&watch, &rails), 0);
	look();
	put("curr1_max_alarm_count", "1\n");
	look();
	assert_int_equal(told_count, 1);
	assert_int_equal(told[0].times, 2);
}

CASE(an_alarm_is_over_only_when_its_value_is_within_the_limit)
{
	put("curr1_input", "2500\n");
	look();
	settle();
	look();
	assert_int_equal(told_count, 1);
	put("curr1_input", "2000\n");
	look();
	assert_int_equal(told_count, 2);
	assert_true(!told[1].raised && told[1].amperes == 2);
}

/* A value that is read right after it may be of the cycle before. */
CASE(an_alarm_is_not_over_in_the_moment_it_is_raised)
{
	look();
	put("curr1_max_alarm_count", "8\n");
	look();
	look();
	assert_int_equal(told_count, 1);
	settle();
	look();
	assert_int_equal(told_count, 2);
	assert_false(told[1].raised);
}

CASE(a_value_that_comes_late_changes_the_level_alone)
{
	look();
	put("curr1_input", "2500\n");
	look();
	put("curr1_max_alarm_count", "8\n");
	look();
	assert_int_equal(told_count, 2);
	assert_true(told[0].raised && told[0].level);
	assert_true(told[1].raised && !told[1].level && told[1].times == 1);
	settle();
	put("curr1_input", "1000\n");
	look();
	put("curr1_input", "2500\n");
	look();
	settle();
	put("curr1_input", "1000\n");
	look();
	assert_int_equal(told_count, 5);
	assert_false(told[2].level);
	assert_true(told[3].level && told[4].level);
}

CASE(a_limit_that_is_off_is_never_exceeded)
{
	put("shunt1_resistor", "10000\n");
	put("curr1_max", "16380\n");
	put("curr1_input", "16384\n");
	look();
	assert_int_equal(told_count, 0);
}

CASE(marks_alone_measure_nothing)
{
	watch.marks_only = true;
	put("curr1_input", "2500\n");
	look();
	assert_int_equal(told_count, 0);
	put("curr1_max_alarm_count", "9\n");
	look();
	assert_int_equal(told_count, 1);
	assert_int_equal(told[0].times, 2);
}

/* Power that was never valid cannot be lost, for the chip: its counter stays. */
CASE(a_voltage_below_the_minimum_is_an_alarm_also_uncounted)
{
	look();
	put("in1_input", "4400\n");
	look();
	look();
	assert_int_equal(told_count, 1);
	assert_int_equal(told[0].kind, RAIL_MINIMUM_ALARM);
	assert_true(told[0].raised && !told[0].level && told[0].times == 1 && told[0].volts == 4.4);
	settle();
	put("in1_input", "5000\n");
	look();
	assert_int_equal(told_count, 2);
	assert_true(!told[1].raised && !told[1].level);
}

CASE(one_that_is_counted_a_little_later_is_told_once)
{
	look();
	put("in1_input", "4400\n");
	look();
	put("in1_min_alarm_count", "4\n");
	look();
	assert_int_equal(told_count, 1);
	put("in1_min_alarm_count", "5\n");
	look();
	assert_int_equal(told_count, 2);
	assert_int_equal(told[1].times, 1);
}

static int begin_with_minimum(void **state)
{
	(void)state;
	make_chip(true);
	put("in1_min", "4500\n");
	put("in1_min_alarm", "0\n");
	put("in1_min_alarm_count", "3\n");
	open_watch();
	return 0;
}

/* A view shows what it read; watts, which are not measured here, would not fit newer amperes. */
CASE(a_rail_keeps_the_values_that_were_read_together)
{
	struct rail *rail = &rails.rails[0];

	assert_int_equal(rails_read(rail, RAILS_MEASURED | RAILS_LIMITS), 0);
	put("curr1_input", "3000\n");
	put("in1_input", "4900\n");
	put("curr1_max", "2500\n");
	look();
	assert_true(told_count == 1 && told[0].amperes == 3 && told[0].volts == 4.9);
	assert_true(rail->value[RAIL_VOLTS] == 5 && rail->value[RAIL_AMPERES] == 1);
	assert_true(rail->value[RAIL_WATTS] == 5 && rail->value[RAIL_WARNING_A] == 2);
}

CASE(trouble_that_a_reader_met_is_not_taken_from_its_rail)
{
	rails.rails[0].error = -EIO;
	look();
	assert_int_equal(rails.rails[0].error, -EIO);
	assert_int_equal(watch.error, 0);
}

CASE(amperes_are_those_of_the_last_look)
{
	look();
	assert_true(alarm_watch_amperes(&watch, 0) == 1);
	put("curr1_max_alarm_count", "8\n");
	put("curr1_input", "2500\n");
	wake();
	assert_true(isnan(alarm_watch_amperes(&watch, 0)));
	look();
	assert_true(alarm_watch_amperes(&watch, 0) == 2.5);
}

CASE(a_driver_without_counters_is_known_as_such)
{
	assert_false(alarm_watch_shares(&watch));
}

CASE(without_counters_an_alarm_is_what_its_file_says)
{
	look();
	put("curr1_max_alarm", "1\n");
	look();
	put("curr1_max_alarm", "0\n");
	settle();
	look();
	assert_int_equal(told_count, 2);
	assert_true(told[0].raised && told[0].times == 1 && isnan(told[0].amperes));
	assert_false(told[1].raised);
}

CASE(without_counters_a_wake_up_is_an_alarm_whoever_read_it)
{
	look();
	wake();
	assert_true(told_count == 1 && told[0].raised && told[0].times == 1);
}

/* Reading one alarm of the in-tree driver's clears all flags of the chip. */
CASE(without_counters_a_value_beyond_its_limit_is_an_alarm)
{
	look();
	put("curr1_input", "2500\n");
	look();
	put("curr1_max_alarm", "1\n");
	look();
	assert_true(told_count == 1 && told[0].raised && !told[0].level && told[0].times == 1);
	assert_true(told[0].amperes == 2.5);
}

CASE(without_counters_marks_are_measured_too)
{
	watch.marks_only = true;
	look();
	put("curr1_input", "2500\n");
	look();
	assert_true(told_count == 1 && told[0].raised && told[0].times == 1);
}

CASE(without_counters_it_is_not_over_while_the_value_is_beyond)
{
	put("curr1_input", "2500\n");
	put("curr1_max_alarm", "1\n");
	look();
	put("curr1_max_alarm", "0\n");
	settle();
	look();
	assert_int_equal(told_count, 1);
	assert_true(told[0].raised && told[0].amperes == 2.5);
}

CASE(a_counter_that_is_no_number_is_an_error_and_no_alarm)
{
	look();
	put("curr1_max_alarm_count", "many\n");
	look();
	assert_int_equal(told_count, 0);
	assert_int_equal(watch.error, -EIO);
}

CASE(a_chip_that_is_gone_ends_the_watch)
{
	look();
	assert_int_equal(scratch_discard("class/hwmon/hwmon0"), 0);
	watch.next_ns = 0;
	assert_int_equal(alarm_watch_look(&watch, clock_now_ns(), note, NULL), -ENODEV);
	scratch_folder("class/hwmon/hwmon0");
}

#define COUNTED(test) cmocka_unit_test_setup_teardown(test, begin, end)
#define MINIMUM(test) cmocka_unit_test_setup_teardown(test, begin_with_minimum, end)
#define UNCOUNTED(test) cmocka_unit_test_setup_teardown(test, begin_uncounted, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		COUNTED(alarms_of_before_are_not_told),
		COUNTED(a_rail_beyond_its_limit_at_first_is_told_as_being_there),
		COUNTED(an_alarm_is_told_once_with_its_value),
		COUNTED(a_reader_of_the_alarm_file_takes_nothing),
		COUNTED(a_second_alarm_has_a_value_that_is_measured_after_it_began),
		COUNTED(a_wake_up_is_measured_only_where_values_are_wanted),
		COUNTED(the_value_of_an_alarm_that_has_passed_is_not_known),
		COUNTED(several_alarms_between_two_looks_are_told_with_their_number),
		COUNTED(a_counter_that_wraps_goes_on),
		COUNTED(an_alarm_is_over_only_when_its_value_is_within_the_limit),
		COUNTED(an_alarm_is_not_over_in_the_moment_it_is_raised),
		COUNTED(a_value_that_comes_late_changes_the_level_alone),
		COUNTED(a_limit_that_is_off_is_never_exceeded),
		COUNTED(marks_alone_measure_nothing),
		COUNTED(a_rail_keeps_the_values_that_were_read_together),
		COUNTED(trouble_that_a_reader_met_is_not_taken_from_its_rail),
		COUNTED(amperes_are_those_of_the_last_look),
		COUNTED(a_counter_that_is_no_number_is_an_error_and_no_alarm),
		COUNTED(a_chip_that_is_gone_ends_the_watch),
		MINIMUM(a_voltage_below_the_minimum_is_an_alarm_also_uncounted),
		MINIMUM(one_that_is_counted_a_little_later_is_told_once),
		UNCOUNTED(a_driver_without_counters_is_known_as_such),
		UNCOUNTED(without_counters_an_alarm_is_what_its_file_says),
		UNCOUNTED(without_counters_a_wake_up_is_an_alarm_whoever_read_it),
		UNCOUNTED(without_counters_a_value_beyond_its_limit_is_an_alarm),
		UNCOUNTED(without_counters_marks_are_measured_too),
		UNCOUNTED(without_counters_it_is_not_over_while_the_value_is_beyond),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
