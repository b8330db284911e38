// SPDX-License-Identifier: GPL-2.0-only
/*
 * Time and faults of the board's bus. Bit counts follow from UM10204: START,
 * nine bits for the address and for each byte, STOP.
 */
#include "model/bus_fault.h"
#include "model/bus_time.h"
#include "tests/unit/test.h"

CASE(a_word_read_with_its_pointer_takes_47_bits_and_a_stop)
{
	assert_int_equal(bus_message_bits(1) + bus_message_bits(2), 47);
	assert_int_equal(bus_message_bits(2), 28);
	assert_int_equal(bus_message_bits(0), 10);
	assert_int_equal(bus_address_bits(), 10);
}

CASE(bits_last_as_long_as_the_clock_says)
{
	assert_int_equal(bus_bits_ns(1, 400000), 2500);
	assert_int_equal(bus_bits_ns(48, 400000), 120000);
	assert_int_equal(bus_bits_ns(48, 100000), 480000);
	assert_int_equal(bus_bits_ns(1, 1000), 1000000);
	assert_int_equal(bus_bits_ns(0, 400000), 0);
}

CASE(a_fraction_of_a_nanosecond_counts_whole)
{
	assert_int_equal(bus_bits_ns(1, 2440000), 410); /* 409.84 */
	assert_int_equal(bus_bits_ns(1ULL << 32, BUS_CLOCK_MAX_HZ), 1263225675295ULL);
}

CASE(high_speed_mode_begins_with_ten_bits_at_400_khz)
{
	assert_int_equal(bus_entry_ns(400000), 0);
	assert_int_equal(bus_entry_ns(1000), 0);
	assert_int_equal(bus_entry_ns(400001), 25000);
	assert_int_equal(bus_entry_ns(2440000), 25000);
}

static struct bus_fault rule(const char *text)
{
	struct bus_fault fault;
	size_t offset;

	assert_int_equal(bus_fault_parse(&fault, text, strlen(text), &offset), 0);
	return fault;
}

/* Offset at which a text is wrong. */
static int wrong_at(const char *text)
{
	struct bus_fault fault;
	size_t offset = 999;

	assert_int_equal(bus_fault_parse(&fault, text, strlen(text), &offset), -EINVAL);
	return offset;
}

CASE(a_kind_alone_strikes_any_message_once)
{
	struct bus_fault fault = rule("nack");

	assert_int_equal(fault.kind, BUS_FAULT_NACK);
	assert_true(bus_fault_strikes(&fault, 0x40, 0x0f, BUS_READ));
	assert_false(bus_fault_strikes(&fault, 0x40, 0x0f, BUS_READ));
	assert_int_equal(fault.struck, 1);
}

CASE(every_kind_has_its_name)
{
	int kind;

	for (kind = 0; kind < BUS_FAULT_OTHER_WRITE; kind++)
		assert_int_equal(rule(bus_fault_kind_name[kind]).kind, kind);
	assert_string_equal(bus_fault_kind_name[BUS_FAULT_OTHER_WRITE], "other-write");
	assert_string_equal(bus_fault_kind_name[BUS_FAULT_OTHER_READ], "other-read");
}

CASE(another_master_is_told_what_to_do)
{
	struct bus_fault writes =
		rule("other-write to=0 word=0x4007 register=0x0f on=read after=2");
	struct bus_fault reads = rule("other-read to=0x0f");

	assert_int_equal(writes.kind, BUS_FAULT_OTHER_WRITE);
	assert_int_equal(writes.to, 0);
	assert_int_equal(writes.word, 0x4007);
	assert_int_equal(reads.to, 0x0f);
	assert_int_equal(reads.word, -1);
	assert_int_equal(wrong_at("other-write"), 11);
	assert_int_equal(wrong_at("other-write to=0"), 16);
	wrong_at("other-write word=0");
	wrong_at("other-read");
	wrong_at("other-read to=0 word=0");
	wrong_at("nack to=0");
	wrong_at("slow word=1");
	assert_int_equal(wrong_at("other-write to=256 word=0"), 12);
	assert_int_equal(wrong_at("other-write to=0 word=65536"), 17);
}

