// SPDX-License-Identifier: GPL-2.0-only
/* What the doctor concludes from what it is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tools/doctor/doctor.h"

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

static void a_healthy_machine_has_nothing_to_mend(void **state)
{
	struct doctor_facts facts = healthy();

	(void)state;
	doctor_judge(&facts, &report);
	assert_int_equal(doctor_worst(&report), DOCTOR_GOOD);
	for (u32 i = 0; i < report.count; i++)
		assert_string_equal(report.findings[i].remedy, "");
}

static void a_missing_module_is_loaded_if_it_is_there_and_built_if_not(void **state)
{
	struct doctor_facts facts = healthy();

	(void)state;
	facts.ina3221 = DOCTOR_MODULE_ABSENT;
	facts.ina3221_file = true;
	assert_string_equal(judge(&facts, "ina3221 is not loaded")->remedy, "modprobe ina3221");
	assert_int_equal(doctor_worst(&report), DOCTOR_BAD);
	facts.ina3221_file = false;
	assert_non_null(strstr(judge(&facts, "ina3221 is not there")->remedy, "make install-dkms"));
}

static void the_kernel_s_own_driver_is_a_hint_unless_ours_is_there(void **state)
{
	struct doctor_facts facts = healthy();

	(void)state;
	facts.pattern = DOCTOR_MODULE_IN_TREE;
	assert_int_equal(judge(&facts, "the kernel's own")->grade, DOCTOR_HINT);
	facts.pattern_file = true;
	assert_int_equal(judge(&facts, "the kernel's own")->grade, DOCTOR_BAD);
	assert_string_equal(find("the kernel's own")->remedy,
			    "modprobe -r ledtrig-pattern && modprobe ledtrig-pattern");
	facts.pattern = DOCTOR_MODULE_BUILT_IN;
	assert_int_equal(judge(&facts, "built into")->grade, DOCTOR_HINT);
}

static void secure_boot_is_blamed_only_where_modules_are_missing(void **state)
{
	struct doctor_facts facts = healthy();

	(void)state;
	facts.boot = DOCTOR_BOOT_SECURE;
	assert_int_equal(judge(&facts, "Secure Boot is on")->grade, DOCTOR_GOOD);
	facts.pattern = DOCTOR_MODULE_ABSENT;
	assert_int_equal(judge(&facts, "Secure Boot is on")->grade, DOCTOR_BAD);
	assert_true(mends("Secure Boot is on", "mokutil --import"));
	facts.boot = DOCTOR_BOOT_UNKNOWN;
	doctor_judge(&facts, &report);
	assert_null(find("Secure Boot"));
}

static void lockdown_is_told_unless_it_is_none(void **state)
{
	struct doctor_facts facts = healthy();

	(void)state;
	snprintf(facts.lockdown, sizeof(facts.lockdown), "none");
	doctor_judge(&facts, &report);
	assert_null(find("locked down"));
	snprintf(facts.lockdown, sizeof(facts.lockdown), "integrity");
	judge(&facts, "locked down (integrity)");
}

static void chips_without_a_driver_and_no_chip_at_all_are_bad(void **state)
{
	struct doctor_facts facts = healthy();

	(void)state;
	facts.orphans = 1;
	assert_int_equal(judge(&facts, "without a driver")->grade, DOCTOR_BAD);
	facts.orphans = 0;
	facts.chips = 0;
	facts.iio = 0;
	assert_non_null(strstr(judge(&facts, "no INA3221")->remedy, "new_device"));
	assert_int_equal(doctor_worst(&report), DOCTOR_BAD);
}

static void what_hinders_without_harm_is_a_hint_with_a_remedy(void **state)
{
	struct doctor_facts facts = healthy();

	(void)state;
	facts.limits_writable = false;
	facts.capture_readable = false;
	facts.leds_writable = 0;
	facts.library = false;
	snprintf(facts.others, sizeof(facts.others), "ina2xx at 1-0040");
	doctor_judge(&facts, &report);
	assert_int_equal(doctor_worst(&report), DOCTOR_HINT);
	assert_true(mends("limits may be set", "sudo"));
	assert_true(mends("capture device", "sudo"));
	assert_true(mends("root only may drive", "sudo"));
	assert_true(mends("pattern library", "make install"));
	assert_true(mends("ina2xx at 1-0040", "unbind"));
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
		cmocka_unit_test(what_hinders_without_harm_is_a_hint_with_a_remedy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
