/* SPDX-License-Identifier: GPL-2.0-only */
/* A modelled chip in real time: its supply, its inputs, its pins. */
#ifndef RAILGLOW_BOARD_CHIP_H
#define RAILGLOW_BOARD_CHIP_H

#include <linux/types.h>

struct seq_file;
struct sim_chip;
struct sim_input_file;

/** sim_chip_init() - a chip with default settings, not powered. */
void sim_chip_init(struct sim_chip *chip);

/** sim_chip_free() - give back the memory of the inputs. */
void sim_chip_free(struct sim_chip *chip);

/** sim_chip_start() - power the chip up; its pins are driven from now on. */
void sim_chip_start(struct sim_chip *chip);

/** sim_chip_stop() - take the chip away, if it was started. */
void sim_chip_stop(struct sim_chip *chip);

/**
 * sim_wait_until() - sleep
 * @time_ns: when to wake, not earlier
 */
void sim_wait_until(u64 time_ns);

/**
 * struct sim_access - one message as the chip sees it
 * @time_ns: when it is complete
 * @paced: @time_ns may lie ahead; pins must not move before it
 * @read: direction
 * @bytes: the data
 * @len: how many
 * @cycle: filled in: number of the conversion cycle that a word read was measured in, else 0
 */
struct sim_access {
	u64 time_ns;
	bool paced;
	bool read;
	u8 *bytes;
	size_t len;
	u64 cycle;
};

/**
 * sim_chip_access() - let a message have its effect
 * @chip: the chip
 * @access: the message
 *
 * Return: 0, or -ENXIO if the chip has no power.
 */
int __must_check sim_chip_access(struct sim_chip *chip, struct sim_access *access);

/** sim_chip_stop_condition() - the transfer is over. */
void sim_chip_stop_condition(struct sim_chip *chip);

/** sim_chip_alert_pending() - would the chip answer an SMBus alert response? */
bool sim_chip_alert_pending(struct sim_chip *chip, u64 time_ns);

/** sim_chip_alert_answered() - it has, at @time_ns, and was heard. */
void sim_chip_alert_answered(struct sim_chip *chip, u64 time_ns);

/** sim_chip_pointer() - the register that the next read would read. */
u8 sim_chip_pointer(struct sim_chip *chip);

/** sim_chip_max_hz() - fastest bus the chip follows. */
u32 sim_chip_max_hz(struct sim_chip *chip);

/**
 * sim_chip_set_stuck() - conversions never end from now on, or do again
 * @chip: the chip
 * @time_ns: when that is
 * @stuck: which
 *
 * Return: 0, or -ENODEV if the chip is not live.
 */
int sim_chip_set_stuck(struct sim_chip *chip, u64 time_ns, bool stuck);

/**
 * sim_chip_set_powered() - switch the supply; switching it on resets
 * @chip: the chip
 * @time_ns: when
 * @powered: on
 *
 * Return: 0, or -ENODEV if the chip is not live.
 */
int sim_chip_set_powered(struct sim_chip *chip, u64 time_ns, bool powered);

/**
 * sim_chip_hold() - something else on the board holds lines of pins low
 * @chip: the chip, live or not
 * @pins: bits of the pins
 */
void sim_chip_hold(struct sim_chip *chip, unsigned long pins);

/** sim_chip_is_stuck() - the fault of sim_chip_set_stuck() is there. */
bool sim_chip_is_stuck(struct sim_chip *chip);

/** sim_chip_is_powered() - live and the supply is on. */
bool sim_chip_is_powered(struct sim_chip *chip);

/**
 * sim_chip_advance_to_now() - let the model catch up
 * @chip: the chip, its lock held
 *
 * Return: the present.
 */
u64 sim_chip_advance_to_now(struct sim_chip *chip);

/** sim_chip_inputs_changed() - inputs are new; lock held, caught up. */
void sim_chip_inputs_changed(struct sim_chip *chip);

/**
 * sim_chip_set_input() - give an input a new script, starting now
 * @file: whose and which
 * @text: the script
 * @len: its length
 *
 * Return: 0; -EINVAL for a malformed script, which changes nothing; -ENOMEM.
 */
int __must_check sim_chip_set_input(const struct sim_input_file *file, const char *text,
				    size_t len);

/**
 * sim_chip_read_input() - read(2) of the script of an input
 * @file: whose and which
 * @buf: where to
 * @len: at most
 * @pos: from where
 *
 * Return: bytes read, or a negative errno.
 */
ssize_t sim_chip_read_input(const struct sim_input_file *file, char __user *buf, size_t len,
			    loff_t *pos);

/** sim_chip_show_pins() - print the levels, one pin a line. */
void sim_chip_show_pins(struct seq_file *m, struct sim_chip *chip);

/** sim_chip_show_lines() - print the levels of what the pins are on, one a line. */
void sim_chip_show_lines(struct seq_file *m, struct sim_chip *chip);

/** sim_chip_show_counters() - print the model's counters, one a line. */
void sim_chip_show_counters(struct seq_file *m, struct sim_chip *chip);

/** sim_chip_show_registers() - print all registers, clearing nothing. */
int sim_chip_show_registers(struct seq_file *m, struct sim_chip *chip);

#endif /* RAILGLOW_BOARD_CHIP_H */
