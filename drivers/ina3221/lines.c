// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: interrupts of the alert pins, and the SMBus alert.
 *
 * A condition that persists pulls its line again with every conversion. So a
 * line that fired is served by asking once per cycle until the condition is
 * over; meanwhile its interrupt is masked, or an edge of it kept for later.
 */
#include <linux/atomic.h>
#include <linux/cleanup.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/gpio/consumer.h>
#include <linux/iio/iio.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/ktime.h>

#include "drivers/ina3221/ina3221.h"

/* A bus that fails is not asked more often than this. */
#define RETRY_US 10000
/* A chip that has lost its settings pulls no pin: it is looked for now and then. */
#define WATCH_MS 1000
/* Lines are let loose together, once whatever is needed to stop them is there. */
#define LINE_FLAGS (IRQF_ONESHOT | IRQF_NO_AUTOEN)

static const u16 pin_flags[INA3221_PIN_COUNT] = {
	[INA3221_CRITICAL_PIN] = INA3221_MASK_CF_ALL | INA3221_MASK_SF,
	[INA3221_WARNING_PIN] = INA3221_MASK_WF_ALL,
	[INA3221_POWER_VALID_PIN] = INA3221_MASK_PVF,
	[INA3221_TIMING_CONTROL_PIN] = INA3221_MASK_TCF,
};

/* What is worth asking for again: levels that last and no passes to wait for. */
static bool goes_on(struct ina3221 *chip, u16 flags)
{
	guard(mutex)(&chip->flags_lock);
	return !chip->events.one_shot && chip->events.active & flags & INA3221_ALARM_FLAGS;
}

static u32 cycle_us(const struct ina3221 *chip)
{
	return max_t(u32, ina3221_cycle_max_us(READ_ONCE(chip->config)), ina3221_ct_typ_us[0]);
}

/* What is found has the time of the pin; what is found later has its own. */
static int ask(struct ina3221 *chip, struct ina3221_pin *pin)
{
	int ret = ina3221_read_flags(chip, NULL, NULL);

	if (!ret)
		atomic64_set(&pin->edge_ns, 0);
	return ret;
}

static void serve(struct ina3221 *chip, struct ina3221_pin *pin)
{
	u32 wait_us;

	scoped_guard(mutex, &chip->flags_lock) chip->alerts.fired++;
	while (!READ_ONCE(chip->quiet)) {
		wait_us = cycle_us(chip);
		if (ask(chip, pin) || ina3221_restore(chip))
			wait_us = max_t(u32, wait_us, RETRY_US);
		else if (!goes_on(chip, pin->flags))
			return;
		usleep_range(wait_us, wait_us + wait_us / 8);
	}
	atomic64_set(&pin->edge_ns, 0);
}

static void note_time(struct ina3221_pin *pin)
{
	atomic64_set(&pin->moved_ns, ktime_get_ns());
	atomic64_cmpxchg(&pin->edge_ns, 0, iio_get_time_ns(pin->chip->iio));
}

static irqreturn_t line_fired(int irq, void *data)
{
	note_time(data);
	return IRQ_WAKE_THREAD;
}

static irqreturn_t serve_line(int irq, void *data)
{
	struct ina3221_pin *pin = data;

	serve(pin->chip, pin);
	return IRQ_HANDLED;
}

static void serve_smbus(struct work_struct *work)
{
	struct ina3221 *chip = container_of(work, struct ina3221, smbus_work);

	serve(chip, &chip->smbus);
}

static void start_watch(struct ina3221 *chip)
{
	queue_delayed_work(system_dfl_wq, &chip->watch, msecs_to_jiffies(WATCH_MS));
}

static void watch(struct work_struct *work)
{
	struct ina3221 *chip = container_of(to_delayed_work(work), struct ina3221, watch);

	/* An SMBus alert may have begun it while the chip was going to sleep. */
	if (READ_ONCE(chip->quiet))
		return;
	/* What goes wrong is tried again the next time. */
	if (!ina3221_read_flags(chip, NULL, NULL) && ina3221_restore(chip))
		dev_dbg(&chip->client->dev, "not programmed again yet\n");
	start_watch(chip);
}

/*
 * The line is shared and stays masked until this returns. A condition that goes
 * on would pull it again at once, so the next time is not before a cycle.
 */
void ina3221_smbus_alert(struct ina3221 *chip)
{
	if (READ_ONCE(chip->quiet))
		return;
	note_time(&chip->smbus);
	if (!chip->smbus.requested) {
		chip->smbus.requested = true;
		start_watch(chip);
	}
	if (!ask(chip, &chip->smbus) && !goes_on(chip, chip->smbus.flags))
		return;
	queue_work(system_dfl_wq, &chip->smbus_work);
	usleep_range(cycle_us(chip), cycle_us(chip) + RETRY_US);
}

/* A GPIO that cannot interrupt leaves its pin as if it led nowhere. */
static int irq_of(struct ina3221_pin *pin)
{
	int irq;

	if (!pin->gpio)
		return pin->irq;
	irq = gpiod_to_irq(pin->gpio);
	return irq == -EPROBE_DEFER ? irq : max(irq, 0);
}

