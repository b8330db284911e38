/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The beginning of each unit test: cmocka with the headers that it needs, and the form of a case.
 */
#ifndef RAILGLOW_TESTS_UNIT_TEST_H
#define RAILGLOW_TESTS_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/**
 * CASE() - begin the function of a test
 * @name: a sentence that is true when the test passes
 *
 * A function for cmocka_unit_test(), without the state that cmocka hands to those that ask for it.
 */
#define CASE(name) static void name(void **state __attribute__((unused)))

#endif /* RAILGLOW_TESTS_UNIT_TEST_H */