CASE(options_narrow_what_is_struck)
{
	struct bus_fault fault = rule(" nack address=0x41\tregister=15 on=read count=forever\n");

	assert_false(bus_fault_strikes(&fault, 0x40, 0x0f, BUS_READ));
	assert_false(bus_fault_strikes(&fault, 0x41, 0x0e, BUS_READ));
	assert_false(bus_fault_strikes(&fault, 0x41, 0x0f, BUS_WRITE));
	assert_false(bus_fault_strikes(&fault, 0x41, 0x0f, BUS_POINTER));
	assert_true(bus_fault_strikes(&fault, 0x41, 0x0f, BUS_READ));
}

CASE(messages_that_do_not_fit_are_not_counted)
{
	struct bus_fault fault = rule("timeout after=2 on=write");

	assert_false(bus_fault_strikes(&fault, 0x40, 0, BUS_READ));
	assert_false(bus_fault_strikes(&fault, 0x40, 0, BUS_WRITE));
	assert_false(bus_fault_strikes(&fault, 0x40, 0, BUS_READ));
	assert_false(bus_fault_strikes(&fault, 0x40, 0, BUS_WRITE));
	assert_true(bus_fault_strikes(&fault, 0x40, 0, BUS_WRITE));
}

static u32 strikes(struct bus_fault *fault, u32 messages)
{
	u32 count = 0;

	while (messages--)
		count += bus_fault_strikes(fault, 0x40, 0, BUS_READ);
	return count;
}

CASE(a_count_is_kept)
{
	struct bus_fault fault = rule("arbitration count=7");

	assert_int_equal(strikes(&fault, 100), 7);
	assert_int_equal(fault.count, 0);
}

/* Five standard deviations of a binomial: 100,000 x 1/100 +- 157. */
CASE(one_in_a_hundred_is_one_percent_for_ever)
{
	struct bus_fault fault = rule("nack one_in=100 seed=1");
	u32 count = strikes(&fault, 100000);

	assert_in_range(count, 843, 1157);
	assert_true(fault.count == BUS_FAULT_FOREVER);
}

CASE(one_seed_strikes_the_same_messages)
{
	struct bus_fault first = rule("nack one_in=10 seed=5");
	struct bus_fault second = rule("nack one_in=10 seed=5");
	struct bus_fault other = rule("nack one_in=10 seed=6");
	u32 differences = 0;
	bool strike;
	int i;

	for (i = 0; i < 1000; i++) {
		strike = bus_fault_strikes(&first, 0x40, 0, BUS_READ);
		assert_int_equal(strike, bus_fault_strikes(&second, 0x40, 0, BUS_READ));
		differences += strike != bus_fault_strikes(&other, 0x40, 0, BUS_READ);
	}
	assert_true(differences > 0);
}

CASE(chance_and_count_go_together)
{
	struct bus_fault fault = rule("nack one_in=10 count=3");

	assert_int_equal(strikes(&fault, 10000), 3);
}

CASE(named_bits_are_flipped)
{
	struct bus_fault fault = rule("corrupt xor=0x8001");

	assert_int_equal(bus_fault_flip(&fault), 0x8001);
	assert_int_equal(bus_fault_flip(&fault), 0x8001);
}

CASE(unnamed_bits_are_flipped_at_random_and_never_none)
{
	struct bus_fault fault = rule("corrupt seed=2");
	u16 seen = 0;
	u16 bits;
	int i;

	for (i = 0; i < 1000; i++) {
		bits = bus_fault_flip(&fault);
		assert_int_not_equal(bits, 0);
		seen |= bits;
	}
	assert_int_equal(seen, 0xffff);
}

