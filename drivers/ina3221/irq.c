// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: where the alert pins lead, their interrupts, the SMBus alert.
 *
 * Any of the four may be an interrupt (named in interrupt-names) or a GPIO (critical-gpios and
 * so on), or lead nowhere. One that cannot be used costs a warning, not the chip. Lines may
 * be shared, and may know edges only.
 *
 * A condition that persists pulls its line again with every conversion. So a line that fired is
 * served by asking ever more rarely until the condition is over; meanwhile its interrupt is
 * masked, or an edge of it kept for later.
 */
#include <linux/atomic.h>
#include <linux/cleanup.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/gpio/consumer.h>
#include <linux/iio/iio.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/ktime.h>
#include <linux/property.h>
#include <linux/string.h>

#include "drivers/ina3221/ina3221.h"

/* A bus that fails is not asked more often than this. */
#define RETRY_US 10000
/* A condition that lasts is looked at once in so long at the least. */
#define PACE_MAX_US 1000000
/* Before that, once in so many parts of the time it has lasted. */
#define PACE_PARTS 8
/* A chip that has lost its settings pulls no pin: it is looked for now and then. */
#define WATCH_MS 10000
/* One that could not be set up is tried again rather soon. */
#define RETRY_MS 1000
/* The SMBus alert has its answer at this address. */
#define ALERT_RESPONSE_NAME "smbus_alert"

static const char *const pin_name[INA3221_PIN_COUNT] = {
	[INA3221_CRITICAL_PIN] = "critical",
	[INA3221_WARNING_PIN] = "warning",
	[INA3221_POWER_VALID_PIN] = "power-valid",
	[INA3221_TIMING_CONTROL_PIN] = "timing-control",
};

static const u16 pin_flags[INA3221_PIN_COUNT] = {
	[INA3221_CRITICAL_PIN] = INA3221_MASK_CF_ALL | INA3221_MASK_SF,
	[INA3221_WARNING_PIN] = INA3221_MASK_WF_ALL,
	[INA3221_POWER_VALID_PIN] = INA3221_MASK_PVF,
	[INA3221_TIMING_CONTROL_PIN] = INA3221_MASK_TCF,
};

/* What nobody described is not there; a provider that is late is awaited. */
static int find_pin(struct device *dev, const char *name, struct ina3221_pin *pin)
{
	int irq = fwnode_irq_get_byname(dev_fwnode(dev), name);

	if (irq == -EPROBE_DEFER)
		return irq;
	pin->irq = max(irq, 0);
	if (pin->irq)
		return 0;
	if (fwnode_property_match_string(dev_fwnode(dev), "interrupt-names", name) >= 0)
		dev_warn(dev, "the %s interrupt cannot be used: %pe\n", name, ERR_PTR(irq));
	pin->gpio = devm_gpiod_get_optional(dev, name, GPIOD_IN);
	if (!IS_ERR(pin->gpio))
		return 0;
	irq = PTR_ERR(pin->gpio);
	pin->gpio = NULL;
	if (irq != -EPROBE_DEFER)
		dev_warn(dev, "the %s GPIO cannot be used: %pe\n", name, ERR_PTR(irq));
	return irq == -EPROBE_DEFER ? irq : 0;
}

int ina3221_find_pins(struct ina3221 *chip)
{
	struct device *dev = ina3221_dev(chip);
	unsigned int i;
	int ret;

	if (device_property_present(dev, "interrupts") &&
	    !device_property_present(dev, "interrupt-names"))
		dev_warn(dev, "interrupts without interrupt-names are not used: name them\n");
	for (i = 0; i < INA3221_PIN_COUNT; i++) {
		ret = find_pin(dev, pin_name[i], &chip->alerts.pin[i]);
		if (ret)
			return dev_err_probe(dev, ret, "cannot get the %s pin\n", pin_name[i]);
	}
	return 0;
}

bool ina3221_pin_wired(const struct ina3221 *chip, enum ina3221_pin_id id)
{
	return chip->alerts.pin[id].irq || chip->alerts.pin[id].gpio;
}

/* A pin that leads elsewhere follows its condition: nobody here would let it go. */
u16 ina3221_latches(const struct ina3221 *chip)
{
	const struct ina3221_alerts *alerts = &chip->alerts;
	u16 mask = 0;

	if (alerts->pin[INA3221_CRITICAL_PIN].requested || READ_ONCE(alerts->smbus.requested))
		mask |= INA3221_MASK_CEN;
	if (alerts->pin[INA3221_WARNING_PIN].requested || READ_ONCE(alerts->smbus.requested))
		mask |= INA3221_MASK_WEN;
	return mask;
}

