// SPDX-License-Identifier: GPL-2.0-only
/*
 * Facts about this machine: chips, modules (loaded, built in, whose), LEDs, programs; from /sys,
 * /dev and files of programs. They are judged in doctor.c.
 */
#include "tools/doctor/doctor.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "core/port.h"
#include "tools/cli/sysfs.h"
#include "tools/doctor/python_packages.h"
#include "tools/doctor/second_chip.h"
#include "tools/led/led.h"
#include "tools/led/pattern_library.h"

#define EFI_GLOBAL "8be4df61-93ca-11d2-aa0d-00e098032b8c"
/** Attributes of an EFI variable come before its value. */
#define EFI_VALUE_AT 4
#define FIRST_ADDRESS 0x40
#define LAST_ADDRESS 0x43
/** Room for the names of all triggers, and for all registers of a chip. */
#define TRIGGERS_TEXT 8192
#define REGISTERS_TEXT 1024

/*
 * Finds the origin of a module. Modules from outside the kernel's tree carry an O in their taint.
 * One that is built in and has no parameters has no folder: @works tells that it is there.
 */
static enum doctor_module find_module(const char *folder, bool works)
{
	char path[SYSFS_PATH], taint[32];

	if (!sysfs_exists(sysfs_path(path, "/module/%s", folder)))
		return works ? DOCTOR_MODULE_BUILT_IN : DOCTOR_MODULE_ABSENT;
	if (sysfs_read(sysfs_path(path, "/module/%s/taint", folder), taint, sizeof(taint)))
		return DOCTOR_MODULE_BUILT_IN;
	return strchr(taint, 'O') ? DOCTOR_MODULE_OURS : DOCTOR_MODULE_IN_TREE;
}

static bool has_module(const char *release, const char *folder, const char *name)
{
	static const char *const endings[] = { "", ".xz", ".zst", ".gz" };
	char path[SYSFS_PATH];

	for (size_t i = 0; i < ARRAY_SIZE(endings); i++) {
		snprintf(path, sizeof(path), "/lib/modules/%s/%s/%s.ko%s", release, folder, name,
			 endings[i]);
		if (sysfs_exists(path))
			return true;
	}
	return false;
}

static bool find_file(const char *release, const char *name)
{
	return has_module(release, "updates", name) || has_module(release, "updates/dkms", name) ||
	       has_module(release, "extra", name);
}

/* Does an LED offer the trigger? Each one offers all of them. */
static bool has_trigger(const char *trigger)
{
	char path[SYSFS_PATH], text[TRIGGERS_TEXT];
	char **names;
	bool found = false;

	if (led_names(&names) < 0)
		return false;
	for (char **name = names; *name && !found; name++) {
		if (!sysfs_read(led_file(path, *name, "trigger"), text, sizeof(text)))
			found = strstr(text, trigger);
	}
	sysfs_list_free(names);
	return found;
}

static void find_boot(struct doctor_facts *facts)
{
	char path[SYSFS_PATH], text[64];
	unsigned char bytes[EFI_VALUE_AT + 1];
	const char *open_bracket;
	int fd = open(sysfs_path(path, "/firmware/efi/efivars/SecureBoot-" EFI_GLOBAL),
		      O_RDONLY | O_CLOEXEC);

	facts->boot = DOCTOR_BOOT_UNKNOWN;
	if (fd >= 0) {
		if (read(fd, bytes, sizeof(bytes)) == sizeof(bytes))
			facts->boot = bytes[EFI_VALUE_AT] ? DOCTOR_BOOT_SECURE : DOCTOR_BOOT_OPEN;
		close(fd);
	} else if (!sysfs_exists(sysfs_path(path, "/firmware/efi"))) {
		facts->boot = DOCTOR_BOOT_OPEN;
	}
	if (sysfs_read(sysfs_path(path, "/kernel/security/lockdown"), text, sizeof(text)))
		return;
	open_bracket = strchr(text, '[');
	if (open_bracket)
		snprintf(facts->lockdown, sizeof(facts->lockdown), "%.*s",
			 (int)strcspn(open_bracket + 1, "]"), open_bracket + 1);
}

/* Judges the registers as they are now, which counts for more than an old line of the log. */
static void judge_registers(struct doctor_facts *facts, const char *device, const char *path)
{
	char text[REGISTERS_TEXT];

	if (sysfs_read(path, text, sizeof(text)) || !strstr(text, "0xff "))
		return;
	if (second_chip_in_registers(text))
		snprintf(facts->both_at, sizeof(facts->both_at), "%.31s", device);
	else if (!strcmp(facts->both_at, device))
		facts->both_at[0] = '\0';
}

/* Looks in the folder of the client, below its bus or, on older kernels, at the top. */
static void find_registers(struct doctor_facts *facts, const char *device, unsigned int bus)
{
	char path[SYSFS_PATH];

	judge_registers(facts, device, sysfs_path(path, "/kernel/debug/%s/registers", device));
	judge_registers(facts, device,
			sysfs_path(path, "/kernel/debug/i2c/i2c-%u/%s/registers", bus, device));
}