CASE(faults_strike_only_messages_they_can_happen_to)
{
	struct bus_fault corrupt = rule("corrupt count=forever");
	struct bus_fault data = rule("nack-data count=forever");
	struct bus_fault ones = rule("ones count=forever");

	assert_false(bus_fault_strikes(&corrupt, 0x40, 0, BUS_POINTER));
	assert_true(bus_fault_strikes(&corrupt, 0x40, 0, BUS_READ));
	assert_true(bus_fault_strikes(&corrupt, 0x40, 0, BUS_WRITE));
	assert_false(bus_fault_strikes(&data, 0x40, 0, BUS_READ));
	assert_true(bus_fault_strikes(&data, 0x40, 0, BUS_POINTER));
	assert_false(bus_fault_strikes(&ones, 0x40, 0, BUS_POINTER));
	assert_false(bus_fault_strikes(&ones, 0x40, 0, BUS_WRITE));
	assert_true(bus_fault_strikes(&ones, 0x40, 0, BUS_READ));
}

CASE(numbers_are_taken_up_to_their_bounds)
{
	assert_int_equal(rule("nack address=0x7f register=0xFF").reg, 0xff);
	assert_int_equal(rule("nack address=0 register=0").address, 0);
	assert_int_equal(rule("corrupt xor=65535").xor_mask, 0xffff);
	assert_int_equal(rule("slow us=1000000").stretch_us, 1000000);
	assert_int_equal(rule("slow").stretch_us, 1000);
	assert_int_equal(rule("nack count=4294967295").count, 4294967295U);
	assert_int_equal(rule("nack on=any").directions, BUS_ANY);
}

CASE(text_that_is_not_a_rule_is_refused_where_it_is_wrong)
{
	assert_int_equal(wrong_at(""), 0);
	assert_int_equal(wrong_at("   "), 3);
	assert_int_equal(wrong_at("nac"), 0);
	assert_int_equal(wrong_at("nackk"), 0);
	assert_int_equal(wrong_at("NACK"), 0);
	assert_int_equal(wrong_at("nack address=128"), 5);
	assert_int_equal(wrong_at("nack  register=256"), 6);
	assert_int_equal(wrong_at("nack count=0"), 5);
	assert_int_equal(wrong_at("nack count=4294967296"), 5);
	assert_int_equal(wrong_at("nack count=99999999999999999999999"), 5);
	assert_int_equal(wrong_at("nack count=-1"), 5);
	assert_int_equal(wrong_at("nack count="), 5);
	assert_int_equal(wrong_at("nack count"), 5);
	assert_int_equal(wrong_at("nack count=0x"), 5);
	assert_int_equal(wrong_at("nack count=1f"), 5);
	assert_int_equal(wrong_at("nack one_in=0"), 5);
	assert_int_equal(wrong_at("nack on=both"), 5);
	assert_int_equal(wrong_at("nack =3"), 5);
	assert_int_equal(wrong_at("corrupt xor=0"), 8);
	assert_int_equal(wrong_at("corrupt xor=65536"), 8);
	assert_int_equal(wrong_at("slow us=1000001"), 5);
	assert_int_equal(wrong_at("nack count=1 colour=red"), 13);
	wrong_at("corrupt on=pointer");
	wrong_at("nack-data on=read");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_read_with_its_pointer_takes_47_bits_and_a_stop),
		cmocka_unit_test(bits_last_as_long_as_the_clock_says),
		cmocka_unit_test(a_fraction_of_a_nanosecond_counts_whole),
		cmocka_unit_test(high_speed_mode_begins_with_ten_bits_at_400_khz),
		cmocka_unit_test(a_kind_alone_strikes_any_message_once),
		cmocka_unit_test(every_kind_has_its_name),
		cmocka_unit_test(another_master_is_told_what_to_do),
		cmocka_unit_test(options_narrow_what_is_struck),
		cmocka_unit_test(messages_that_do_not_fit_are_not_counted),
		cmocka_unit_test(a_count_is_kept),
		cmocka_unit_test(one_in_a_hundred_is_one_percent_for_ever),
		cmocka_unit_test(one_seed_strikes_the_same_messages),
		cmocka_unit_test(chance_and_count_go_together),
		cmocka_unit_test(named_bits_are_flipped),
		cmocka_unit_test(unnamed_bits_are_flipped_at_random_and_never_none),
		cmocka_unit_test(faults_strike_only_messages_they_can_happen_to),
		cmocka_unit_test(numbers_are_taken_up_to_their_bounds),
		cmocka_unit_test(text_that_is_not_a_rule_is_refused_where_it_is_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
