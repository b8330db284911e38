// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: lines of the alert pins, their interrupts, the SMBus alert.
 *
 * A condition that persists pulls its line again with every conversion. So the chip behind a line
 * that fired is looked at ever more rarely until the condition is over; meanwhile the interrupt is
 * masked, but for one call after each look, for the sake of others on the line. A line that another
 * device holds low is treated alike. Pins lead to an interrupt or GPIO by properties.c. The flags
 * of a look are taken in alerts.c, and conditions begin and end in core/ina3221_events.c.
 */
#include <linux/atomic.h>
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/ktime.h>
#include <linux/string.h>
#include <linux/workqueue.h>

#include "core/ina3221_regs.h"
#include "core/ina3221_timing.h"
#include "drivers/ina3221/ina3221.h"

/* A bus that fails is not asked more often than this. */
#define RETRY_US 10000
/* The kernel takes a line away from those who do not serve it, unless it calls this rarely. */
#define QUIET_US 200000
/* A condition that lasts is looked at this often at least. */
#define PACE_MAX_US 1000000
/* Until then a look comes after 1/PACE_PARTS of the time since something changed. */
#define PACE_PARTS 8
/* A line that comes back this soon after nothing was found is held by another device. */
#define HELD_NS NSEC_PER_MSEC
/* A chip that has lost its settings pulls no pin: it is looked at now and then. */
#define WATCH_MS 10000
/* A chip that could not be set up is tried again after this. */
#define SETUP_US 1000000
/* The I2C core gives this name to the device that answers the SMBus alert of a bus. */
#define ALERT_RESPONSE_NAME "smbus_alert"

static const u16 pin_flags[INA3221_LINE_COUNT] = {
	[INA3221_CRITICAL_PIN] = INA3221_MASK_CF_ALL | INA3221_MASK_SF,
	[INA3221_WARNING_PIN] = INA3221_MASK_WF_ALL,
	[INA3221_POWER_VALID_PIN] = INA3221_MASK_PVF,
	[INA3221_TIMING_CONTROL_PIN] = INA3221_MASK_TCF,
	[INA3221_SMBUS_ALERT] = INA3221_ALARM_FLAGS,
};

/* Pins that this driver does not serve are not latched: they would stay low. */
u16 ina3221_latches(const struct ina3221 *chip)
{
	u16 flags = READ_ONCE(chip->alerts.served);

	return (flags & INA3221_MASK_CF_ALL ? INA3221_MASK_CEN : 0) |
	       (flags & INA3221_MASK_WF_ALL ? INA3221_MASK_WEN : 0);
}

/* An alarm may go on unseen, and is worth a look, unless the chip waits for its next pass. */
static bool goes_on(struct ina3221 *chip, u16 flags)
{
	return !chip->settings.single_shot &&
	       READ_ONCE(chip->alerts.events.active) & flags & INA3221_ALARM_FLAGS;
}

static u32 cycle_us(const struct ina3221 *chip)
{
	return max_t(u32, ina3221_cycle_max_us(ina3221_config(chip)), ina3221_ct_typ_us[0]);
}

/*
 * Capture looks every few cycles anyhow, and is not to be disturbed: its look will do, unless it
 * takes too long. Lines that are to be quiet need none.
 */
static int look_at_chip(struct ina3221 *chip)
{
	u64 before = READ_ONCE(chip->alerts.counts.reads);

	if (READ_ONCE(chip->sampler.captured) &&
	    wait_event_timeout(chip->alerts.looked,
			       READ_ONCE(chip->alerts.counts.reads) != before ||
				       READ_ONCE(chip->alerts.quiet),
			       usecs_to_jiffies(12 * cycle_us(chip)) + 1))
		return 0;
	return ina3221_look(chip);
}

static void look_at_once(struct ina3221 *chip)
{
	mod_delayed_work(system_highpri_wq, &chip->alerts.again, 0);
}

static void look_later(struct ina3221 *chip, u64 us)
{
	hrtimer_start(&chip->alerts.later, ns_to_ktime(us * NSEC_PER_USEC), HRTIMER_MODE_REL);
}

