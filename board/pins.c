// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pins of a chip as lines of a GPIO chip, and their interrupts.
 *
 * The lines are inputs of the processor: only the chip drives them. Interrupts behave like those of
 * real controllers. The processor's own remembers edges while masked, and fires again as long as a
 * level lasts. An expander reports lines that changed since its last look: it knows edges only,
 * forgets those of masked lines, does not see a pulse that ended before it looked, and calls
 * handlers in its thread, never in interrupt context.
 *
 * Which pins are low is found in model/ina3221_model_alerts.c; the line that chips share is
 * shared_line.c's. firmware.c chooses the trigger types and polarities that a driver is told;
 * live.c notes which pins are wired.
 */

#include <linux/bitops.h>
#include <linux/gpio/driver.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irqdomain.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "board/objects.h"
#include "board/of_gpio.h"
#include "board/pins.h"

const char *const sim_pin_name[SIM_PINS] = {
	[SIM_PIN_CRITICAL] = "critical",
	[SIM_PIN_WARNING] = "warning",
	[SIM_PIN_POWER_VALID] = "power-valid",
	[SIM_PIN_TIMING_CONTROL] = "timing-control",
};

static int pins_get_direction(struct gpio_chip *gc, unsigned int line)
{
	return GPIO_LINE_DIRECTION_IN;
}

static int pins_direction_input(struct gpio_chip *gc, unsigned int line)
{
	return 0;
}

static int pins_get(struct gpio_chip *gc, unsigned int line)
{
	struct sim_pins *pins = gpiochip_get_data(gc);

	return test_bit(line, &pins->levels);
}

/* Does the level of a line raise its interrupt? */
static bool level_asserted(const struct sim_pins *pins, unsigned int line)
{
	switch (READ_ONCE(pins->types[line])) {
	case IRQ_TYPE_LEVEL_LOW:
		return !test_bit(line, &pins->levels);
	case IRQ_TYPE_LEVEL_HIGH:
		return test_bit(line, &pins->levels);
	default:
		return false;
	}
}

static void pins_raise(struct irq_work *work)
{
	struct sim_pins *pins = container_of(work, struct sim_pins, work);
	unsigned int line;

	for (line = 0; line < pins->lines; line++) {
		if (!test_bit(line, &pins->unmasked))
			continue;
		if (test_and_clear_bit(line, &pins->latched) || level_asserted(pins, line))
			generic_handle_domain_irq(pins->gpio.irq.domain, line);
	}
}

static unsigned int edge_to(unsigned long levels, unsigned int line)
{
	return levels & BIT(line) ? IRQ_TYPE_EDGE_RISING : IRQ_TYPE_EDGE_FALLING;
}

static void expander_look(struct work_struct *work)
{
	struct sim_pins *pins = container_of(work, struct sim_pins, look);
	unsigned long levels = READ_ONCE(pins->levels);
	unsigned long changed = levels ^ pins->seen;
	unsigned int line;

	pins->seen = levels;
	for_each_set_bit(line, &changed, pins->lines)
		if (test_bit(line, &pins->unmasked) &&
		    READ_ONCE(pins->types[line]) & edge_to(levels, line))
			handle_nested_irq(irq_find_mapping(pins->gpio.irq.domain, line));
}

static struct sim_pins *pins_of_irq(struct irq_data *d)
{
	return gpiochip_get_data(irq_data_get_irq_chip_data(d));
}

/*
 * Does nothing: flow handlers for edges call it, and raising an interrupt has emptied the latch
 * already.
 */
static void pins_irq_ack(struct irq_data *d)
{
}

static void pins_irq_mask(struct irq_data *d)
{
	struct sim_pins *pins = pins_of_irq(d);

	clear_bit(irqd_to_hwirq(d), &pins->unmasked);
	gpiochip_disable_irq(&pins->gpio, irqd_to_hwirq(d));
}

static void pins_irq_unmask(struct irq_data *d)
{
	struct sim_pins *pins = pins_of_irq(d);

	gpiochip_enable_irq(&pins->gpio, irqd_to_hwirq(d));
	set_bit(irqd_to_hwirq(d), &pins->unmasked);
	if (!pins->nested)
		irq_work_queue(&pins->work);
}

static int pins_irq_set_type(struct irq_data *d, unsigned int type)
{
	struct sim_pins *pins = pins_of_irq(d);
	unsigned int line = irqd_to_hwirq(d);

	switch (type) {
	case IRQ_TYPE_EDGE_RISING:
	case IRQ_TYPE_EDGE_FALLING:
	case IRQ_TYPE_EDGE_BOTH:
		irq_set_handler_locked(d, handle_edge_irq);
		break;
	case IRQ_TYPE_LEVEL_LOW:
	case IRQ_TYPE_LEVEL_HIGH:
		irq_set_handler_locked(d, handle_level_irq);
		break;
	default:
		return -EINVAL;
	}
	clear_bit(line, &pins->latched);
	WRITE_ONCE(pins->types[line], type);
	return 0;
}

