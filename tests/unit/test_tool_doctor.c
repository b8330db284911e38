// SPDX-License-Identifier: GPL-2.0-only
/* Conclusions of the doctor from the facts that it is given. */
#include <stdio.h>
#include <string.h>

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/port.h"
#include "tests/unit/test.h"
#include "tools/doctor/doctor.h"
#include "tools/doctor/second_chip.h"
#include "tools/doctor/python_packages.h"

static struct doctor_report report;

static struct doctor_facts healthy(void)
{
	return (struct doctor_facts){
		.kernel = "6.12.1",
		.ina3221 = DOCTOR_MODULE_OURS,
		.pattern = DOCTOR_MODULE_OURS,
		.chips = 2,
		.iio = 2,
		.leds = 3,
		.leds_writable = 3,
		.limits_writable = true,
		.capture_readable = true,
		.boot = DOCTOR_BOOT_OPEN,
		.library = true,
	};
}

/* The finding whose text contains @part, NULL if there is none. */
static const struct doctor_finding *find(const char *part)
{
	for (u32 i = 0; i < report.count; i++) {
		if (strstr(report.findings[i].text, part))
			return &report.findings[i];
	}
	return NULL;
}

static const struct doctor_finding *judge(const struct doctor_facts *facts, const char *part)
{
	doctor_judge(facts, &report);
	assert_non_null(find(part));
	return find(part);
}

/* Is there a finding that contains @part, and does its remedy contain @words? */
static bool mends(const char *part, const char *words)
{
	const struct doctor_finding *finding = find(part);

	return finding && strstr(finding->remedy, words);
}

CASE(a_healthy_machine_has_nothing_to_mend)
{
	struct doctor_facts facts = healthy();

	doctor_judge(&facts, &report);
	assert_int_equal(doctor_worst(&report), DOCTOR_GOOD);
	for (u32 i = 0; i < report.count; i++)
		assert_string_equal(report.findings[i].remedy, "");
}

CASE(a_missing_module_is_loaded_if_it_is_there_and_built_if_not)
{
	struct doctor_facts facts = healthy();

	facts.ina3221 = DOCTOR_MODULE_ABSENT;
	facts.ina3221_file = true;
	assert_string_equal(judge(&facts, "ina3221 is not loaded")->remedy, "modprobe ina3221");
	assert_int_equal(doctor_worst(&report), DOCTOR_BAD);
	facts.ina3221_file = false;
	assert_non_null(strstr(judge(&facts, "is not installed")->remedy, "make install-dkms"));
}

CASE(the_kernel_s_own_driver_is_a_hint_unless_ours_is_there)
{
	struct doctor_facts facts = healthy();

	facts.pattern = DOCTOR_MODULE_IN_TREE;
	assert_int_equal(judge(&facts, "the in-tree ledtrig-pattern is loaded:")->grade,
			 DOCTOR_HINT);
	facts.pattern_file = true;
	assert_int_equal(judge(&facts, "the in-tree ledtrig-pattern is loaded,")->grade,
			 DOCTOR_BAD);
	assert_string_equal(find("the in-tree ledtrig-pattern is loaded,")->remedy,
			    "modprobe -r ledtrig-pattern && modprobe ledtrig-pattern");
	facts.pattern = DOCTOR_MODULE_BUILT_IN;
	assert_int_equal(judge(&facts, "built into")->grade, DOCTOR_HINT);
}

CASE(secure_boot_is_blamed_only_where_modules_are_missing)
{
	struct doctor_facts facts = healthy();

	facts.boot = DOCTOR_BOOT_SECURE;
	assert_int_equal(judge(&facts, "Secure Boot is on")->grade, DOCTOR_GOOD);
	facts.pattern = DOCTOR_MODULE_ABSENT;
	assert_int_equal(judge(&facts, "Secure Boot is on")->grade, DOCTOR_BAD);
	assert_true(mends("Secure Boot is on", "mokutil --import"));
	facts.boot = DOCTOR_BOOT_UNKNOWN;
	doctor_judge(&facts, &report);
	assert_null(find("Secure Boot"));
}

CASE(lockdown_is_told_unless_it_is_none)
{
	struct doctor_facts facts = healthy();

	snprintf(facts.lockdown, sizeof(facts.lockdown), "none");
	doctor_judge(&facts, &report);
	assert_null(find("locked down"));
	snprintf(facts.lockdown, sizeof(facts.lockdown), "integrity");
	judge(&facts, "locked down (integrity)");
}

