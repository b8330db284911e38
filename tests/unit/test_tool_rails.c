// SPDX-License-Identifier: GPL-2.0-only
/* Rails as hwmon's files have them, and when libsensors has to be asked instead. */
#include <math.h>

#include "core/port.h"
#include "tests/unit/scratch_tree.h"
#include "tools/rails/libsensors_config.h"
#include "tools/rails/backends.h"
#include "tools/rails/rails.h"

#define TINY 0.000000001

static int make_tree(void **state)
{
	(void)state;
	if (scratch_make())
		return -1;
	scratch_folder("class/hwmon/hwmon0");
	scratch_put("class/hwmon/hwmon0/name", "coretemp\n");
	scratch_folder("class/hwmon/hwmon3");
	scratch_put("class/hwmon/hwmon3/name", "ina3221\n");
	scratch_link("../../../11-0041", "class/hwmon/hwmon3/device");
	scratch_put("class/hwmon/hwmon3/in1_input", "5072\n");
	scratch_put("class/hwmon/hwmon3/in1_label", "VDD_IN\n");
	scratch_put("class/hwmon/hwmon3/curr1_input", "-1160\n");
	scratch_put("class/hwmon/hwmon3/curr1_crit", "3000\n");
	scratch_put("class/hwmon/hwmon3/in1_min_alarm", "1\n");
	scratch_put("class/hwmon/hwmon3/in3_input", "nonsense\n");
	scratch_put("class/hwmon/hwmon3/power3_input", "2500000\n");
	scratch_put("class/hwmon/hwmon3/in4_input", "1\n");
	scratch_put("class/hwmon/hwmon3/curr13_input", "1\n");
	scratch_put("class/hwmon/hwmon3/temp2_input", "1\n");
	return 0;
}

static int remove_tree(void **state)
{
	(void)state;
	return scratch_remove();
}

CASE(files_of_a_chip_are_its_rails)
{
	struct rails rails = { 0 };
	struct rail *first;

	assert_int_equal(rails_by_files(&rails), 0);
	assert_int_equal(rails.count, 2);
	first = &rails.rails[0];
	assert_string_equal(first->chip, "ina3221-i2c-11-41");
	assert_string_equal(first->label, "VDD_IN");
	assert_int_equal(first->number, 1);
	assert_int_equal(rails_read(first, BIT(RAIL_VALUES) - 1), 0);
	assert_true(first->value[RAIL_VOLTS] == 5.072 && first->value[RAIL_AMPERES] == -1.16);
	assert_true(fabs(first->value[RAIL_WATTS] + 5.88352) < TINY);
	assert_true(first->value[RAIL_CRITICAL_A] == 3 && isnan(first->value[RAIL_WARNING_A]));
	assert_true(first->value[RAIL_MINIMUM_ALARM] == 1);
	assert_string_equal(rails.rails[1].label, "rail3");
	assert_int_equal(rails_read(&rails.rails[1], RAILS_MEASURED), 0);
	assert_true(isnan(rails.rails[1].value[RAIL_VOLTS]));
	assert_true(rails.rails[1].value[RAIL_WATTS] == 2.5);
	rails_close(&rails);
}

CASE(limits_are_written_in_the_files_units)
{
	struct rails rails = { 0 };
	char text[16] = "";
	char path[RAIL_PATH];
	FILE *file;

	assert_int_equal(rails_by_files(&rails), 0);
	assert_int_equal(rails_set(&rails.rails[0], RAIL_CRITICAL_A, 2.0005), 0);
	assert_int_equal(rails_set(&rails.rails[0], RAIL_WARNING_A, 1), -EOPNOTSUPP);
	assert_true(rails_file(&rails.rails[0], RAIL_CRITICAL_A, path));
	file = fopen(path, "r");
	assert_non_null(file);
	assert_non_null(fgets(text, sizeof(text), file));
	fclose(file);
	assert_string_equal(text, "2001\n");
	rails_close(&rails);
}