/* Where the firmware does not say: alerts are low, power valid goes both ways. */
static unsigned long trigger_of(const struct ina3221_pin *pin, int irq)
{
	unsigned long given = irq_get_trigger_type(irq);

	/* The level of a pin that says how things are would never let go. */
	if (pin->flags & (INA3221_MASK_PVF | INA3221_MASK_TCF))
		given &= IRQ_TYPE_EDGE_BOTH;
	if (given && !pin->gpio)
		return given;
	if (pin->flags & INA3221_MASK_PVF)
		return IRQF_TRIGGER_RISING | IRQF_TRIGGER_FALLING;
	if (pin->flags & INA3221_MASK_TCF)
		return pin->gpio && !gpiod_is_active_low(pin->gpio) ? IRQF_TRIGGER_RISING
								    : IRQF_TRIGGER_FALLING;
	return pin->gpio && !gpiod_is_active_low(pin->gpio) ? IRQF_TRIGGER_HIGH : IRQF_TRIGGER_LOW;
}

static unsigned long edge_instead(unsigned long trigger)
{
	return trigger == IRQF_TRIGGER_HIGH ? IRQF_TRIGGER_RISING : IRQF_TRIGGER_FALLING;
}

/* Both alerts of a chip may pull one line, which is then served for either. */
static struct ina3221_pin *served_by(struct ina3221 *chip, const struct ina3221_pin *pin, int irq)
{
	struct ina3221_pin *first = &chip->pin[INA3221_CRITICAL_PIN];

	if (pin != &chip->pin[INA3221_WARNING_PIN])
		return NULL;
	return first->requested && first->irq == irq ? first : NULL;
}

static int request(struct ina3221 *chip, struct ina3221_pin *pin)
{
	struct device *dev = &chip->client->dev;
	struct ina3221_pin *server;
	unsigned long trigger;
	int irq = irq_of(pin);
	int ret;

	if (irq <= 0)
		return irq;
	server = served_by(chip, pin, irq);
	if (server) {
		server->flags |= pin->flags;
		return 0;
	}
	trigger = trigger_of(pin, irq);
	ret = devm_request_threaded_irq(dev, irq, line_fired, serve_line, trigger | LINE_FLAGS,
					dev_name(dev), pin);
	if (ret == -EINVAL && pin->gpio && trigger & (IRQF_TRIGGER_HIGH | IRQF_TRIGGER_LOW))
		ret = devm_request_threaded_irq(dev, irq, line_fired, serve_line,
						edge_instead(trigger) | LINE_FLAGS, dev_name(dev),
						pin);
	if (ret)
		return ret;
	pin->irq = irq;
	pin->requested = true;
	return 0;
}

/* A level that is no longer served must not be asked for either: it would not rest. */
void ina3221_stop_lines(struct ina3221 *chip)
{
	unsigned int i;

	for (i = 0; i < INA3221_PIN_COUNT; i++)
		if (chip->pin[i].requested)
			disable_irq_nosync(chip->pin[i].irq);
	WRITE_ONCE(chip->quiet, true);
	for (i = 0; i < INA3221_PIN_COUNT; i++)
		if (chip->pin[i].requested)
			synchronize_irq(chip->pin[i].irq);
	cancel_work_sync(&chip->smbus_work);
	cancel_delayed_work_sync(&chip->watch);
}

void ina3221_start_lines(struct ina3221 *chip)
{
	unsigned int i;

	WRITE_ONCE(chip->quiet, false);
	if (chip->smbus.requested)
		start_watch(chip);
	for (i = 0; i < INA3221_PIN_COUNT; i++) {
		if (!chip->pin[i].requested)
			continue;
		enable_irq(chip->pin[i].irq);
		start_watch(chip);
	}
}

static void stop_lines(void *data)
{
	ina3221_stop_lines(data);
}

int ina3221_register_lines(struct ina3221 *chip)
{
	struct device *dev = &chip->client->dev;
	unsigned int i;
	int ret;

	for (i = 0; i < INA3221_PIN_COUNT; i++) {
		ret = request(chip, &chip->pin[i]);
		if (ret)
			return ret;
	}
	ret = devm_add_action(dev, stop_lines, chip);
	if (ret)
		return ret;
	ina3221_start_lines(chip);
	/* An edge that came before there was an interrupt for it is not repeated. */
	return ina3221_read_flags(chip, NULL, NULL);
}

void ina3221_init_lines(struct ina3221 *chip)
{
	unsigned int i;

	chip->quiet = true;
	for (i = 0; i < INA3221_PIN_COUNT; i++) {
		chip->pin[i].chip = chip;
		chip->pin[i].flags = pin_flags[i];
	}
	chip->smbus.chip = chip;
	chip->smbus.flags = INA3221_ALARM_FLAGS;
	INIT_WORK(&chip->smbus_work, serve_smbus);
	INIT_DELAYED_WORK(&chip->watch, watch);
}