static int expander_irq_set_type(struct irq_data *d, unsigned int type)
{
	struct sim_pins *pins = pins_of_irq(d);

	if (!type || type & ~IRQ_TYPE_EDGE_BOTH)
		return -EINVAL;
	WRITE_ONCE(pins->types[irqd_to_hwirq(d)], type);
	return 0;
}

/* Copied for each GPIO chip, since older kernels write to it. */
static const struct irq_chip pins_irq_chip = {
	.name = "railglow-board",
	.irq_ack = pins_irq_ack,
	.irq_mask = pins_irq_mask,
	.irq_unmask = pins_irq_unmask,
	.irq_set_type = pins_irq_set_type,
	.flags = IRQCHIP_IMMUTABLE,
	GPIOCHIP_IRQ_RESOURCE_HELPERS,
};

void sim_pins_drive(struct sim_pins *pins, unsigned long driven, unsigned long held)
{
	unsigned long levels = driven & ~held;
	unsigned long changed = pins->levels ^ levels;
	unsigned int line;

	pins->driven = driven;
	pins->held = held;
	for_each_set_bit(line, &changed, pins->lines) {
		change_bit(line, &pins->levels);
		if (READ_ONCE(pins->types[line]) & edge_to(levels, line))
			set_bit(line, &pins->latched);
	}
	if (changed && pins->nested)
		queue_work(system_highpri_wq, &pins->look);
	else if (changed)
		irq_work_queue(&pins->work);
}

int sim_pins_irq(struct sim_pins *pins, unsigned int line, unsigned int type)
{
	unsigned int irq = irq_create_mapping(pins->gpio.irq.domain, line);

	if (!irq)
		return -ENXIO;
	irqd_set_trigger_type(irq_get_irq_data(irq), type);
	return irq;
}

static void free_names(struct sim_pins *pins)
{
	unsigned int line;

	for (line = 0; line < SIM_PINS; line++) {
		kfree(pins->names[line]);
		pins->names[line] = NULL;
	}
}

static int make_names(struct sim_pins *pins, const char *const *names, const char *board,
		      const char *chip)
{
	unsigned int line;

	scnprintf(pins->label, sizeof(pins->label), "railglow.%s.%s", board, chip);
	for (line = 0; line < pins->lines; line++) {
		pins->names[line] = kasprintf(GFP_KERNEL, "%s.%s.%s", board, chip, names[line]);
		if (!pins->names[line]) {
			free_names(pins);
			return -ENOMEM;
		}
	}
	return 0;
}

static void describe_gpio(struct sim_pins *pins, struct device *parent)
{
	struct gpio_chip *gc = &pins->gpio;

	memset(gc, 0, sizeof(*gc));
	gc->label = pins->label;
	gc->parent = parent;
	sim_of_set_gpio_node(gc, pins->fwnode);
	gc->owner = THIS_MODULE;
	gc->base = -1;
	gc->ngpio = pins->lines;
	gc->names = (const char *const *)pins->names;
	gc->get_direction = pins_get_direction;
	gc->direction_input = pins_direction_input;
	gc->get = pins_get;
	pins->irq_chip = pins_irq_chip;
	if (pins->nested)
		pins->irq_chip.irq_set_type = expander_irq_set_type;
	gc->can_sleep = pins->nested;
	gc->irq.threaded = pins->nested;
	gpio_irq_chip_set_chip(&gc->irq, &pins->irq_chip);
	gc->irq.default_type = IRQ_TYPE_NONE;
	gc->irq.handler = pins->nested ? handle_simple_irq : handle_bad_irq;
}

int sim_pins_start(struct sim_pins *pins, struct device *parent, const char *const *names,
		   unsigned int lines, bool nested, const char *board, const char *chip)
{
	int ret;

	pins->lines = lines;
	pins->nested = nested;
	ret = make_names(pins, names, board, chip);
	if (ret)
		return ret;
	pins->driven = BIT(lines) - 1;
	pins->held = 0;
	pins->levels = pins->driven;
	pins->seen = pins->driven;
	pins->unmasked = 0;
	pins->latched = 0;
	memset(pins->types, IRQ_TYPE_NONE, sizeof(pins->types));
	pins->work = IRQ_WORK_INIT_HARD(pins_raise);
	INIT_WORK(&pins->look, expander_look);
	describe_gpio(pins, parent);
	ret = gpiochip_add_data(&pins->gpio, pins);
	if (ret) {
		free_names(pins);
		return ret;
	}
	pins->added = true;
	sim_object_created(SIM_OBJECT_GPIO_CHIP);
	return 0;
}

void sim_pins_stop(struct sim_pins *pins)
{
	if (!pins->added)
		return;
	irq_work_sync(&pins->work);
	cancel_work_sync(&pins->look);
	gpiochip_remove(&pins->gpio);
	pins->added = false;
	free_names(pins);
	sim_object_destroyed(SIM_OBJECT_GPIO_CHIP);
}
