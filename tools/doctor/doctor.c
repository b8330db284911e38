// SPDX-License-Identifier: GPL-2.0-only
/*
 * Findings that follow from the facts about a machine, which facts.c collects, and the remedy of
 * each.
 */
#include "tools/doctor/doctor.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/port.h"

static __printf(4, 5) void add_finding(struct doctor_report *report, enum doctor_grade grade,
				       const char *remedy, const char *format, ...)
{
	struct doctor_finding *finding = &report->findings[report->count];
	va_list words;

	if (report->count == DOCTOR_FINDINGS_MAX)
		return;
	report->count++;
	finding->grade = grade;
	va_start(words, format);
	vsnprintf(finding->text, sizeof(finding->text), format, words);
	va_end(words);
	snprintf(finding->remedy, sizeof(finding->remedy), "%s", remedy);
}

static void judge_module(struct doctor_report *report, const char *name, enum doctor_module module,
			 bool file, bool stock)
{
	char load[64], replace[96];

	snprintf(load, sizeof(load), "modprobe %s", name);
	snprintf(replace, sizeof(replace), "modprobe -r %s && modprobe %s", name, name);
	switch (module) {
	case DOCTOR_MODULE_OURS:
		add_finding(report, DOCTOR_GOOD, "", "%s is loaded, railglow's own", name);
		break;
	case DOCTOR_MODULE_IN_TREE:
		if (file)
			add_finding(report, DOCTOR_BAD, replace,
				    "the in-tree %s is loaded, although railglow's is installed",
				    name);
		else
			add_finding(report, DOCTOR_HINT, "make install-dkms",
				    "the in-tree %s is loaded: most of railglow works", name);
		break;
	case DOCTOR_MODULE_BUILT_IN:
		add_finding(report, DOCTOR_HINT, "",
			    "%s is built into this kernel and cannot be replaced", name);
		break;
	case DOCTOR_MODULE_ABSENT:
		add_finding(report, DOCTOR_BAD, file || stock ? load : "make install-dkms",
			    file    ? "%s is not loaded"
			    : stock ? "%s is not loaded; the in-tree one is installed"
				    : "%s is not installed for this kernel",
			    name);
		break;
	}
}

static void judge_boot(struct doctor_report *report, const struct doctor_facts *facts)
{
	bool ours_missing = facts->ina3221 != DOCTOR_MODULE_OURS ||
			    facts->pattern != DOCTOR_MODULE_OURS;

	if (facts->boot == DOCTOR_BOOT_SECURE && ours_missing)
		add_finding(report, DOCTOR_BAD,
			    "mokutil --import /var/lib/dkms/mok.pub, then reboot",
			    "Secure Boot is on: modules must be signed by a key that is enrolled");
	else if (facts->boot == DOCTOR_BOOT_SECURE)
		add_finding(report, DOCTOR_GOOD, "",
			    "Secure Boot is on, and the modules are accepted");
	else if (facts->boot == DOCTOR_BOOT_OPEN)
		add_finding(report, DOCTOR_GOOD, "", "Secure Boot is off");
	if (*facts->lockdown && strcmp(facts->lockdown, "none") != 0)
		add_finding(report, DOCTOR_HINT, "", "the kernel is locked down (%s)",
			    facts->lockdown);
}

#define SET_FILES(which)                                                                           \
	"echo options ina3221 files=" which " >/etc/modprobe.d/ina3221.conf && "                   \
	"modprobe -r ina3221 && modprobe ina3221"

/* jtop takes the text before each "_label" as a number, which it is for labels of voltages only. */
static void judge_jtop(struct doctor_report *report, const struct doctor_facts *facts)
{
	if (facts->ina3221 == DOCTOR_MODULE_OURS && !strcmp(facts->files, "all"))
		add_finding(report, DOCTOR_BAD, SET_FILES("most"),
			    "jetson-stats (jtop) is installed and crashes on labels of files=all");
	else if (facts->ina3221 != DOCTOR_MODULE_ABSENT)
		add_finding(report, DOCTOR_GOOD, "",
			    "jetson-stats (jtop) is installed and reads these files as they are");
}