/* The next look comes the later the longer nothing has changed. */
static u64 pace_us(struct ina3221 *chip)
{
	u64 us;

	guard(mutex)(&chip->alerts.lock);
	us = div_u64(ktime_get_ns() - chip->alerts.changed_ns, PACE_PARTS * NSEC_PER_USEC);
	return clamp_t(u64, us, cycle_us(chip), PACE_MAX_US);
}

static enum hrtimer_restart later_has_come(struct hrtimer *timer)
{
	look_at_once(container_of(timer, struct ina3221, alerts.later));
	return HRTIMER_NORESTART;
}

/* A line that a lasting condition holds would call without end, if its interrupt is by level. */
static void mask_line(struct ina3221_pin *pin)
{
	guard(mutex)(&pin->chip->alerts.lock);
	if (!pin->level || pin->masked)
		return;
	disable_irq_nosync(pin->irq);
	pin->masked = true;
}

static void unmask_lines(struct ina3221 *chip)
{
	struct ina3221_pin *pin = chip->alerts.pin;
	unsigned int i;

	guard(mutex)(&chip->alerts.lock);
	for (i = 0; i < INA3221_LINE_COUNT; i++) {
		if (!pin[i].masked)
			continue;
		pin[i].masked = false;
		pin[i].free_ns = ktime_get_ns();
		enable_irq(pin[i].irq);
	}
}

/*
 * A condition that is known to last is looked at when its time has come, not by each call. A line
 * that calls again as soon as it can, though nothing is found, is held by another device.
 *
 * Return: did the chip have anything to do with it?
 */
static bool serve_pin(struct ina3221_pin *pin)
{
	struct ina3221 *chip = pin->chip;
	u64 moved_ns = atomic64_read(&pin->moved_ns);
	bool waits = pin->irq && goes_on(chip, pin->flags) && hrtimer_active(&chip->alerts.later);
	int ret = waits ? 0 : look_at_chip(chip);
	bool ours, held;

	/* An event that a later look finds has its own time, not that of this call. */
	if (waits)
		atomic64_set(&pin->moved_ns, 0);
	scoped_guard(mutex, &chip->alerts.lock)
	{
		chip->alerts.counts.fired++;
		ours = waits || ret || chip->alerts.said_ns >= moved_ns;
		held = !ours && moved_ns < pin->free_ns + HELD_NS;
		pin->free_ns = ktime_get_ns();
	}
	if (held || ret || goes_on(chip, pin->flags)) {
		mask_line(pin);
		chip->alerts.hurried = false;
		look_later(chip, max_t(u64, pace_us(chip), ret ? RETRY_US : 0));
	}
	return ours;
}

static irqreturn_t note_line(int irq, void *data)
{
	struct ina3221_pin *pin = data;

	atomic64_set(&pin->moved_ns, ktime_get_ns());
	WRITE_ONCE(pin->hard, true);
	return IRQ_WAKE_THREAD;
}

/* An interrupt controller on a bus of its own has no hard half: the time is noted here then. */
static irqreturn_t serve_line(int irq, void *data)
{
	struct ina3221_pin *pin = data;
	struct ina3221 *chip = pin->chip;

	if (!READ_ONCE(pin->hard))
		note_line(irq, pin);
	WRITE_ONCE(pin->hard, false);
	if (!READ_ONCE(chip->alerts.quiet))
		return serve_pin(pin) ? IRQ_HANDLED : IRQ_NONE;
	/* A chip on its way to sleep may still pull the line; others on it are heard soon. */
	mask_line(pin);
	if (pin->masked)
		look_later(chip, QUIET_US);
	return IRQ_NONE;
}

/*
 * A look lets go of a pin, which is pulled again with the next conversion if the condition lasts.
 * A line that does not call by then may mean that it is over, so the next look comes soon; if
 * that finds it all the same, the one after it is paced.
 */
static void look_soon(struct ina3221 *chip)
{
	chip->alerts.hurried = !chip->alerts.hurried;
	look_later(chip, chip->alerts.hurried ? 2 * cycle_us(chip) : pace_us(chip));
}

