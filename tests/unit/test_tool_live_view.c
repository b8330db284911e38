// SPDX-License-Identifier: GPL-2.0-only
/* The live view on screens of all sizes. */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ncurses.h>

#include "core/port.h"
#include "tests/unit/test.h"
#include "tools/rails/live_history.h"
#include "tools/rails/live_draw.h"
#include "tools/rails/live_layout.h"

#define S RG_NS_PER_S

/* Columns of the first row, those between cells included. */
static int row_width(const struct live_layout *layout)
{
	int width = -LIVE_GAP;

	for (int i = 0; i < LIVE_COLUMNS; i++)
		width += layout->width[i] ? layout->width[i] + LIVE_GAP : 0;
	return width;
}

CASE(the_alarm_is_never_left_out_and_nothing_goes_beyond_the_screen)
{
	for (int columns = 36; columns <= 240; columns++) {
		for (int longest = 1; longest < 70; longest += 6) {
			struct live_layout layout = live_layout(columns, 24, 3, longest, 0);

			assert_int_equal(layout.width[LIVE_ALARM], strlen("CRITICAL"));
			assert_true(layout.width[LIVE_NAME] >= 4);
			assert_true(row_width(&layout) <= columns);
		}
	}
}

CASE(all_rows_of_all_rails_shown_fit_the_screen)
{
	for (int lines = 1; lines <= 100; lines++) {
		for (int rails_count = 1; rails_count <= 24; rails_count++) {
			for (int rows = 0; rows <= 3; rows++) {
				struct live_layout layout =
					live_layout(80, lines, rails_count, 12, rows);
				int used = (layout.shown - 1) * layout.pitch + layout.rows;

				assert_in_range(layout.shown, 1, rails_count);
				assert_true(layout.shown == 1 || used <= lines - LIVE_HEAD_ROWS);
			}
		}
	}
}

CASE(columns_of_a_narrow_screen_become_rows_where_there_is_room)
{
	struct live_layout layout = live_layout(60, 24, 3, 8, 0);

	assert_int_equal(layout.rows, 3);
	assert_true(layout.history_row && layout.limits_row);
	layout = live_layout(80, 24, 24, 8, 0);
	assert_int_equal(layout.rows, 1);
	assert_int_equal(layout.levels, 3);
	assert_true(layout.width[LIVE_SPARK] >= 8);
	layout = live_layout(80, 24, 24, 8, 2);
	assert_true(layout.history_row && !layout.limits_row);
	layout = live_layout(120, 24, 3, 8, 0);
	assert_true(layout.width[LIVE_ENERGY] && !layout.history_row && layout.limits_row);
	layout = live_layout(160, 24, 3, 8, 0);
	assert_true(layout.width[LIVE_CRITICAL]);
	assert_int_equal(layout.rows, 1);
}

/** Most rails of a screen that is drawn, and its longest row. */
#define DRAWN_RAILS 24
#define ROW_TEXT 1024

static struct rail many[DRAWN_RAILS];
static struct rails drawn_rails = { .rails = many };
static struct live drawn_live;
static SCREEN *terminal;

/* A terminal without colours that shows nothing to anybody. */
static int begin_screen(void **state)
{
	(void)state;
	setlocale(LC_CTYPE, "C.UTF-8");
	terminal = newterm("vt100", fopen("/dev/null", "w"), fopen("/dev/null", "r"));
	return terminal ? 0 : -1;
}

static int end_screen(void **state)
{
	(void)state;
	endwin();
	delscreen(terminal);
	live_end(&drawn_live);
	return 0;
}