static double limit_of(enum rail_value limit)
{
	struct rails rails = { 0 };
	double value;

	assert_int_equal(rails_by_files(&rails), 0);
	assert_int_equal(rails_read(&rails.rails[0], BIT(limit)), 0);
	value = rails.rails[0].value[limit];
	rails_close(&rails);
	return value;
}

/* 163.8 mV over 7 mohm are 23.4 A, over 1.1 mohm 148.909 A. */
CASE(a_current_limit_at_full_scale_is_off)
{
	scratch_put("class/hwmon/hwmon3/shunt1_resistor", "7000\n");
	scratch_put("class/hwmon/hwmon3/curr1_crit", "23400\n");
	assert_true(rails_limit_is_off(limit_of(RAIL_CRITICAL_A)));
	scratch_put("class/hwmon/hwmon3/curr1_crit", "23394\n");
	assert_false(rails_limit_is_off(limit_of(RAIL_CRITICAL_A)));
	scratch_put("class/hwmon/hwmon3/shunt1_resistor", "1100\n");
	scratch_put("class/hwmon/hwmon3/curr1_crit", "148909\n");
	assert_true(rails_limit_is_off(limit_of(RAIL_CRITICAL_A)));
	scratch_put("class/hwmon/hwmon3/curr1_crit", "-148909\n");
	assert_false(rails_limit_is_off(limit_of(RAIL_CRITICAL_A)));
}

CASE(without_a_known_shunt_no_limit_is_taken_for_off)
{
	scratch_put("class/hwmon/hwmon3/curr1_crit", "23400\n");
	assert_true(limit_of(RAIL_CRITICAL_A) == 23.4);
	scratch_put("class/hwmon/hwmon3/shunt1_resistor", "0\n");
	assert_true(limit_of(RAIL_CRITICAL_A) == 23.4);
}

/* Nothing falls below 0 V; 9 V after a reset mean nothing before all rails were valid. */
CASE(a_minimum_that_nothing_falls_below_is_off)
{
	scratch_put("class/hwmon/hwmon3/in3_input", "1800\n");
	scratch_put("class/hwmon/hwmon3/in1_min", "0\n");
	assert_true(rails_limit_is_off(limit_of(RAIL_MINIMUM_V)));
	scratch_put("class/hwmon/hwmon3/in1_min", "9000\n");
	assert_true(rails_limit_is_off(limit_of(RAIL_MINIMUM_V)));
	scratch_put("class/hwmon/hwmon3/in1_min", "8992\n");
	assert_true(limit_of(RAIL_MINIMUM_V) == 8.992);
	scratch_put("class/hwmon/hwmon3/in1_min", "9000\n");
	scratch_put("class/hwmon/hwmon3/in3_min_alarm_count", "1\n");
	assert_true(limit_of(RAIL_MINIMUM_V) == 9);
	scratch_put("class/hwmon/hwmon3/in3_min_alarm_count", "0\n");
	scratch_put("class/hwmon/hwmon3/in1_input", "12000\n");
	scratch_put("class/hwmon/hwmon3/in3_input", "10000\n");
	assert_true(limit_of(RAIL_MINIMUM_V) == 9);
}

CASE(off_is_written_as_what_nothing_exceeds)
{
	struct rails rails = { 0 };
	s64 raw;

	scratch_put("class/hwmon/hwmon3/in1_min", "4000\n");
	assert_int_equal(rails_by_files(&rails), 0);
	assert_int_equal(rails_switch_off(&rails.rails[0], RAIL_CRITICAL_A), 0);
	assert_int_equal(rail_raw(&rails.rails[0], "curr1_crit", &raw), 0);
	assert_true(raw == 2147483647);
	assert_int_equal(rails_switch_off(&rails.rails[0], RAIL_MINIMUM_V), 0);
	assert_int_equal(rail_raw(&rails.rails[0], "in1_min", &raw), 0);
	assert_true(raw == 0);
	assert_int_equal(rails_switch_off(&rails.rails[0], RAIL_WARNING_A), -EOPNOTSUPP);
	rails_close(&rails);
}

