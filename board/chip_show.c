// SPDX-License-Identifier: GPL-2.0-only
/* Files of a chip in debugfs that do not touch it: registers, counters, pins and lines as text. */

#include <linux/cleanup.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "board/board.h"
#include "board/chip.h"
#include "board/chip_show.h"
#include "board/pins.h"
#include "board/shared_line.h"
#include "core/ina3221_regs.h"

/* All registers. */
static const u8 registers[] = {
	INA3221_REG_CONFIG,	  INA3221_REG_SHUNT1,	 INA3221_REG_BUS1,
	INA3221_REG_SHUNT2,	  INA3221_REG_BUS2,	 INA3221_REG_SHUNT3,
	INA3221_REG_BUS3,	  INA3221_REG_CRITICAL1, INA3221_REG_WARNING1,
	INA3221_REG_CRITICAL2,	  INA3221_REG_WARNING2,	 INA3221_REG_CRITICAL3,
	INA3221_REG_WARNING3,	  INA3221_REG_SUM,	 INA3221_REG_SUM_LIMIT,
	INA3221_REG_MASK_ENABLE,  INA3221_REG_PV_UPPER,	 INA3221_REG_PV_LOWER,
	INA3221_REG_MANUFACTURER, INA3221_REG_DIE,
};

static bool pin_high(struct sim_chip *chip, unsigned int pin, u8 levels)
{
	return levels & BIT(pin);
}

/* Is the line of a pin high? A pin on the line that chips share has the level of that line. */
static bool line_high(struct sim_chip *chip, unsigned int pin, u8 levels)
{
	if (chip->alert_pins & BIT(pin))
		return sim_alert_level(chip->board);
	return levels & ~chip->held_low & BIT(pin);
}

static void show_levels(struct seq_file *m, struct sim_chip *chip,
			bool (*high)(struct sim_chip *chip, unsigned int pin, u8 levels))
{
	unsigned int pin;
	u8 levels;

	guard(sim_chip)(chip);
	if (!chip->running)
		return;
	sim_chip_advance_to_now(chip);
	levels = ina3221_model_pins(&chip->model);
	for (pin = 0; pin < SIM_PINS; pin++)
		seq_printf(m, "%s %d\n", sim_pin_name[pin], high(chip, pin, levels));
}

void sim_chip_show_pins(struct seq_file *m, struct sim_chip *chip)
{
	show_levels(m, chip, pin_high);
}

void sim_chip_show_lines(struct seq_file *m, struct sim_chip *chip)
{
	show_levels(m, chip, line_high);
}

void sim_chip_show_counters(struct seq_file *m, struct sim_chip *chip)
{
	const struct ina3221_model_counters *counters = &chip->model.counters;
	unsigned int i;

	guard(sim_chip)(chip);
	if (chip->running)
		sim_chip_advance_to_now(chip);
	seq_printf(m, "conversions %llu\n", counters->conversions);
	seq_printf(m, "cycles %llu\n", counters->cycles);
	seq_printf(m, "reads %llu\n", counters->reads);
	seq_printf(m, "mask_reads %llu\n", counters->mask_reads);
	seq_printf(m, "writes %llu\n", counters->writes);
	for (i = 0; i < INA3221_MODEL_VIOLATIONS; i++)
		seq_printf(m, "violation-%s %llu\n", ina3221_model_violation_name[i],
			   counters->violations[i]);
}

/* Reads a copy of the model, as reads have side effects. */
int sim_chip_show_registers(struct seq_file *m, struct sim_chip *chip)
{
	struct ina3221_model *copy;
	unsigned int i;
	u64 now_ns;
	u16 word;

	copy = kmalloc(sizeof(*copy), GFP_KERNEL);
	if (!copy)
		return -ENOMEM;
	rt_mutex_lock(&chip->lock);
	if (chip->running && chip->model.powered) {
		now_ns = sim_chip_advance_to_now(chip);
		for (i = 0; i < ARRAY_SIZE(registers); i++) {
			*copy = chip->model;
			word = ina3221_model_read(copy, now_ns, registers[i]);
			seq_printf(m, "0x%02x 0x%04x\n", registers[i], word);
		}
	}
	rt_mutex_unlock(&chip->lock);
	kfree(copy);
	return 0;
}