/* Zeus multiplies volts and amperes where there is no file of power, and is right then. */
static void judge_zeus(struct doctor_report *report, const struct doctor_facts *facts)
{
	if (facts->ina3221 == DOCTOR_MODULE_OURS && strcmp(facts->files, "intree") != 0)
		add_finding(report, DOCTOR_BAD, SET_FILES("intree"),
			    "Zeus is installed and takes power*_input for mW: what "
			    "it measures is 1000 times too much; without files of "
			    "power it is right");
	else if (facts->ina3221 != DOCTOR_MODULE_ABSENT)
		add_finding(report, DOCTOR_GOOD, "",
			    "Zeus is installed and reads these files as they are");
}

static void judge_readers(struct doctor_report *report, const struct doctor_facts *facts)
{
	if (facts->jtop)
		judge_jtop(report, facts);
	if (facts->zeus)
		judge_zeus(report, facts);
}

static void judge_chips(struct doctor_report *report, const struct doctor_facts *facts)
{
	if (*facts->others)
		add_finding(report, DOCTOR_HINT, "echo ADDRESS >/sys/bus/i2c/drivers/NAME/unbind",
			    "another driver holds an address an INA3221 could have: %s",
			    facts->others);
	if (*facts->both_at)
		add_finding(report, DOCTOR_BAD, "give one of them another address by its pin A0",
			    "an INA226 answers at the address of the INA3221 %s, "
			    "which it disturbs (both together say 0x2220)",
			    facts->both_at);
	if (facts->orphans)
		add_finding(report, DOCTOR_BAD, "modprobe ina3221; dmesg | grep ina3221",
			    "%u INA3221 named by firmware without a driver", facts->orphans);
	if (!facts->chips && !facts->orphans)
		add_finding(report, DOCTOR_BAD,
			    "echo ina3221 0x40 >/sys/bus/i2c/devices/i2c-N/new_device",
			    "no INA3221 is known; if there is one, tell the kernel "
			    "its bus and address");
	if (!facts->chips)
		return;
	add_finding(report, DOCTOR_GOOD, "", "%u INA3221 with a driver", facts->chips);
	if (facts->iio < facts->chips)
		add_finding(report, DOCTOR_HINT, "",
			    "%u of them cannot capture: record reads hwmon instead",
			    facts->chips - facts->iio);
	if (!facts->limits_writable)
		add_finding(report, DOCTOR_HINT, "sudo railglow limit ...",
			    "limits may be set by root only");
	if (facts->iio && !facts->capture_readable)
		add_finding(report, DOCTOR_HINT, "sudo railglow record ...",
			    "the capture device may be read by root only");
}

static void judge_leds(struct doctor_report *report, const struct doctor_facts *facts)
{
	if (!facts->leds)
		add_finding(report, DOCTOR_HINT, "",
			    "this machine has no LEDs the kernel knows of");
	else if (!facts->leds_writable)
		add_finding(report, DOCTOR_HINT, "sudo railglow led play ...",
			    "%u LEDs, writable by root only", facts->leds);
	else
		add_finding(report, DOCTOR_GOOD, "", "%u LEDs, %u of which you may drive",
			    facts->leds, facts->leds_writable);
	if (!facts->library)
		add_finding(report, DOCTOR_HINT, "sudo make install",
			    "the pattern library is not installed: patterns have no names");
}

void doctor_judge(const struct doctor_facts *facts, struct doctor_report *report)
{
	report->count = 0;
	add_finding(report, DOCTOR_GOOD, "", "kernel %s", facts->kernel);
	judge_module(report, "ina3221", facts->ina3221, facts->ina3221_file, facts->ina3221_stock);
	judge_module(report, "ledtrig-pattern", facts->pattern, facts->pattern_file,
		     facts->pattern_stock);
	judge_boot(report, facts);
	judge_chips(report, facts);
	judge_readers(report, facts);
	judge_leds(report, facts);
}

enum doctor_grade doctor_worst(const struct doctor_report *report)
{
	enum doctor_grade worst = DOCTOR_GOOD;

	for (u32 i = 0; i < report->count; i++)
		worst = max(worst, report->findings[i].grade);
	return worst;
}
