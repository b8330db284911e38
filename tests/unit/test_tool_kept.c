// SPDX-License-Identifier: GPL-2.0-only
/* A guard's memory of an LED, and the file in which that outlives it. */
#include <fcntl.h>
#include <sys/wait.h>

#include "core/port.h"
#include "tests/unit/scratch_tree.h"
#include "tools/guard/claim.h"
#include "tools/guard/kept.h"

#define LAMP "class/leds/lamp/"

/* A file of the LED, of any bytes: what is kept depends on its mode. */
static void put_bytes(const char *name, const char *text, size_t len, mode_t mode)
{
	char below[64], path[SCRATCH_PATH];
	FILE *file;

	snprintf(below, sizeof(below), LAMP "%s", name);
	file = fopen(scratch_path(path, below), "w");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static void put(const char *name, const char *text, mode_t mode)
{
	put_bytes(name, text, strlen(text), mode);
}

static int make_led(void **state)
{
	(void)state;
	if (scratch_make())
		return -1;
	setenv("RAILGLOW_RUN", scratch_root, 1);
	scratch_folder("class/leds/lamp");
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
	(void)state;
	unsetenv("RAILGLOW_RUN");
	return scratch_remove();
}

CASE(settings_that_can_be_read_and_written_are_kept)
{
	struct kept kept;

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

/* As ledtrig-usbport has them: a file for each port, in a folder. */
CASE(files_one_folder_deep_are_kept)
{
	struct kept kept;

	scratch_folder(LAMP "ports");
	scratch_folder(LAMP "ports/deep");
	scratch_folder(LAMP "power");
	put_bytes("ports/usb1-port1", "1\n", 3, 0600);
	put("ports/usb1-port2", "0\n", 0600);
	put("ports/.hidden", "0\n", 0600);
	put("ports/state", "0\n", 0400);
	put("ports/trigger", "7\n", 0600);
	put("ports/deep/er", "0\n", 0600);
	put("power/control", "auto\n", 0644);
	scratch_link("ports", LAMP "device");
	assert_int_equal(kept_look(&kept, "lamp"), 0);
	assert_int_equal(kept.file_count, 6);
	assert_string_equal(kept.files[3].name, "ports/trigger");
	assert_string_equal(kept.files[4].name, "ports/usb1-port1");
	assert_string_equal(kept.files[4].text, "1");
	assert_string_equal(kept.files[5].name, "ports/usb1-port2");
	kept_free(&kept);
}

CASE(everything_written_is_read_back)
{
	struct kept kept, again;
	char *text;

	put("pattern", "0 500 255 500\n", 0644);
	put("hr_pattern", "\n", 0644);
	scratch_folder(LAMP "ports");
	put("ports/usb1-port1", "1\n", 0600);
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
CASE(a_text_that_is_not_whole_is_refused)
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
		"railglow guard 1\nled l\nobject 1\ntrigger none\nfile x/../y 1\nend\n",
		"railglow guard 1\nled l\nobject 1\ntrigger none\nfile x/y/z 1\nend\n",
		"railglow guard 1\nled l\nobject 1\ntrigger none\nfile x/ 1\nend\n",
		"railglow guard 1\nled l\nobject 1\ntrigger none\nfile /x 1\nend\n",
		"railglow guard 1\nled l\nobject 1\ntrigger none\ncolour red\nend\n",
	};
	struct kept kept;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(kept_parse(&kept, bad[i]), -EINVAL);
		kept_free(&kept);
	}
}

CASE(an_led_is_taken_once)
{
	struct guard_claim first, second;

	scratch_folder("class/leds/other");
	assert_int_equal(guard_claim_led("lamp", &first), 0);
	assert_int_equal(guard_claim_led("lamp", &second), -EWOULDBLOCK);
	assert_int_equal(second.led, -1);
	assert_int_equal(second.file, -1);
	assert_int_equal(guard_claim_led("other", &second), 0);
	guard_release_led(&second, "other");
	guard_release_led(&first, "lamp");
	assert_int_equal(guard_claim_led("lamp", &first), 0);
	guard_release_led(&first, "lamp");
}