/*
 * The next look is planned by what this one finds. Power can be lost only once it is known to have
 * been valid, which looks find when the chip has measured.
 */
static void look_and_plan(struct ina3221 *chip)
{
	int ret = READ_ONCE(chip->settings.stale) ? 0 : look_at_chip(chip);
	u16 served = READ_ONCE(chip->alerts.served);

	ret = ret ?: ina3221_restore(chip);
	if (ret)
		look_later(chip, READ_ONCE(chip->settings.stale)
					 ? SETUP_US
					 : max_t(u64, pace_us(chip), RETRY_US));
	else if (goes_on(chip, served))
		look_soon(chip);
	else if (served & INA3221_MASK_PVF && !READ_ONCE(chip->alerts.events.valid_known))
		look_later(chip, pace_us(chip));
	if (served)
		queue_delayed_work(system_highpri_wq, &chip->alerts.again,
				   msecs_to_jiffies(WATCH_MS));
}

/* Lines are unmasked in any case, for the sake of others on them. */
static void look_again(struct work_struct *work)
{
	struct ina3221 *chip = container_of(to_delayed_work(work), struct ina3221, alerts.again);

	if (!READ_ONCE(chip->alerts.quiet))
		look_and_plan(chip);
	unmask_lines(chip);
}

void ina3221_retry_soon(struct ina3221 *chip)
{
	if (!READ_ONCE(chip->alerts.quiet))
		look_later(chip, SETUP_US);
}

/* The chip is looked at, since an edge that came before there was a listener is not repeated. */
void ina3221_start_lines(struct ina3221 *chip)
{
	WRITE_ONCE(chip->alerts.quiet, false);
	if (READ_ONCE(chip->alerts.served) || READ_ONCE(chip->settings.stale))
		look_at_once(chip);
}

/* Interrupts stay enabled, and masked lines are enabled again: others may share them. */
void ina3221_stop_lines(struct ina3221 *chip)
{
	struct ina3221_alerts *alerts = &chip->alerts;
	unsigned int i;

	WRITE_ONCE(alerts->quiet, true);
	wake_up_all(&alerts->looked);
	for (i = 0; i < INA3221_PIN_COUNT; i++)
		if (alerts->pin[i].irq)
			synchronize_irq(alerts->pin[i].irq);
	hrtimer_cancel(&alerts->later);
	cancel_delayed_work_sync(&alerts->again);
	unmask_lines(chip);
}

/* The look of a capture is awaited in the background, since this caller holds up the bus. */
void ina3221_smbus_alert(struct i2c_client *client, enum i2c_alert_protocol protocol,
			 unsigned int data)
{
	struct ina3221 *chip = i2c_get_clientdata(client);
	struct ina3221_pin *pin = &chip->alerts.pin[INA3221_SMBUS_ALERT];

	if (protocol != I2C_PROTOCOL_SMBUS_ALERT || READ_ONCE(chip->alerts.quiet))
		return;
	note_line(0, pin);
	if (READ_ONCE(chip->sampler.captured))
		look_at_once(chip);
	else
		serve_pin(pin);
}

static int find_alert_response(struct device *dev, void *data)
{
	struct i2c_client *client = i2c_verify_client(dev);
	struct ina3221 *chip = data;

	if (!client || client->adapter != chip->bus.client->adapter ||
	    strcmp(client->name, ALERT_RESPONSE_NAME))
		return 0;
	WRITE_ONCE(chip->alerts.served, chip->alerts.served | pin_flags[INA3221_SMBUS_ALERT]);
	return 1;
}

static int smbus_came(struct notifier_block *block, unsigned long action, void *data)
{
	struct ina3221 *chip = container_of(block, struct ina3221, alerts.smbus_came);

	if (action == BUS_NOTIFY_BOUND_DRIVER && find_alert_response(data, chip) &&
	    !READ_ONCE(chip->alerts.quiet))
		look_at_once(chip);
	return NOTIFY_DONE;
}

static void free_line(void *data)
{
	struct ina3221_pin *pin = data;

	free_irq(pin->irq, pin);
}

