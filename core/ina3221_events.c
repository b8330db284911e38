// SPDX-License-Identifier: GPL-2.0-only
/*
 * Alert conditions of an INA3221: from the flags of each look at Mask/Enable, which of them began,
 * hold and ended. Flags that a read took are kept, and listeners told, in drivers/ina3221/alerts.c.
 */
#include "core/ina3221_events.h"

/* A controller on a bus may tell this late of a move of the pin that a read has found already. */
#define TOLD_LATE_NS (10 * RG_NS_PER_MS)

void ina3221_events_init(struct ina3221_events *e, u16 flags)
{
	memset(e, 0, sizeof(*e));
	e->flip = flags & INA3221_MASK_TCF ? 0 : INA3221_MASK_PVF | INA3221_MASK_TCF;
}

void ina3221_events_unsettle(struct ina3221_events *e)
{
	e->valid_known = false;
}

void ina3221_events_started(struct ina3221_events *e, u16 config, u64 end_ns)
{
	u16 channels = (u16)FIELD_GET(INA3221_CONFIG_CH_EN_ALL, config), before = e->converted;

	/* The sum needs any channel at all, the other alarms their own. */
	e->converted =
		(u16)(FIELD_PREP(INA3221_MASK_CF_ALL, channels) |
		      FIELD_PREP(INA3221_MASK_WF_ALL, channels) | (channels ? INA3221_MASK_SF : 0));
	e->watched |= e->converted;
	/* A rail that is switched on may be low, and has not lost its power for that. */
	if (e->converted & ~before) {
		e->valid = false;
		e->valid_known = false;
		e->valid_once = false;
	}
	e->one_shot = !(config & INA3221_MODE_CONTINUOUS);
	e->window_ns = ina3221_cycle_max_us(config) * (u32)RG_NS_PER_US;
	e->start_ns = end_ns + INA3221_WAKE_US * RG_NS_PER_US;
}

/*
 * Has every conversion happened once since @flag was last seen, or since the start? A start clears
 * CVRF: if it came after the flag was seen, CVRF says so at once. In a chip that makes single
 * passes time says nothing.
 */
static bool all_converted(const struct ina3221_events *e, unsigned int flag, u16 flags,
			  u64 begin_ns)
{
	u64 since_ns = max(e->seen_ns[flag], e->start_ns);

	if (flags & INA3221_MASK_CVRF && e->start_ns >= e->seen_ns[flag])
		return true;
	return !e->one_shot && begin_ns >= since_ns + e->window_ns;
}

static void take_alarms(struct ina3221_events *e, u16 flags, u64 begin_ns, u64 end_ns,
			struct ina3221_change *change)
{
	unsigned int flag;
	u16 bit;

	for (flag = 0; flag < INA3221_ALARM_FLAG_COUNT; flag++) {
		bit = (u16)BIT(flag + INA3221_ALARM_FLAG_LOW);
		if (flags & e->watched & bit) {
			e->seen_ns[flag] = end_ns;
			change->risen |= bit & (u16)~e->active;
		} else if (e->active & bit && all_converted(e, flag, flags, begin_ns)) {
			change->fallen |= bit;
		}
	}
	/* A flag that a rail left when it was switched off is its last. */
	change->fallen |= (e->active | change->risen) & INA3221_ALARM_FLAGS & (u16)~e->converted;
	e->watched = e->converted;
}

/*
 * The pin was low meanwhile if it moved between two reads that found it high. A
 * move during a read belongs to the change that this read found, if it found one.
 */
static bool has_dipped(struct ina3221_events *e, bool valid, u64 begin_ns, u64 end_ns)
{
	bool moved = e->moved_ns > e->told_ns && e->moved_ns < begin_ns;

	if (valid != e->valid || (moved && valid))
		e->told_ns = end_ns + (e->valid_known ? TOLD_LATE_NS : 0);
	else
		e->told_ns = max(e->told_ns, begin_ns);
	return moved && valid && e->valid;
}

static void take_power(struct ina3221_events *e, u16 flags, u64 begin_ns, u64 end_ns,
		       struct ina3221_change *change)
{
	bool valid = flags & INA3221_MASK_PVF;
	bool lost_before = e->valid_once || e->active & INA3221_MASK_PVF;
	bool dip;

	if (!e->valid_known && !(flags & INA3221_MASK_CVRF)) {
		e->told_ns = end_ns;
		return;
	}
	dip = has_dipped(e, valid, begin_ns, end_ns) && e->valid_known;
	change->power_lost = (e->valid && !valid) || dip;
	change->power_valid = (lost_before && !e->valid && valid) || dip;
	e->valid = valid;
	e->valid_known = true;
	e->valid_once = true;
	if (change->power_lost)
		change->risen |= INA3221_MASK_PVF;
	if ((e->active & INA3221_MASK_PVF || dip) && valid)
		change->fallen |= INA3221_MASK_PVF;
}

void ina3221_events_pin_moved(struct ina3221_events *e, u64 time_ns)
{
	e->moved_ns = max(e->moved_ns, time_ns);
}

struct ina3221_change ina3221_events_take(struct ina3221_events *e, u16 flags, bool lost,
					  u64 begin_ns, u64 end_ns)
{
	struct ina3221_change change = { 0 };

	flags ^= e->flip;
	if (!lost) {
		take_alarms(e, flags, begin_ns, end_ns, &change);
		take_power(e, flags, begin_ns, end_ns, &change);
	}
	change.risen |= ~flags & ~e->active & INA3221_MASK_TCF;
	change.fallen |= flags & e->active & INA3221_MASK_TCF;
	e->active = (e->active | change.risen) & (u16)~change.fallen;
	return change;
}

struct ina3221_change ina3221_events_end(struct ina3221_events *e, u16 flags)
{
	struct ina3221_change change = { .fallen = e->active & flags };

	e->active &= (u16)~flags;
	return change;
}