/* They keep what the LED showed in different places. */
CASE(an_led_is_taken_once_also_by_guards_of_two_users)
{
	struct guard_claim first, second;
	char theirs[SCRATCH_PATH];

	assert_int_equal(guard_claim_led("lamp", &first), 0);
	scratch_folder("theirs");
	setenv("RAILGLOW_RUN", scratch_path(theirs, "theirs"), 1);
	assert_int_equal(guard_claim_led("lamp", &second), -EWOULDBLOCK);
	setenv("RAILGLOW_RUN", scratch_root, 1);
	guard_release_led(&first, "lamp");
	setenv("RAILGLOW_RUN", theirs, 1);
	assert_int_equal(guard_claim_led("lamp", &second), 0);
	guard_release_led(&second, "lamp");
}

CASE(a_claim_ends_with_who_has_it)
{
	struct guard_claim claim;
	int status;
	pid_t child;

	child = fork();
	if (!child)
		_exit(guard_claim_led("lamp", &claim) ? 1 : 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(guard_claim_led("lamp", &claim), 0);
	guard_release_led(&claim, "lamp");
}

CASE(where_nothing_can_be_kept_an_led_is_taken_all_the_same)
{
	struct guard_claim first, second;

	setenv("RAILGLOW_RUN", "/dev/null", 1);
	assert_int_equal(guard_claim_led("lamp", &first), -ENOTDIR);
	assert_true(first.led >= 0);
	assert_int_equal(first.file, -1);
	assert_int_equal(guard_claim_led("lamp", &second), -EWOULDBLOCK);
	guard_release_led(&first, "lamp");
	assert_int_equal(first.led, -1);
}

CASE(an_led_that_is_not_there_is_nobodys)
{
	struct guard_claim claim;

	assert_int_equal(guard_claim_led("none", &claim), -ENOENT);
	assert_int_equal(claim.led, -1);
}

/* A guard that is killed closes its file and no more. */
CASE(kept_state_outlives_the_guard_that_kept_it)
{
	struct guard_claim claim;
	struct kept kept, again;

	assert_int_equal(kept_look(&kept, "lamp"), 0);
	assert_int_equal(guard_claim_led("lamp", &claim), 0);
	assert_int_equal(kept_recall(claim.file, &again), -ENOENT);
	assert_int_equal(kept_store(claim.file, &kept), 0);
	close(claim.file);
	close(claim.led);
	assert_int_equal(guard_claim_led("lamp", &claim), 0);
	assert_int_equal(kept_recall(claim.file, &again), 0);
	assert_string_equal(again.trigger, "netdev");
	kept_free(&again);
	kept_free(&kept);
	guard_release_led(&claim, "lamp");
	assert_int_equal(guard_claim_led("lamp", &claim), 0);
	assert_int_equal(kept_recall(claim.file, &again), -ENOENT);
	guard_release_led(&claim, "lamp");
}

CASE(a_disk_that_is_full_is_told)
{
	struct kept kept;
	int full = open("/dev/full", O_RDWR);

	assert_int_equal(kept_look(&kept, "lamp"), 0);
	assert_true(full >= 0);
	assert_true(kept_store(full, &kept) < 0);
	close(full);
	kept_free(&kept);
}

CASE(an_led_that_is_another_now_is_left_alone)
{
	struct kept kept;
	const char *failed;

	assert_int_equal(kept_look(&kept, "lamp"), 0);
	kept.object++;
	assert_int_equal(kept_restore(&kept, &failed), -ENOENT);
	kept_free(&kept);
}

#define WITH_LED(test) cmocka_unit_test_setup_teardown(test, make_led, remove_led)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_LED(settings_that_can_be_read_and_written_are_kept),
		WITH_LED(everything_written_is_read_back),
		cmocka_unit_test(a_text_that_is_not_whole_is_refused),
		WITH_LED(files_one_folder_deep_are_kept),
		WITH_LED(an_led_is_taken_once),
		WITH_LED(an_led_is_taken_once_also_by_guards_of_two_users),
		WITH_LED(a_claim_ends_with_who_has_it),
		WITH_LED(where_nothing_can_be_kept_an_led_is_taken_all_the_same),
		WITH_LED(an_led_that_is_not_there_is_nobodys),
		WITH_LED(kept_state_outlives_the_guard_that_kept_it),
		WITH_LED(a_disk_that_is_full_is_told),
		WITH_LED(an_led_that_is_another_now_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
