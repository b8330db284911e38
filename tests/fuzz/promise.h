/* SPDX-License-Identifier: GPL-2.0-only */
/* Needed by every fuzzer: its entry, and a way to fail that says what was broken. */
#ifndef RAILGLOW_TESTS_FUZZ_PROMISE_H
#define RAILGLOW_TESTS_FUZZ_PROMISE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define PROMISE(kept)                                                                              \
	do {                                                                                       \
		if (!(kept)) {                                                                     \
			fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #kept);         \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

/** LLVMFuzzerTestOneInput() - what libFuzzer calls with each input. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif /* RAILGLOW_TESTS_FUZZ_PROMISE_H */