CASE(chips_without_a_driver_and_no_chip_at_all_are_bad)
{
	struct doctor_facts facts = healthy();

	facts.orphans = 1;
	assert_int_equal(judge(&facts, "without a driver")->grade, DOCTOR_BAD);
	facts.chips = 0;
	facts.iio = 0;
	judge(&facts, "without a driver");
	assert_null(find("no INA3221 is known"));
	facts.orphans = 0;
	assert_non_null(strstr(judge(&facts, "no INA3221")->remedy, "new_device"));
	assert_int_equal(doctor_worst(&report), DOCTOR_BAD);
}

CASE(a_hindrance_without_harm_is_a_hint_with_a_remedy)
{
	struct doctor_facts facts = healthy();

	facts.limits_writable = false;
	facts.capture_readable = false;
	facts.leds_writable = 0;
	facts.library = false;
	snprintf(facts.others, sizeof(facts.others), "ina2xx at 1-0040");
	doctor_judge(&facts, &report);
	assert_int_equal(doctor_worst(&report), DOCTOR_HINT);
	assert_true(mends("limits may be set", "sudo"));
	assert_true(mends("capture device", "sudo"));
	assert_true(mends("writable by root only", "sudo"));
	assert_true(mends("pattern library", "make install"));
	assert_true(mends("ina2xx at 1-0040", "unbind"));
}

CASE(jtop_dies_of_labels_that_only_files_all_has)
{
	struct doctor_facts facts = healthy();

	facts.jtop = true;
	snprintf(facts.files, sizeof(facts.files), "all");
	assert_int_equal(judge(&facts, "jtop")->grade, DOCTOR_BAD);
	assert_true(mends("jtop", "files=most"));
	snprintf(facts.files, sizeof(facts.files), "most");
	assert_int_equal(judge(&facts, "jtop")->grade, DOCTOR_GOOD);
	snprintf(facts.files, sizeof(facts.files), "intree");
	assert_int_equal(judge(&facts, "jtop")->grade, DOCTOR_GOOD);
	facts.files[0] = '\0';
	facts.ina3221 = DOCTOR_MODULE_IN_TREE;
	assert_int_equal(judge(&facts, "jtop")->grade, DOCTOR_GOOD);
}

CASE(zeus_is_wrong_wherever_there_are_files_of_power)
{
	struct doctor_facts facts = healthy();

	facts.zeus = true;
	snprintf(facts.files, sizeof(facts.files), "all");
	assert_int_equal(judge(&facts, "Zeus")->grade, DOCTOR_BAD);
	snprintf(facts.files, sizeof(facts.files), "most");
	assert_int_equal(judge(&facts, "Zeus")->grade, DOCTOR_BAD);
	assert_true(mends("Zeus", "files=intree"));
	snprintf(facts.files, sizeof(facts.files), "intree");
	assert_int_equal(judge(&facts, "Zeus")->grade, DOCTOR_GOOD);
	facts.files[0] = '\0';
	facts.ina3221 = DOCTOR_MODULE_BUILT_IN;
	assert_int_equal(judge(&facts, "Zeus")->grade, DOCTOR_GOOD);
	facts.ina3221 = DOCTOR_MODULE_ABSENT;
	doctor_judge(&facts, &report);
	assert_null(find("Zeus"));
}

CASE(another_chip_at_the_address_is_bad)
{
	struct doctor_facts facts = healthy();

	doctor_judge(&facts, &report);
	assert_null(find("INA226"));
	snprintf(facts.both_at, sizeof(facts.both_at), "1-0040");
	assert_int_equal(judge(&facts, "INA3221 1-0040")->grade, DOCTOR_BAD);
	assert_true(mends("INA226", "another address"));
}

CASE(the_driver_s_line_in_the_log_tells_of_another_chip)
{
	char device[SECOND_CHIP_DEVICE] = "";

	assert_true(second_chip_in_log("4,815,1623,-;ina3221 1-0040: unexpected ID 0x5449 0x2220, "
				       "trusting firmware that this is an INA3221",
				       device));
	assert_string_equal(device, "1-0040");
	assert_true(second_chip_in_log("3,9,9,-;ina3221 10-0043: not an INA3221: it says 0x5449 "
				       "0x2220, not 0x5449 0x3220",
				       device));
	assert_string_equal(device, "10-0043");
	assert_false(second_chip_in_log("4,8,1,-;ina3221 1-0040: unexpected ID 0x5449 0x3221, "
					"trusting firmware that this is an INA3221",
					device));
	assert_false(second_chip_in_log("4,8,1,-;lm75 1-0040: it says 0x5449 0x2220", device));
	assert_false(second_chip_in_log("", device));
	assert_true(second_chip_in_registers("0x00 0x7127\n0xfe 0x5449\n0xff 0x2220\n"));
	assert_false(second_chip_in_registers("0x00 0x2220\n0xfe 0x5449\n0xff 0x3220\n"));
	assert_false(second_chip_look_in_log("/nowhere/kmsg", device));
}

