// SPDX-License-Identifier: GPL-2.0-only
/* A guard's memory of an LED, and the file in which that outlives it. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tools/guard/kept.h"

static char root[32];

static void folder(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", root, name);
	assert_int_equal(mkdir(path, 0700), 0);
}

static void put(const char *name, const char *text, int mode)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/class/leds/lamp/%s", root, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	assert_int_equal(chmod(path, (mode_t)mode), 0);
}

static int make_led(void **state)
{
	(void)state;
	snprintf(root, sizeof(root), "/tmp/railglow-kept-XXXXXX");
	if (!mkdtemp(root))
		return -1;
	setenv("RAILGLOW_SYSFS", root, 1);
	setenv("RAILGLOW_RUN", root, 1);
	folder("class");
	folder("class/leds");
	folder("class/leds/lamp");
	put("max_brightness", "255\n", 0444);
	put("brightness", "40\n", 0644);
	put("trigger", "none [netdev] timer\n", 0644);
	put("uevent", "\n", 0644);
	put("device_name", "eth0\n", 0644);
	put("interval", "50\n", 0644);
	put("link", "1\n", 0644);
	put("shot", "\n", 0200);
	put("offloaded", "0\n", 0444);
	return 0;
}

static int remove_led(void **state)
{
	char command[64];

	(void)state;
	unsetenv("RAILGLOW_SYSFS");
	unsetenv("RAILGLOW_RUN");
	snprintf(command, sizeof(command), "rm -rf %s", root);
	return system(command);
}

static void what_can_be_read_and_written_is_kept(void **state)
{
	struct kept kept;

	(void)state;
	assert_int_equal(kept_look(&kept, "lamp"), 0);
	assert_string_equal(kept.trigger, "netdev");
	assert_int_equal(kept.brightness, 40);
	assert_int_equal(kept.file_count, 3);
	assert_string_equal(kept.files[0].name, "device_name");
	assert_string_equal(kept.files[0].text, "eth0");
	assert_string_equal(kept.files[2].name, "link");
	assert_true(kept.object == kept_object("lamp") && kept.object);
	kept_free(&kept);
}

static void what_is_written_is_read_back(void **state)
{
	struct kept kept, again;
	char *text;

	(void)state;
	put("pattern", "0 500 255 500\n", 0644);
	put("hr_pattern", "\n", 0644);
	assert_int_equal(kept_look(&kept, "lamp"), 0);
	assert_int_equal(kept_print(&kept, &text), 0);
	assert_int_equal(kept_parse(&again, text), 0);
	assert_string_equal(again.name, "lamp");
	assert_string_equal(again.trigger, "netdev");
	assert_int_equal(again.brightness, 40);
	assert_true(again.object == kept.object);
	assert_int_equal(again.file_count, kept.file_count);
	for (u32 i = 0; i < kept.file_count; i++) {
		assert_string_equal(again.files[i].name, kept.files[i].name);
		assert_string_equal(again.files[i].text, kept.files[i].text);
	}
	kept_free(&kept);
	kept_free(&again);
	free(text);
}

/* The guard was killed while it wrote, or somebody else did. */
static void a_text_that_is_not_whole_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"\n",
		"railglow guard 2\nled l\nobject 1\ntrigger none\nbrightness 0\nend\n",
		"railglow guard 1\nled l\nobject 1\ntrigger none\nbrightness 0\n",
		"railglow guard 1\nled l\nobject 1\nbrightness 0\nend\n",
		"railglow guard 1\nled l\nobject 0\ntrigger none\nbrightness 0\nend\n",
		"railglow guard 1\nled l\nobject 1\ntrigger none\nbrightness x\nend\n",
		"railglow guard 1\nled l\nobject 1\ntrigger none\nbrightness -2\nend\n",
		"railglow guard 1\nled ../l\nobject 1\ntrigger none\nbrightness 0\nend\n",
		"railglow guard 1\nled l\nobject 1\ntrigger none\nfile ../x 1\nend\n",
		"railglow guard 1\nled l\nobject 1\ntrigger none\nfile x\nend\n",
		"railglow guard 1\nled l\nobject 1\ntrigger none\ncolour red\nend\n",
	};
	struct kept kept;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(kept_parse(&kept, bad[i]), -EINVAL);
		kept_free(&kept);
	}
}

static void an_led_is_taken_once(void **state)
{
	int first, second;

	(void)state;
	assert_int_equal(kept_claim("lamp", &first), 0);
	assert_int_equal(kept_claim("lamp", &second), -EWOULDBLOCK);
	assert_int_equal(kept_claim("other", &second), 0);
	kept_release(second, "other");
	kept_release(first, "lamp");
	assert_int_equal(kept_claim("lamp", &first), 0);
	kept_release(first, "lamp");
}

/* A guard that is killed closes its file and no more. */
static void what_was_kept_outlives_who_kept_it(void **state)
{
	struct kept kept, again;
	int fd;

	(void)state;
	assert_int_equal(kept_look(&kept, "lamp"), 0);
	assert_int_equal(kept_claim("lamp", &fd), 0);
	assert_int_equal(kept_recall(fd, &again), -ENOENT);
	assert_int_equal(kept_store(fd, &kept), 0);
	close(fd);
	assert_int_equal(kept_claim("lamp", &fd), 0);
	assert_int_equal(kept_recall(fd, &again), 0);
	assert_string_equal(again.trigger, "netdev");
	kept_free(&again);
	kept_free(&kept);
	kept_release(fd, "lamp");
	assert_int_equal(kept_claim("lamp", &fd), 0);
	assert_int_equal(kept_recall(fd, &again), -ENOENT);
	kept_release(fd, "lamp");
}

static void a_disk_that_is_full_is_told(void **state)
{
	struct kept kept;
	int full = open("/dev/full", O_RDWR);

	(void)state;
	assert_int_equal(kept_look(&kept, "lamp"), 0);
	assert_true(full >= 0);
	assert_true(kept_store(full, &kept) < 0);
	close(full);
	kept_free(&kept);
}

static void an_led_that_is_another_now_is_left_alone(void **state)
{
	struct kept kept;
	const char *failed;

	(void)state;
	assert_int_equal(kept_look(&kept, "lamp"), 0);
	kept.object++;
	assert_int_equal(kept_restore(&kept, &failed), -ENOENT);
	kept_free(&kept);
}

#define WITH_LED(test) cmocka_unit_test_setup_teardown(test, make_led, remove_led)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_LED(what_can_be_read_and_written_is_kept),
		WITH_LED(what_is_written_is_read_back),
		cmocka_unit_test(a_text_that_is_not_whole_is_refused),
		WITH_LED(an_led_is_taken_once),
		WITH_LED(what_was_kept_outlives_who_kept_it),
		WITH_LED(a_disk_that_is_full_is_told),
		WITH_LED(an_led_that_is_another_now_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