/* What is worth asking for again: levels that last and no passes to wait for. */
static bool goes_on(struct ina3221 *chip, u16 flags)
{
	guard(mutex)(&chip->alerts.lock);
	return !chip->settings.single_shot &&
	       chip->alerts.events.active & flags & INA3221_ALARM_FLAGS;
}

static u32 cycle_us(const struct ina3221 *chip)
{
	return max_t(u32, ina3221_cycle_max_us(ina3221_config(chip)), ina3221_ct_typ_us[0]);
}

static u64 reads(struct ina3221 *chip)
{
	guard(mutex)(&chip->alerts.lock);
	return chip->alerts.counts.reads;
}

/*
 * Capture looks every few cycles anyhow, and is not to be disturbed: its look will do. One
 * that is not to be had within a second, or would be of another setting, is not waited for.
 */
static bool others_look(struct ina3221 *chip)
{
	u64 before = reads(chip);

	if (!READ_ONCE(chip->sampler.captured))
		return false;
	wait_event_timeout(chip->alerts.looked,
			   reads(chip) != before || READ_ONCE(chip->alerts.quiet),
			   usecs_to_jiffies(12 * cycle_us(chip)) + 1);
	return reads(chip) != before;
}

/*
 * A pass that was read on demand is over, and all its flags were read with that: a look now
 * finds nothing, and makes the words wait for the bus while the chip measures nothing.
 */
static bool stands_still(struct ina3221 *chip)
{
	guard(mutex)(&chip->alerts.lock);
	return !chip->settings.single_shot && ina3221_pass_is_over(&chip->alerts);
}

/* What is found has the time of the pin; what is found later has its own. */
static int ask(struct ina3221 *chip, struct ina3221_pin *pin)
{
	int ret = others_look(chip) || stands_still(chip) ? 0 : ina3221_look(chip);

	if (!ret)
		atomic64_set(&pin->edge_ns, 0);
	return ret;
}

static bool is_quiet(const struct ina3221 *chip)
{
	return READ_ONCE(chip->alerts.quiet);
}

static void pause_us(struct ina3221 *chip, u64 us)
{
	if (us < 2 * USEC_PER_SEC / HZ)
		usleep_range(us, us + us / 8);
	else
		wait_event_timeout(chip->alerts.looked, is_quiet(chip), usecs_to_jiffies(us));
}

static u64 pace_us(const struct ina3221 *chip, u64 since_ns)
{
	u64 lasted_us = div_u64(ktime_get_ns() - since_ns, NSEC_PER_USEC);

	return clamp_t(u64, div_u64(lasted_us, PACE_PARTS), cycle_us(chip), PACE_MAX_US);
}

/* Return: did the chip have anything to do with it? */
static bool serve(struct ina3221 *chip, struct ina3221_pin *pin)
{
	u64 before, since_ns = ktime_get_ns();
	bool ours = false;
	u64 us;

	scoped_guard(mutex, &chip->alerts.lock) chip->alerts.counts.fired++;
	while (!is_quiet(chip)) {
		before = READ_ONCE(chip->alerts.counts.risen) +
			 READ_ONCE(chip->alerts.counts.fallen);
		us = pace_us(chip, since_ns);
		if (ask(chip, pin) || ina3221_restore(chip)) {
			us = max_t(u64, us, RETRY_US);
		} else {
			ours |= READ_ONCE(chip->alerts.counts.risen) +
						READ_ONCE(chip->alerts.counts.fallen) !=
					before ||
				READ_ONCE(chip->alerts.flags) & INA3221_ALARM_FLAGS;
			if (!goes_on(chip, pin->flags))
				break;
			ours = true;
		}
		pause_us(chip, us);
	}
	atomic64_set(&pin->edge_ns, 0);
	return ours;
}

static void note_time(struct ina3221_pin *pin)
{
	atomic64_set(&pin->moved_ns, ktime_get_ns());
	atomic64_cmpxchg(&pin->edge_ns, 0, iio_get_time_ns(pin->chip->alerts.iio));
}

static irqreturn_t line_fired(int irq, void *data)
{
	struct ina3221_pin *pin = data;

	note_time(pin);
	WRITE_ONCE(pin->hard, true);
	return IRQ_WAKE_THREAD;
}