CASE(a_chip_that_goes_is_told_from_a_value_that_fails)
{
	struct rails rails = { 0 };

	assert_int_equal(rails_by_files(&rails), 0);
	assert_int_equal(scratch_discard("class/hwmon/hwmon3"), 0);
	assert_int_equal(rails_read(&rails.rails[0], RAILS_MEASURED), -ENODEV);
	rails_close(&rails);
}

CASE(a_chip_on_another_kind_of_bus_is_left_to_libsensors)
{
	struct rails rails = { 0 };

	assert_int_equal(scratch_discard("class/hwmon/hwmon3/device"), 0);
	scratch_link("../../../spi0.1", "class/hwmon/hwmon3/device");
	assert_int_equal(rails_by_files(&rails), -EOPNOTSUPP);
	rails_close(&rails);
}

CASE(only_statements_about_rails_matter)
{
	static const char *const harmless[] = {
		"",
		"# chip \"ina3221-*\"\n# label in1 x\n",
		"chip \"lm75-*\"\n label in1 \"board\"\n",
		"chip \"ina3221-*\"\n",
		"chip \"ina3221-*\"\n\n label in4 \"shunt 1\"\n compute in7 @ / 1000, @ * 1000\n",
		"chip \"ina3221-i2c-0-40\"\nchip \"k10temp-*\"\nignore in1",
		"\tchip \"ina3221x-*\" \"ina219-*\"\r\n\tset in1_min 3",
		"chip \"lm75-*\" \\\n  \"lm76-*\"\n label in1 \"a\"\n# a comment \\\nset in1_min 3\n",
		"chip \"ina3221-*\"\nlabel in13 \"x\"\nlabel temp1 \"y\"",
	};
	static const char *const concerns[] = {
		"chip \"ina3221-*\"\nlabel in1 \"CPU\"\n",
		"chip \"lm75-*\" \"ina3221-i2c-0-40\"\nignore in2",
		"chip \"*\"\n  set in3_min 4.5\n",
		"chip \"*-i2c-*\"\ncompute curr1 @*2, @/2\n",
		"chip ina3221-*\nignore power3\n",
		"bus \"i2c-0\" \"SMBus adapter\"\n",
		"chip \"lm75-*\" \\\n \"ina3221-*\"\nlabel in1 \"a\"",
		"chop\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(harmless); i++)
		assert_false(rails_config_concerns(harmless[i]));
	for (size_t i = 0; i < ARRAY_SIZE(concerns); i++)
		assert_true(rails_config_concerns(concerns[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(files_of_a_chip_are_its_rails, make_tree,
						remove_tree),
		cmocka_unit_test_setup_teardown(limits_are_written_in_the_files_units, make_tree,
						remove_tree),
		cmocka_unit_test_setup_teardown(a_current_limit_at_full_scale_is_off, make_tree,
						remove_tree),
		cmocka_unit_test_setup_teardown(without_a_known_shunt_no_limit_is_taken_for_off,
						make_tree, remove_tree),
		cmocka_unit_test_setup_teardown(a_minimum_that_nothing_falls_below_is_off,
						make_tree, remove_tree),
		cmocka_unit_test_setup_teardown(off_is_written_as_what_nothing_exceeds, make_tree,
						remove_tree),
		cmocka_unit_test_setup_teardown(a_chip_that_goes_is_told_from_a_value_that_fails,
						make_tree, remove_tree),
		cmocka_unit_test_setup_teardown(a_chip_on_another_kind_of_bus_is_left_to_libsensors,
						make_tree, remove_tree),
		cmocka_unit_test(only_statements_about_rails_matter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
