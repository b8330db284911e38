/* SPDX-License-Identifier: GPL-2.0-only */
/* The fault rules in force on a board's bus. */
#ifndef RAILGLOW_BOARD_FAULTS_H
#define RAILGLOW_BOARD_FAULTS_H

#include <linux/mutex.h>

#include "model/bus_fault.h"

struct file_operations;

#define SIM_FAULTS_MAX 16

/**
 * struct sim_faults - rules, in the order they were written
 * @lock: for the rules
 * @rule: the rules
 * @count: number of rules
 */
struct sim_faults {
	struct mutex lock; /* the rules below */
	struct bus_fault rule[SIM_FAULTS_MAX];
	u32 count;
};

/**
 * struct sim_strike - effects of the rules on one message
 * @error: negative errno that ends the transfer, or 0
 * @kind: fault behind @error
 * @stretch_us: time that is added to the message
 * @flip: bits to flip in its word
 * @ones: its word is read as all ones
 * @other: another master is next
 * @other_reg: register that it accesses
 * @other_word: word that it writes; -1: it reads
 * @stuck: the chip gets stuck now
 * @power_cycle: the chip loses power for a moment now
 */
struct sim_strike {
	int error;
	enum bus_fault_kind kind;
	u32 stretch_us;
	u16 flip;
	bool ones;
	bool other;
	u8 other_reg;
	s32 other_word;
	bool stuck;
	bool power_cycle;
};

/** sim_faults_init() - prepare a bus without rules. */
void sim_faults_init(struct sim_faults *faults);

/**
 * sim_faults_apply() - show a message to all rules, up to the first error
 * @faults: the rules, which count
 * @address: 7-bit address
 * @reg: register the message is about
 * @direction: read, write or pointer
 */
struct sim_strike sim_faults_apply(struct sim_faults *faults, u8 address, u8 reg,
				   enum bus_direction direction);

/** Files of a struct sim_faults, which is the inode's private data. */
extern const struct file_operations sim_faults_fops;

#endif /* RAILGLOW_BOARD_FAULTS_H */