/* A line behind a controller that is itself asked over a bus has no hard half. */
static irqreturn_t serve_line(int irq, void *data)
{
	struct ina3221_pin *pin = data;

	if (!READ_ONCE(pin->hard))
		note_time(pin);
	WRITE_ONCE(pin->hard, false);
	return serve(pin->chip, pin) ? IRQ_HANDLED : IRQ_NONE;
}

static void latch(struct ina3221 *chip)
{
	guard(mutex)(&chip->settings.lock);
	if (!chip->settings.stale && !chip->settings.asleep && ina3221_refresh_mask(chip))
		WRITE_ONCE(chip->settings.stale, true);
}

static void serve_smbus(struct work_struct *work)
{
	struct ina3221 *chip = container_of(work, struct ina3221, alerts.smbus_work);

	latch(chip);
	serve(chip, &chip->alerts.smbus);
}

static bool serves_lines(const struct ina3221 *chip)
{
	const struct ina3221_alerts *alerts = &chip->alerts;
	unsigned int i;

	for (i = 0; i < INA3221_PIN_COUNT; i++)
		if (alerts->pin[i].requested)
			return true;
	return READ_ONCE(alerts->smbus.requested);
}

static void start_watch(struct ina3221 *chip)
{
	if (READ_ONCE(chip->settings.stale))
		queue_delayed_work(system_dfl_wq, &chip->alerts.retry, msecs_to_jiffies(RETRY_MS));
	else if (serves_lines(chip))
		queue_delayed_work(system_dfl_wq, &chip->alerts.watch, msecs_to_jiffies(WATCH_MS));
}

void ina3221_retry_soon(struct ina3221 *chip)
{
	if (!is_quiet(chip))
		start_watch(chip);
}

/* What goes wrong is tried again the next time. */
static void watch(struct work_struct *work)
{
	struct ina3221 *chip = container_of(to_delayed_work(work), struct ina3221, alerts.watch);

	/* An SMBus alert may have begun it while the chip was going to sleep. */
	if (is_quiet(chip))
		return;
	if (!READ_ONCE(chip->settings.stale) && !others_look(chip) && ina3221_look(chip))
		dev_dbg(ina3221_dev(chip), "does not answer\n");
	if (ina3221_restore(chip))
		dev_dbg(ina3221_dev(chip), "not programmed again yet\n");
	start_watch(chip);
}

static void retry(struct work_struct *work)
{
	struct ina3221 *chip = container_of(to_delayed_work(work), struct ina3221, alerts.retry);

	if (is_quiet(chip))
		return;
	if (ina3221_restore(chip))
		dev_dbg(ina3221_dev(chip), "not programmed again yet\n");
	start_watch(chip);
}

static void use_smbus(struct ina3221 *chip)
{
	WRITE_ONCE(chip->alerts.smbus.requested, true);
	start_watch(chip);
}

/* The line is shared: what takes time is done elsewhere. */
void ina3221_smbus_alert(struct ina3221 *chip)
{
	if (is_quiet(chip))
		return;
	note_time(&chip->alerts.smbus);
	use_smbus(chip);
	if (ina3221_look(chip))
		dev_dbg(ina3221_dev(chip), "does not answer after its alert\n");
	queue_work(system_dfl_wq, &chip->alerts.smbus_work);
}

static int is_alert_response(struct device *dev, void *adapter)
{
	struct i2c_client *client = i2c_verify_client(dev);

	return client && client->adapter == adapter && !strcmp(client->name, ALERT_RESPONSE_NAME);
}

