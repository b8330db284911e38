/* SPDX-License-Identifier: GPL-2.0-only */
/* Pins as lines of a GPIO chip, and their interrupts. */
#ifndef RAILGLOW_BOARD_PINS_H
#define RAILGLOW_BOARD_PINS_H

#include <linux/gpio/driver.h>
#include <linux/irq.h>
#include <linux/irq_work.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include "board/names.h"

struct device;
struct fwnode_handle;

/** Pins of a chip, in the order of the bits of enum ina3221_model_pin. */
enum sim_pin {
	SIM_PIN_CRITICAL,
	SIM_PIN_WARNING,
	SIM_PIN_POWER_VALID,
	SIM_PIN_TIMING_CONTROL,
	SIM_PINS,
};

/**
 * struct sim_pins - lines of a GPIO chip, and their interrupts
 * @gpio: live, the GPIO chip
 * @irq_chip: controller of its interrupts
 * @added: @gpio is registered
 * @fwnode: setting, the node of @gpio in a devicetree; NULL for none
 * @lines: number of lines
 * @names: names of the lines
 * @label: name of the GPIO chip
 * @driven: bits of lines that the chip lets be high
 * @held: bits of lines that something else holds low
 * @levels: bits of lines that are high
 * @types: trigger type of the interrupt of each line
 * @unmasked: bits of lines whose interrupt may fire
 * @latched: bits of lines that have seen their edge
 * @work: raises interrupts, in hard interrupt context
 * @nested: the controller is an expander; @look raises interrupts instead
 * @seen: levels at the last look of the expander
 * @look: next look of the expander, in process context
 */
struct sim_pins {
	struct gpio_chip gpio;
	struct irq_chip irq_chip;
	bool added;
	struct fwnode_handle *fwnode;
	unsigned int lines;
	char *names[SIM_PINS];
	char label[3 * SIM_NAME_MAX];
	unsigned long driven;
	unsigned long held;
	unsigned long levels;
	u8 types[SIM_PINS];
	unsigned long unmasked;
	unsigned long latched;
	struct irq_work work;
	bool nested;
	unsigned long seen;
	struct work_struct look;
};

/** Names of the pins, by enum sim_pin. */
extern const char *const sim_pin_name[];

/**
 * sim_pins_start() - make the GPIO chip BOARD.CHIP, all lines high
 * @pins: zeroed or stopped
 * @parent: device of the board
 * @names: names of the lines
 * @lines: number of lines, at most SIM_PINS
 * @nested: lines lead to an expander; otherwise to the processor
 * @board: name of the board
 * @chip: name of the chip
 *
 * Return: 0 or an errno; nothing is left to stop then.
 */
int __must_check sim_pins_start(struct sim_pins *pins, struct device *parent,
				const char *const *names, unsigned int lines, bool nested,
				const char *board, const char *chip);

/** sim_pins_stop() - remove the GPIO chip, if there is one. */
void sim_pins_stop(struct sim_pins *pins);

/**
 * sim_pins_drive() - set the lines and raise their interrupts
 * @pins: started
 * @driven: bit n: level of line n, as far as the chip is concerned
 * @held: bit n: something else holds line n low
 *
 * Interrupts are raised soon, in hard interrupt context or, by an expander, in its thread. Callers
 * serialise the calls.
 */
void sim_pins_drive(struct sim_pins *pins, unsigned long driven, unsigned long held);

/**
 * sim_pins_irq() - find the interrupt of a line, as firmware would describe it
 * @pins: started
 * @line: number of the line
 * @type: IRQ_TYPE_*, right or wrong: a controller that lacks it refuses a request of the interrupt
 *
 * Return: interrupt number, or a negative errno.
 */
int sim_pins_irq(struct sim_pins *pins, unsigned int line, unsigned int type);

#endif /* RAILGLOW_BOARD_PINS_H */