/* The managed call is not used: it would log a refusal, though another trigger is tried then. */
static int request_as(struct ina3221_pin *pin, unsigned long trigger)
{
	struct device *dev = ina3221_dev(pin->chip);
	int ret;

	pin->level = trigger & (IRQF_TRIGGER_HIGH | IRQF_TRIGGER_LOW);
	ret = request_threaded_irq(pin->irq, note_line, serve_line,
				   trigger | IRQF_ONESHOT | IRQF_SHARED, dev_name(dev), pin);
	return ret ?: devm_add_action_or_reset(dev, free_line, pin);
}

/* Pins of a chip that share a line have one trigger, that of the first. */
static int request_pin(struct ina3221_pin *pin)
{
	const struct ina3221_pin *first = pin->chip->alerts.pin;
	u16 *served = &pin->chip->alerts.served;
	unsigned long trigger;
	int ret;

	if (!pin->irq)
		return 0;
	while (first->irq != pin->irq)
		first++;
	trigger = ina3221_pin_trigger(first);
	ret = request_as(pin, trigger);
	if (ret == -EINVAL && pin->level)
		ret = request_as(pin, trigger & IRQF_TRIGGER_HIGH ? IRQF_TRIGGER_RISING
								  : IRQF_TRIGGER_FALLING);
	if (!ret)
		WRITE_ONCE(*served, *served | pin->flags);
	return ret;
}

/*
 * A chip whose pins are no longer served would hold its lines for ever: it lets go of them, and
 * measures nothing that could pull them again.
 */
static void leave_lines(void *data)
{
	struct ina3221 *chip = data;
	u16 off = ina3221_config(chip) & ~INA3221_CONFIG_MODE;
	struct ina3221_span at;
	unsigned int i;

	ina3221_end_sleep(chip);
	bus_unregister_notifier(&i2c_bus_type, &chip->alerts.smbus_came);
	/* The interfaces are still there, and must not take the chip for one that was changed. */
	scoped_guard(mutex, &chip->settings.lock) WRITE_ONCE(chip->settings.asleep, true);
	ina3221_stop_lines(chip);
	if (ina3221_latches(chip) && (ina3221_write_config(chip, off, &at) || ina3221_look(chip)))
		dev_dbg(ina3221_dev(chip), "may still hold its pins: it did not answer\n");
	scoped_guard(mutex, &chip->alerts.lock)
	{
		for (i = 0; i < INA3221_PIN_COUNT; i++)
			chip->alerts.pin[i].level = false;
	}
	/* No line is masked from here on; one that was served meanwhile may be until now. */
	ina3221_stop_lines(chip);
}

int ina3221_register_lines(struct ina3221 *chip)
{
	struct ina3221_alerts *alerts = &chip->alerts;
	struct device *dev = ina3221_dev(chip);
	unsigned int i;
	int ret;

	WRITE_ONCE(alerts->quiet, false);
	for (i = 0; i < INA3221_PIN_COUNT; i++) {
		ret = request_pin(&alerts->pin[i]);
		if (ret)
			dev_warn(dev, "the %s pin is not used: cannot request its interrupt: %pe\n",
				 ina3221_pin_name[i], ERR_PTR(ret));
	}
	ret = bus_register_notifier(&i2c_bus_type, &alerts->smbus_came);
	if (ret)
		return ret;
	ret = devm_add_action_or_reset(dev, leave_lines, chip);
	if (ret)
		return ret;
	device_for_each_child(&chip->bus.client->adapter->dev, chip, find_alert_response);
	ina3221_start_lines(chip);
	flush_work(&alerts->again.work);
	return 0;
}

void ina3221_init_lines(struct ina3221 *chip)
{
	struct ina3221_alerts *alerts = &chip->alerts;
	unsigned int i;

	alerts->quiet = true;
	for (i = 0; i < INA3221_LINE_COUNT; i++) {
		alerts->pin[i].chip = chip;
		alerts->pin[i].flags = pin_flags[i];
	}
	alerts->smbus_came.notifier_call = smbus_came;
	init_waitqueue_head(&alerts->looked);
	INIT_DEFERRABLE_WORK(&alerts->again, look_again);
	hrtimer_setup(&alerts->later, later_has_come, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
}