/* Alerts of the chip have an answer on the bus only if they are latched. */
static int smbus_came(struct notifier_block *block, unsigned long action, void *data)
{
	struct ina3221 *chip = container_of(block, struct ina3221, alerts.smbus_came);

	if (action == BUS_NOTIFY_BOUND_DRIVER &&
	    is_alert_response(data, chip->bus.client->adapter)) {
		WRITE_ONCE(chip->alerts.smbus.requested, true);
		if (!is_quiet(chip))
			queue_work(system_dfl_wq, &chip->alerts.smbus_work);
	}
	return NOTIFY_DONE;
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

static bool active_high(const struct ina3221_pin *pin)
{
	return pin->gpio && !gpiod_is_active_low(pin->gpio);
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
		return active_high(pin) ? IRQF_TRIGGER_RISING : IRQF_TRIGGER_FALLING;
	return active_high(pin) ? IRQF_TRIGGER_HIGH : IRQF_TRIGGER_LOW;
}

static unsigned long edge_instead(unsigned long trigger)
{
	return trigger & IRQF_TRIGGER_HIGH ? IRQF_TRIGGER_RISING : IRQF_TRIGGER_FALLING;
}

static int request_as(struct ina3221 *chip, struct ina3221_pin *pin, int irq, unsigned long trigger)
{
	unsigned long flags = trigger | IRQF_ONESHOT;
	struct device *dev = ina3221_dev(chip);

	if (trigger & (IRQF_TRIGGER_HIGH | IRQF_TRIGGER_LOW))
		flags |= IRQF_SHARED;
	return devm_request_threaded_irq(dev, irq, line_fired, serve_line, flags, dev_name(dev),
					 pin);
}

static int request_pin(struct ina3221 *chip, struct ina3221_pin *pin)
{
	unsigned long trigger;
	int irq = irq_of(pin);
	int ret;

	if (irq <= 0)
		return irq;
	trigger = trigger_of(pin, irq);
	ret = request_as(chip, pin, irq, trigger);
	if (ret == -EINVAL && trigger & (IRQF_TRIGGER_HIGH | IRQF_TRIGGER_LOW))
		ret = request_as(chip, pin, irq, edge_instead(trigger));
	if (ret)
		return ret;
	pin->irq = irq;
	pin->requested = true;
	return 0;
}

/* The lines themselves are left as they are, since others may share them. */
void ina3221_stop_lines(struct ina3221 *chip)
{
	struct ina3221_alerts *alerts = &chip->alerts;
	unsigned int i;

	WRITE_ONCE(alerts->quiet, true);
	wake_up_all(&alerts->looked);
	for (i = 0; i < INA3221_PIN_COUNT; i++)
		if (alerts->pin[i].requested)
			synchronize_irq(alerts->pin[i].irq);
	cancel_work_sync(&alerts->smbus_work);
	cancel_delayed_work_sync(&alerts->watch);
	cancel_delayed_work_sync(&alerts->retry);
}

void ina3221_start_lines(struct ina3221 *chip)
{
	WRITE_ONCE(chip->alerts.quiet, false);
	start_watch(chip);
}

static void stop_lines(void *data)
{
	struct ina3221 *chip = data;

	bus_unregister_notifier(&i2c_bus_type, &chip->alerts.smbus_came);
	ina3221_stop_lines(chip);
}

/*
 * Requested with the interrupt enabled, since others may share it; they are quiet until the end,
 * and what came before that is asked for then.
 */
int ina3221_register_lines(struct ina3221 *chip)
{
	struct ina3221_alerts *alerts = &chip->alerts;
	struct device *dev = ina3221_dev(chip);
	unsigned int i;
	int ret;

	WRITE_ONCE(alerts->quiet, false);
	for (i = 0; i < INA3221_PIN_COUNT; i++) {
		ret = request_pin(chip, &alerts->pin[i]);
		if (ret == -EPROBE_DEFER)
			return ret;
		if (ret)
			dev_warn(dev, "the %s pin is not used: its interrupt cannot be had: %pe\n",
				 pin_name[i], ERR_PTR(ret));
	}
	ret = bus_register_notifier(&i2c_bus_type, &alerts->smbus_came);
	if (ret)
		return ret;
	ret = devm_add_action_or_reset(dev, stop_lines, chip);
	if (ret)
		return ret;
	if (device_for_each_child(&chip->bus.client->adapter->dev, chip->bus.client->adapter,
				  is_alert_response))
		WRITE_ONCE(alerts->smbus.requested, true);
	latch(chip);
	start_watch(chip);
	/* An edge that came before there was an interrupt for it is not repeated. */
	return ina3221_look(chip);
}

void ina3221_init_lines(struct ina3221 *chip)
{
	struct ina3221_alerts *alerts = &chip->alerts;
	unsigned int i;

	alerts->quiet = true;
	for (i = 0; i < INA3221_PIN_COUNT; i++) {
		alerts->pin[i].chip = chip;
		alerts->pin[i].flags = pin_flags[i];
	}
	alerts->smbus.chip = chip;
	alerts->smbus.flags = INA3221_ALARM_FLAGS;
	alerts->smbus_came.notifier_call = smbus_came;
	init_waitqueue_head(&alerts->looked);
	INIT_WORK(&alerts->smbus_work, serve_smbus);
	INIT_DEFERRABLE_WORK(&alerts->watch, watch);
	INIT_DELAYED_WORK(&alerts->retry, retry);
}