static void load_rails(u32 count)
{
	static const double usual[] = { 5.064, 1.184, 5.996, 4.752, 1.104, 2, 0, 0, 0 };

	drawn_rails.count = count;
	for (u32 i = 0; i < count; i++) {
		many[i] = (struct rail){ .number = i % 3 + 1 };
		memcpy(many[i].value, usual, sizeof(usual));
		snprintf(many[i].chip, sizeof(many[i].chip), "ina3221-i2c-%u-40", i / 3);
		snprintf(many[i].label, sizeof(many[i].label), "VDD_%u", i);
	}
	assert_int_equal(live_begin(&drawn_live, count), 0);
	for (u64 i = 1; i <= 41; i++)
		live_add(&drawn_live, &drawn_rails, i * S);
	live_alarm(&drawn_live, 0, RAIL_CRITICAL_ALARM, true, 1, 41 * S);
	live_alarm(&drawn_live, 1, RAIL_WARNING_ALARM, true, 1, 30 * S);
	live_alarm(&drawn_live, 1, RAIL_WARNING_ALARM, false, 0, 35 * S);
}

static struct live_screen draw(int lines, int columns, u32 count, int rows)
{
	struct live_screen screen = {
		.rails = &drawn_rails,
		.live = &drawn_live,
		.interval_ns = S,
		.rows = rows,
	};

	live_end(&drawn_live);
	load_rails(count);
	resizeterm(lines, columns);
	live_draw(&screen);
	return screen;
}

/* Does a row of the screen hold that text? */
static bool row_has(int row, const char *part)
{
	char text[ROW_TEXT];

	mvinnstr(row, 0, text, sizeof(text) - 1);
	return strstr(text, part);
}

static bool screen_has(const char *part)
{
	for (int i = 0; i < LINES; i++) {
		if (row_has(i, part))
			return true;
	}
	return false;
}

CASE(each_size_shows_volts_amperes_watts_alarm_and_a_bar)
{
	static const int sizes[] = { 60, 80, 120 };

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		for (u32 count = 1; count <= DRAWN_RAILS; count += 23) {
			(void)draw(24, sizes[i], count, 0);
			assert_true(row_has(1, "VOLTS   AMPERES     WATTS "));
			assert_true(row_has(2, "VDD_0 "));
			assert_true(row_has(2, "CRITICAL"));
			assert_true(row_has(2, "5.064 V   1.184 A   5.996 W █"));
			assert_true(row_has(2, "░"));
			assert_true(row_has(0, "?: help  q: quit"));
		}
	}
}

CASE(one_rail_shows_all_there_is_to_know_at_each_size)
{
	(void)draw(24, 60, 1, 0);
	assert_true(row_has(3, "least 1.184 A   most 1.184 A"));
	assert_true(row_has(3, "239.8 J"));
	assert_true(row_has(3, "█ "));
	assert_true(row_has(4, "minimum 4.752 V   warning 1.104 A   critical 2.000 A"));
	(void)draw(24, 80, 1, 0);
	assert_true(row_has(2, " 59% crit"));
	assert_true(row_has(3, " s"));
	assert_true(row_has(4, "1 alarm"));
	(void)draw(24, 120, 1, 0);
	assert_true(row_has(1, "LEAST      MOST    ENERGY LAST "));
	assert_true(row_has(2, "1.184 A   1.184 A   239.8 J █"));
	assert_true(row_has(3, "minimum 4.752 V   warning 1.104 A   critical 2.000 A"));
	(void)draw(24, 160, 1, 0);
	assert_true(row_has(1, "MINIMUM   WARNING  CRITICAL"));
	assert_true(row_has(2, "4.752 V   1.104 A   2.000 A"));
}

CASE(an_alarm_that_is_over_is_in_small_letters_with_its_time)
{
	(void)draw(24, 80, 2, 0);
	assert_true(row_has(6, "VDD_1 warning "));
	assert_true(row_has(8, "1 alarm, 6 s ago"));
	assert_false(screen_has("WARNING "));
}

CASE(twenty_four_rails_have_a_row_each_and_more_rows_when_asked_for)
{
	struct live_screen screen = draw(24, 80, DRAWN_RAILS, 0);

	assert_int_equal(screen.shown, 22);
	assert_int_equal(screen.levels, 3);
	assert_true(row_has(0, " rails 1 to 22 of 24, arrows scroll "));
	assert_true(row_has(0, "d: more"));
	assert_true(row_has(23, "VDD_21 "));
	assert_true(row_has(1, "LAST 1"));
	screen = draw(24, 80, DRAWN_RAILS, 2);
	assert_int_equal(screen.shown, 11);
	assert_true(row_has(3, "least"));
	screen.first = 13;
	live_draw(&screen);
	assert_true(row_has(0, " rails 14 to 24 of 24, ALARM above: VDD_0 "));
	assert_true(row_has(2, "VDD_13 "));
	screen.first = 23;
	live_draw(&screen);
	assert_true(row_has(0, " rails 14 to 24 of 24, ALARM above: VDD_0 "));
	(void)draw(60, 120, DRAWN_RAILS, 0);
	assert_true(row_has(0, " rails 1 to 24 of 24 "));
	assert_true(row_has(3, "minimum"));
}

