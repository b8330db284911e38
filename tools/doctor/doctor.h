/* SPDX-License-Identifier: GPL-2.0-only */
/* Diagnosis: facts about a machine, found in facts.c, and the findings that follow from them. */
#ifndef RAILGLOW_TOOLS_DOCTOR_DOCTOR_H
#define RAILGLOW_TOOLS_DOCTOR_DOCTOR_H

#include <stdbool.h>

#include "core/port.h"

#define DOCTOR_TEXT 240
#define DOCTOR_FINDINGS_MAX 24

/** enum doctor_module - origin of a module */
enum doctor_module {
	DOCTOR_MODULE_ABSENT,
	DOCTOR_MODULE_OURS,
	DOCTOR_MODULE_IN_TREE,
	DOCTOR_MODULE_BUILT_IN,
};

/** enum doctor_boot - state of Secure Boot */
enum doctor_boot {
	DOCTOR_BOOT_UNKNOWN,
	DOCTOR_BOOT_OPEN,
	DOCTOR_BOOT_SECURE,
};

/**
 * struct doctor_facts - facts about this machine
 * @kernel: its release
 * @ina3221: the driver of the chip
 * @pattern: the trigger
 * @ina3221_file: a file of our driver can be loaded by this kernel
 * @pattern_file: a file of our trigger can
 * @ina3221_stock: a file of the kernel's own driver can
 * @pattern_stock: a file of the kernel's own trigger can
 * @files: our driver's parameter of that name; empty if it has none
 * @chips: number of INA3221 with a driver
 * @iio: number of them that can capture
 * @orphans: devices named ina3221 that no driver has taken
 * @others: other drivers bound to addresses of an INA3221, names between blanks
 * @leds: number of LEDs
 * @leds_writable: number of them that we may drive
 * @limits_writable: we may set limits
 * @capture_readable: we may read the capture device
 * @boot: Secure Boot
 * @lockdown: the kernel's lockdown, "none" or empty if not
 * @library: the pattern library is installed
 * @jtop: jetson-stats is installed
 * @zeus: Zeus is installed, with its part for Jetsons
 * @both_at: device at whose address an INA226 answers, too; empty for none
 */
struct doctor_facts {
	char kernel[64];
	enum doctor_module ina3221;
	enum doctor_module pattern;
	bool ina3221_file;
	bool pattern_file;
	bool ina3221_stock;
	bool pattern_stock;
	char files[16];
	u32 chips;
	u32 iio;
	u32 orphans;
	char others[64];
	u32 leds;
	u32 leds_writable;
	bool limits_writable;
	bool capture_readable;
	enum doctor_boot boot;
	char lockdown[32];
	bool library;
	bool jtop;
	bool zeus;
	char both_at[32];
};

/** enum doctor_grade - severity of a finding */
enum doctor_grade {
	DOCTOR_GOOD,
	DOCTOR_HINT,
	DOCTOR_BAD,
};

/**
 * struct doctor_finding - one finding
 * @grade: its severity
 * @text: the case, in plain words
 * @remedy: the command that fixes it, empty if there is nothing to fix
 */
struct doctor_finding {
	enum doctor_grade grade;
	char text[DOCTOR_TEXT];
	char remedy[DOCTOR_TEXT];
};

/** struct doctor_report - all findings, in order of dependence */
struct doctor_report {
	struct doctor_finding findings[DOCTOR_FINDINGS_MAX];
	u32 count;
};

/** doctor_find() - find the facts about this machine; changes nothing. */
void doctor_find(struct doctor_facts *facts);

/** doctor_judge() - draw findings from the facts. */
void doctor_judge(const struct doctor_facts *facts, struct doctor_report *report);

/** doctor_worst() - the worst grade of a report. */
enum doctor_grade doctor_worst(const struct doctor_report *report);

#endif /* RAILGLOW_TOOLS_DOCTOR_DOCTOR_H */
