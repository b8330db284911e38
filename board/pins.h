/* SPDX-License-Identifier: GPL-2.0-only */
/* Pins as lines of a GPIO chip, and their interrupts. */
#ifndef RAILGLOW_BOARD_PINS_H
#define RAILGLOW_BOARD_PINS_H

#include <linux/types.h>

struct device;
struct sim_pins;

/** Names of the pins, in the order of the bits of enum ina3221_pin. */
extern const char *const sim_pin_name[];

/**
 * sim_pins_start() - make the GPIO chip BOARD.CHIP, all lines high
 * @pins: zeroed or stopped
 * @parent: device of the board
 * @names: of the lines
 * @lines: how many, at most SIM_PINS
 * @board: name of the board
 * @chip: name of the chip
 *
 * Return: 0 or an errno; nothing is left to stop then.
 */
int __must_check sim_pins_start(struct sim_pins *pins, struct device *parent,
				const char *const *names, unsigned int lines, const char *board,
				const char *chip);

/** sim_pins_stop() - remove the GPIO chip, if there is one. */
void sim_pins_stop(struct sim_pins *pins);

/**
 * sim_pins_drive() - set the lines and raise the interrupts this calls for
 * @pins: started
 * @levels: bit n: level of line n
 *
 * Interrupts are raised in hard interrupt context, soon. The caller makes sure
 * that only one drives at a time.
 */
void sim_pins_drive(struct sim_pins *pins, unsigned long levels);

/**
 * sim_pins_irq() - interrupt of a line, as firmware would describe it
 * @pins: started
 * @line: number of the line
 * @type: IRQ_TYPE_*
 *
 * Return: interrupt number, or a negative errno.
 */
int sim_pins_irq(struct sim_pins *pins, unsigned int line, unsigned int type);

#endif /* RAILGLOW_BOARD_PINS_H */