CASE(the_page_of_help_names_each_column_and_key)
{
	static const char *const parts[] = { "AMPERES",	  "LEAST", "MOST",    "ENERGY",	 "OF LIMIT",
					     "LAST",	  "ALARM", "MINIMUM", "WARNING", "CRITICAL",
					     "page down", "r  ",   "q  ",     "d  ",	 "?" };
	struct live_screen screen = draw(24, 60, 3, 0);

	screen.help = true;
	live_draw(&screen);
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		assert_true(screen_has(parts[i]));
	assert_true(row_has(0, "?: back  q: quit"));
	for (int i = 1; i < LINES; i++)
		assert_false(row_has(i, "VDD_0"));
}

/* Without the blanks at its end. */
static void row_text(int row, char text[ROW_TEXT])
{
	size_t length;

	mvinnstr(row, 0, text, ROW_TEXT - 1);
	length = strlen(text);
	while (length && text[length - 1] == ' ')
		text[--length] = '\0';
}

static void draw_help(int lines, int columns)
{
	struct live_screen screen = draw(lines, columns, 3, 0);

	screen.help = true;
	live_draw(&screen);
}

#define HELP_ROWS 40

CASE(each_row_of_help_fits_60_columns)
{
	static char wide[HELP_ROWS][ROW_TEXT];
	char text[ROW_TEXT];

	draw_help(HELP_ROWS, 200);
	for (int i = 1; i < HELP_ROWS; i++)
		row_text(i, wide[i]);
	draw_help(HELP_ROWS, 60);
	for (int i = 1; i < HELP_ROWS; i++) {
		row_text(i, text);
		assert_string_equal(text, wide[i]);
	}
}

CASE(help_on_a_low_screen_has_keys_first_and_says_if_there_is_more)
{
	static char high[HELP_ROWS][ROW_TEXT];
	char text[ROW_TEXT];

	draw_help(HELP_ROWS, 80);
	for (int i = 1; i < HELP_ROWS; i++)
		row_text(i, high[i]);
	for (int lines = 1; lines < 19; lines++) {
		draw_help(lines, 80);
		for (int i = 1; i < lines - 1; i++) {
			row_text(i, text);
			assert_string_equal(text, high[i]);
		}
		assert_true(lines <= LIVE_HEAD_ROWS || row_has(lines - 1, "more on a taller"));
		assert_true(row_has(0, "?: back  q: quit"));
	}
	draw_help(10, 80);
	assert_true(screen_has("quit") && screen_has("scroll") && screen_has("forget"));
}

CASE(rows_beyond_the_screen_are_not_run_on_in_others)
{
	for (int rows = 0; rows <= LIVE_RAIL_ROWS_MAX; rows++) {
		(void)draw(1, 80, 3, rows);
		assert_false(row_has(0, "VOLTS") || row_has(0, "least"));
		(void)draw(2, 80, 3, rows);
		assert_true(row_has(1, "VOLTS") && !row_has(1, "VDD_0"));
		(void)draw(3, 80, 3, rows);
		assert_true(row_has(2, "VDD_0 ") && !row_has(2, "least"));
		(void)draw(4, 80, 3, LIVE_RAIL_ROWS_MAX);
		assert_true(row_has(3, "least") && !row_has(3, "minimum"));
	}
}

/* draw() has an alarm of the first rail, and one of the second that is over. */
static void draw_from(int lines, int columns, u32 count, int first)
{
	struct live_screen screen = draw(lines, columns, count, 1);

	screen.first = first;
	live_draw(&screen);
}