static void find_capture(struct doctor_facts *facts, const char *device)
{
	char path[SYSFS_PATH];
	char **names;

	if (sysfs_list(sysfs_path(path, "/bus/i2c/devices/%s", device), &names) < 0)
		return;
	for (char **name = names; *name; name++) {
		char node[SYSFS_PATH];

		if (strncmp(*name, "iio:device", strlen("iio:device")) != 0)
			continue;
		snprintf(node, sizeof(node), "/dev/%s", *name);
		if (!sysfs_exists(node))
			continue;
		facts->iio++;
		facts->capture_readable = !access(node, R_OK);
		judge_registers(facts, device,
				sysfs_path(node, "/kernel/debug/iio/%s/chip/registers", *name));
	}
	sysfs_list_free(names);
}

static void find_limits(struct doctor_facts *facts, const char *device)
{
	char path[SYSFS_PATH];
	char **names;

	if (sysfs_list(sysfs_path(path, "/bus/i2c/devices/%s/hwmon", device), &names) < 0)
		return;
	for (char **name = names; *name; name++) {
		sysfs_path(path, "/bus/i2c/devices/%s/hwmon/%s/curr1_max", device, *name);
		facts->limits_writable |= !access(path, W_OK);
	}
	sysfs_list_free(names);
}

/* Is /sys that of this machine, and not a copy of another one's or a test's? */
static bool is_this_machine(void)
{
	return !strcmp(sysfs_root(), "/sys");
}

/* May the chip be read directly? Our driver tells the answer of its chip by itself. */
static bool may_be_read(const struct doctor_facts *facts)
{
	return !*facts->both_at && facts->ina3221 != DOCTOR_MODULE_OURS && is_this_machine();
}

/* Devices are called "bus-address", and have a link to their driver. */
static void look_at_device(struct doctor_facts *facts, const char *device)
{
	char path[SYSFS_PATH], name[32], driver[SYSFS_PATH];
	unsigned int bus, address;
	const char *slash;
	ssize_t len;

	if (sscanf(device, "%u-%x", &bus, &address) != 2 ||
	    sysfs_read(sysfs_path(path, "/bus/i2c/devices/%s/name", device), name, sizeof(name)))
		return;
	len = readlink(sysfs_path(path, "/bus/i2c/devices/%s/driver", device), driver,
		       sizeof(driver) - 1);
	if (len > 0)
		driver[len] = '\0';
	slash = len > 0 ? strrchr(driver, '/') : NULL;
	if (!strcmp(name, "ina3221") && may_be_read(facts) && second_chip_on_bus(bus, address))
		snprintf(facts->both_at, sizeof(facts->both_at), "%.31s", device);
	if (slash && !strcmp(slash + 1, "ina3221")) {
		facts->chips++;
		find_registers(facts, device, bus);
		find_capture(facts, device);
		find_limits(facts, device);
	} else if (!slash && !strcmp(name, "ina3221")) {
		facts->orphans++;
	} else if (slash && address >= FIRST_ADDRESS && address <= LAST_ADDRESS) {
		snprintf(facts->others, sizeof(facts->others), "%.40s at %.16s", slash + 1, device);
	}
}

static void find_devices(struct doctor_facts *facts)
{
	char path[SYSFS_PATH];
	char **names;

	if (sysfs_list(sysfs_path(path, "/bus/i2c/devices"), &names) < 0)
		return;
	for (char **name = names; *name; name++)
		look_at_device(facts, *name);
	sysfs_list_free(names);
}

static void find_leds(struct doctor_facts *facts)
{
	char path[SYSFS_PATH];
	char **names;

	if (led_names(&names) < 0)
		return;
	for (char **name = names; *name; name++) {
		facts->leds++;
		facts->leds_writable += !access(led_file(path, *name, "trigger"), W_OK);
	}
	sysfs_list_free(names);
}

void doctor_find(struct doctor_facts *facts)
{
	struct pattern_list list;
	struct utsname machine;
	char path[SYSFS_PATH];

	*facts = (struct doctor_facts){ 0 };
	if (!uname(&machine))
		snprintf(facts->kernel, sizeof(facts->kernel), "%.63s", machine.release);
	facts->ina3221 =
		find_module("ina3221", sysfs_exists(sysfs_path(path, "/bus/i2c/drivers/ina3221")));
	facts->pattern = find_module("ledtrig_pattern", has_trigger("pattern"));
	(void)!sysfs_read(sysfs_path(path, "/module/ina3221/parameters/files"), facts->files,
			  sizeof(facts->files));
	facts->ina3221_file = find_file(facts->kernel, "ina3221");
	facts->pattern_file = find_file(facts->kernel, "ledtrig-pattern");
	facts->ina3221_stock = has_module(facts->kernel, "kernel/drivers/hwmon", "ina3221");
	facts->pattern_stock =
		has_module(facts->kernel, "kernel/drivers/leds/trigger", "ledtrig-pattern");
	facts->jtop = doctor_find_package("", "jtop/core/power.py");
	facts->zeus = doctor_find_package("", "zeus/device/soc/jetson.py");
	if (is_this_machine())
		(void)second_chip_look_in_log("/dev/kmsg", facts->both_at);
	find_boot(facts);
	find_devices(facts);
	find_leds(facts);
	facts->library = !pattern_library_read(&list);
	if (facts->library)
		pattern_library_free(&list);
}