CASE(a_driver_of_the_kernel_s_own_that_is_not_loaded_can_be)
{
	struct doctor_facts facts = healthy();

	facts.ina3221 = DOCTOR_MODULE_ABSENT;
	facts.ina3221_stock = true;
	assert_string_equal(judge(&facts, "the in-tree one is installed")->remedy,
			    "modprobe ina3221");
}

/* A folder that plays the root of a machine. */
static char machine[64];

static int make_machine(void **state)
{
	(void)state;
	unsetenv("VIRTUAL_ENV");
	unsetenv("CONDA_PREFIX");
	setenv("HOME", "/root", 1);
	snprintf(machine, sizeof(machine), "build/host/test-doctor.XXXXXX");
	return mkdtemp(machine) ? 0 : -1;
}

static int remove_machine(void **state)
{
	char command[128];

	(void)state;
	unsetenv("RAILGLOW_SYSFS");
	unsetenv("VIRTUAL_ENV");
	unsetenv("CONDA_PREFIX");
	snprintf(command, sizeof(command), "rm -rf '%s'", machine);
	return system(command);
}

/* A file below the machine, with the folders that lead there. */
static void put(const char *path, const char *text)
{
	char full[512];
	FILE *file;

	snprintf(full, sizeof(full), "%s%s", machine, path);
	for (char *slash = full + strlen(machine) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		(void)mkdir(full, 0755);
		*slash = '/';
	}
	file = fopen(full, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

CASE(python_packages_are_found_where_they_are_installed)
{
	assert_false(doctor_find_package(machine, "jtop/core/power.py"));
	put("/usr/local/lib/python3.10/dist-packages/jtop/core/power.py", "");
	assert_true(doctor_find_package(machine, "jtop/core/power.py"));
	assert_false(doctor_find_package(machine, "zeus/device/soc/jetson.py"));
	put("/home/ada/.local/lib/python3.11/site-packages/zeus/device/soc/jetson.py", "");
	assert_true(doctor_find_package(machine, "zeus/device/soc/jetson.py"));
	put("/usr/lib/python3/dist-packages/other/__init__.py", "");
	assert_true(doctor_find_package(machine, "other/__init__.py"));
}

CASE(packages_of_pipx_and_conda_are_found)
{
	static const char *const places[] = {
		"/opt/pipx/venvs/jetson-stats",
		"/root/.local/share/pipx/venvs/jetson-stats",
		"/home/ada/.local/share/pipx/venvs/jetson-stats",
		"/home/ada/.local/pipx/venvs/jetson-stats",
		"/opt/conda",
		"/opt/conda/envs/power",
		"/root/miniconda3",
		"/home/ada/miniconda3/envs/power",
		"/home/ada/anaconda3",
		"/root/anaconda3/envs/power",
		"/home/ada/miniforge3",
	};
	char path[256], file[32];

	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		snprintf(file, sizeof(file), "jtop/part%zu.py", i);
		assert_false(doctor_find_package(machine, file));
		snprintf(path, sizeof(path), "%s/lib/python3.12/site-packages/%s", places[i], file);
		put(path, "");
		assert_true(doctor_find_package(machine, file));
	}
	put("/opt/pipx/shared/lib/python3.12/site-packages/zeus/a.py", "");
	put("/home/ada/miniconda3/pkgs/zeus/a.py", "");
	assert_false(doctor_find_package(machine, "zeus/a.py"));
}

/* The folders that variables name are as they are, with what means something in a pattern. */
CASE(packages_are_found_where_the_environment_says)
{
	static const char *const variables[] = { "VIRTUAL_ENV", "CONDA_PREFIX" };

	put("/srv/[x] *\\?/lib/python3.12/site-packages/jtop/core/power.py", "");
	put("/home/of/ada/.local/lib/python3.12/site-packages/zeus/a.py", "");
	for (size_t i = 0; i < ARRAY_SIZE(variables); i++) {
		assert_false(doctor_find_package(machine, "jtop/core/power.py"));
		setenv(variables[i], "/srv/[x] *\\?", 1);
		assert_true(doctor_find_package(machine, "jtop/core/power.py"));
		setenv(variables[i], "", 1);
	}
	assert_false(doctor_find_package(machine, "zeus/a.py"));
	setenv("HOME", "/home/of/ada", 1);
	assert_true(doctor_find_package(machine, "zeus/a.py"));
}

static void link_to(const char *target, const char *path)
{
	char full[512];

	snprintf(full, sizeof(full), "%s%s", machine, path);
	assert_int_equal(symlink(target, full), 0);
}

/* Files of Linux for a chip on bus 0 that a driver of that name has taken. */
static void put_chip(void)
{
	char root[128];

	put("/sys/bus/i2c/devices/0-0040/name", "ina3221\n");
	put("/sys/bus/i2c/drivers/ina3221/uevent", "");
	link_to("../../../../bus/i2c/drivers/ina3221", "/sys/bus/i2c/devices/0-0040/driver");
	put("/sys/bus/i2c/devices/0-0040/hwmon/hwmon0/curr1_max", "0\n");
	snprintf(root, sizeof(root), "%s/sys", machine);
	setenv("RAILGLOW_SYSFS", root, 1);
}

CASE(a_module_without_taint_is_the_in_tree_driver)
{
	struct doctor_facts facts;

	put_chip();
	put("/sys/module/ina3221/taint", "\n");
	doctor_find(&facts);
	assert_int_equal(facts.ina3221, DOCTOR_MODULE_IN_TREE);
	assert_int_equal(facts.chips, 1);
	assert_int_equal(facts.iio, 0);
	assert_string_equal(facts.files, "");
	doctor_judge(&facts, &report);
	assert_non_null(find("1 INA3221 with a driver"));
	assert_non_null(find("record reads hwmon instead"));
}

CASE(a_driver_that_is_built_in_is_known_by_what_it_does)
{
	struct doctor_facts facts;

	put_chip();
	put("/sys/class/leds/status/trigger", "[none] timer pattern\n");
	doctor_find(&facts);
	assert_int_equal(facts.ina3221, DOCTOR_MODULE_BUILT_IN);
	assert_int_equal(facts.pattern, DOCTOR_MODULE_BUILT_IN);
	put("/sys/class/leds/status/trigger", "[none] timer\n");
	doctor_find(&facts);
	assert_int_equal(facts.pattern, DOCTOR_MODULE_ABSENT);
}

CASE(our_driver_says_which_files_it_has)
{
	struct doctor_facts facts;

	put_chip();
	put("/sys/module/ina3221/taint", "OE\n");
	put("/sys/module/ina3221/parameters/files", "intree\n");
	doctor_find(&facts);
	assert_int_equal(facts.ina3221, DOCTOR_MODULE_OURS);
	assert_string_equal(facts.files, "intree");
}

CASE(a_chip_is_read_from_the_folder_of_its_client)
{
	static const char *const places[] = { "/sys/kernel/debug/i2c/i2c-0/0-0040/registers",
					      "/sys/kernel/debug/0-0040/registers" };
	struct doctor_facts facts;

	put_chip();
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		put(places[i], "0x00 0x7127\n0xfe 0x5449\n0xff 0x2220\n");
		doctor_find(&facts);
		assert_string_equal(facts.both_at, "0-0040");
		put(places[i], "0x00 0x7127\n0xfe 0x5449\n0xff 0x3220\n");
		doctor_find(&facts);
		assert_string_equal(facts.both_at, "");
		put(places[i], "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_healthy_machine_has_nothing_to_mend),
		cmocka_unit_test(a_missing_module_is_loaded_if_it_is_there_and_built_if_not),
		cmocka_unit_test(the_kernel_s_own_driver_is_a_hint_unless_ours_is_there),
		cmocka_unit_test(secure_boot_is_blamed_only_where_modules_are_missing),
		cmocka_unit_test(lockdown_is_told_unless_it_is_none),
		cmocka_unit_test(chips_without_a_driver_and_no_chip_at_all_are_bad),
		cmocka_unit_test(a_hindrance_without_harm_is_a_hint_with_a_remedy),
		cmocka_unit_test(jtop_dies_of_labels_that_only_files_all_has),
		cmocka_unit_test(zeus_is_wrong_wherever_there_are_files_of_power),
		cmocka_unit_test(another_chip_at_the_address_is_bad),
		cmocka_unit_test(the_driver_s_line_in_the_log_tells_of_another_chip),
		cmocka_unit_test(a_driver_of_the_kernel_s_own_that_is_not_loaded_can_be),
		cmocka_unit_test_setup_teardown(python_packages_are_found_where_they_are_installed,
						make_machine, remove_machine),
		cmocka_unit_test_setup_teardown(packages_of_pipx_and_conda_are_found, make_machine,
						remove_machine),
		cmocka_unit_test_setup_teardown(packages_are_found_where_the_environment_says,
						make_machine, remove_machine),
		cmocka_unit_test_setup_teardown(a_module_without_taint_is_the_in_tree_driver,
						make_machine, remove_machine),
		cmocka_unit_test_setup_teardown(a_driver_that_is_built_in_is_known_by_what_it_does,
						make_machine, remove_machine),
		cmocka_unit_test_setup_teardown(a_chip_is_read_from_the_folder_of_its_client,
						make_machine, remove_machine),
		cmocka_unit_test_setup_teardown(our_driver_says_which_files_it_has, make_machine,
						remove_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