CASE(an_alarm_out_of_sight_is_named_at_the_top)
{
	struct live_screen screen;

	draw_from(4, 80, 4, 0);
	assert_true(row_has(0, " rails 1 to 2 of 4, arrows scroll "));
	draw_from(4, 80, 4, 1);
	assert_true(row_has(0, " rails 2 to 3 of 4, ALARM above: VDD_0 "));
	live_alarm(&drawn_live, 3, RAIL_WARNING_ALARM, true, 1, 41 * S);
	screen = (struct live_screen){ &drawn_rails, &drawn_live, .interval_ns = S, .rows = 1 };
	live_draw(&screen);
	assert_true(row_has(0, " rails 1 to 2 of 4, ALARM below: VDD_3 "));
	screen.first = 1;
	live_draw(&screen);
	assert_true(row_has(0, " rails 2 to 3 of 4, ALARM above: VDD_0, 1 more "));
	draw_from(4, 80, 4, 2);
	assert_true(row_has(0, " rails 3 to 4 of 4, ALARM above: VDD_0 "));
	draw_from(24, 60, DRAWN_RAILS, 2);
	assert_true(row_has(0, " rails 3 to 24 of 24, ALARM above: VDD_0 "));
}

CASE(one_that_is_over_is_in_small_letters_there_too)
{
	struct live_screen screen = draw(4, 80, 4, 1);

	live_alarm(&drawn_live, 0, RAIL_CRITICAL_ALARM, false, 0, 41 * S);
	screen.first = 2;
	live_draw(&screen);
	assert_true(row_has(0, " rails 3 to 4 of 4, alarm above: VDD_0, 1 more "));
}

CASE(an_alarm_is_named_while_no_rail_can_be_seen)
{
	draw_help(24, 80);
	assert_true(row_has(0, " help, ALARM: VDD_0  every"));
	(void)draw(2, 80, 3, 0);
	assert_true(row_has(0, " 3 rails, ALARM: VDD_0  every"));
}

CASE(an_alarm_out_of_sight_comes_before_trouble_and_all_else)
{
	struct live_screen screen = draw(4, 80, 4, 1);

	many[1].error = -EIO;
	screen.first = 1;
	live_draw(&screen);
	assert_true(row_has(0, " VDD_1: Input/output error, ALARM above: VDD_0 "));
	resizeterm(4, 40);
	live_draw(&screen);
	assert_true(row_has(0, " ALARM above: VDD_0 "));
	assert_true(row_has(0, "?: help"));
	resizeterm(4, 20);
	live_draw(&screen);
	assert_true(row_has(0, " ALARM above: VDD_0"));
}

/* The end tells rails of several chips apart. */
CASE(a_long_name_at_the_top_is_cut_like_one_in_a_row)
{
	struct live_screen screen = draw(4, 80, 4, 1);

	snprintf(many[0].label, sizeof(many[0].label), "%s",
		 "VDD_OF_A_REGULATOR_THAT_HAS_A_NAME_OF_SIXTY_CHARACTERS_ÄÄÄ");
	screen.first = 1;
	live_draw(&screen);
	assert_true(row_has(0, "ALARM above: VDD_OF_A_REGULATOR_THAT… "));
	many[0].error = -EIO;
	screen.first = 0;
	live_draw(&screen);
	assert_true(row_has(0, " VDD_OF_A_REGULATOR_THAT…: Input/output error "));
	snprintf(many[3].label, sizeof(many[3].label), "%s", many[0].label);
	live_draw(&screen);
	assert_true(row_has(0, "…OF_SIXTY_CHARACTERS_ÄÄÄ: Input/output error "));
}

CASE(a_limit_that_nobody_set_is_off)
{
	struct live_screen screen = draw(24, 60, 2, 0);

	many[0].value[RAIL_MINIMUM_V] = -INFINITY;
	many[0].value[RAIL_CRITICAL_A] = INFINITY;
	many[1].value[RAIL_MINIMUM_V] = NAN;
	live_draw(&screen);
	assert_true(row_has(4, "minimum off       warning 1.104 A   critical off"));
	assert_false(row_has(8, "minimum"));
	assert_true(row_has(8, "warning 1.104 A"));
	resizeterm(24, 160);
	live_draw(&screen);
	assert_true(row_has(2, "      off   1.104 A       off"));
}

CASE(a_bar_of_amperes_has_the_colour_of_their_alarms_alone)
{
	bool now;

	(void)draw(24, 80, 3, 0);
	live_alarm(&drawn_live, 2, RAIL_MINIMUM_ALARM, true, 1, 41 * S);
	assert_int_equal(live_worst(&drawn_live.rails[2], &now), RAIL_MINIMUM_ALARM);
	assert_int_equal(live_worst_of_amperes(&drawn_live.rails[2]), RAIL_VALUES);
	live_alarm(&drawn_live, 2, RAIL_WARNING_ALARM, true, 1, 41 * S);
	assert_int_equal(live_worst_of_amperes(&drawn_live.rails[2]), RAIL_WARNING_ALARM);
	assert_int_equal(live_worst_of_amperes(&drawn_live.rails[0]), RAIL_CRITICAL_ALARM);
	assert_int_equal(live_worst_of_amperes(&drawn_live.rails[1]), RAIL_VALUES);
}

CASE(trouble_with_a_rail_is_said_at_the_top)
{
	struct live_screen screen = draw(24, 60, 3, 0);

	many[1].error = -EIO;
	live_draw(&screen);
	assert_true(row_has(0, " VDD_1: Input/output error "));
}

CASE(rails_of_one_label_are_told_apart_by_their_chips)
{
	struct live_screen screen = draw(24, 80, 6, 0);

	snprintf(many[4].label, sizeof(many[4].label), "VDD_0");
	live_draw(&screen);
	assert_true(screen_has("i2c-0-40/VDD_0") || screen_has("…-0-40/VDD_0"));
	assert_true(screen_has("-1-40/VDD_0"));
}

CASE(any_size_can_be_drawn)
{
	for (int lines = 1; lines < 30; lines += 3) {
		for (int columns = 1; columns < 200; columns += 7)
			(void)draw(lines, columns, 5, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_alarm_is_never_left_out_and_nothing_goes_beyond_the_screen),
		cmocka_unit_test(all_rows_of_all_rails_shown_fit_the_screen),
		cmocka_unit_test(columns_of_a_narrow_screen_become_rows_where_there_is_room),
		cmocka_unit_test(each_size_shows_volts_amperes_watts_alarm_and_a_bar),
		cmocka_unit_test(one_rail_shows_all_there_is_to_know_at_each_size),
		cmocka_unit_test(an_alarm_that_is_over_is_in_small_letters_with_its_time),
		cmocka_unit_test(twenty_four_rails_have_a_row_each_and_more_rows_when_asked_for),
		cmocka_unit_test(the_page_of_help_names_each_column_and_key),
		cmocka_unit_test(each_row_of_help_fits_60_columns),
		cmocka_unit_test(help_on_a_low_screen_has_keys_first_and_says_if_there_is_more),
		cmocka_unit_test(rows_beyond_the_screen_are_not_run_on_in_others),
		cmocka_unit_test(an_alarm_out_of_sight_is_named_at_the_top),
		cmocka_unit_test(one_that_is_over_is_in_small_letters_there_too),
		cmocka_unit_test(an_alarm_is_named_while_no_rail_can_be_seen),
		cmocka_unit_test(an_alarm_out_of_sight_comes_before_trouble_and_all_else),
		cmocka_unit_test(a_long_name_at_the_top_is_cut_like_one_in_a_row),
		cmocka_unit_test(a_limit_that_nobody_set_is_off),
		cmocka_unit_test(a_bar_of_amperes_has_the_colour_of_their_alarms_alone),
		cmocka_unit_test(trouble_with_a_rail_is_said_at_the_top),
		cmocka_unit_test(rails_of_one_label_are_told_apart_by_their_chips),
		cmocka_unit_test(any_size_can_be_drawn),
	};

	return cmocka_run_group_tests(tests, begin_screen, end_screen);
}
