/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * INA3221 alert conditions: which ones hold, from reads of Mask/Enable.
 *
 * A flag that reads as set means that the condition held at some time since the
 * read before. One that reads as clear means something only once every
 * conversion it depends on has happened since it was last seen: as long as that
 * is not so, the condition counts as one that goes on. A condition is thus
 * reported once when it begins and once when it has ended, however often the
 * register is read, and by any reader.
 *
 * Times are ns of any one clock that only moves forward.
 */
#ifndef RAILGLOW_CORE_INA3221_EVENTS_H
#define RAILGLOW_CORE_INA3221_EVENTS_H

#include "core/ina3221_regs.h"
#include "core/ina3221_timing.h"

/** Flags that a read clears: they say that something happened. */
#define INA3221_ALARM_FLAGS (INA3221_MASK_CF_ALL | INA3221_MASK_SF | INA3221_MASK_WF_ALL)
#define INA3221_ALARM_FLAG_LOW 3
#define INA3221_ALARM_FLAG_COUNT 7

/**
 * struct ina3221_events - what is known of the conditions
 * @active: those that hold, in their places in Mask/Enable; PVF: power is no
 *	longer valid; TCF: the second rail did not come up in time
 * @flip: PVF and TCF if this chip has them the other way round, else 0
 * @valid: power is valid
 * @valid_known: @valid is of a chip that has measured since it was reset
 * @valid_once: @valid has been known before
 * @converted: alarms of channels that are converted, in their places in Mask/Enable
 * @watched: and of those that were, until the next look
 * @one_shot: the chip makes one pass each time it is started
 * @window_ns: a cycle lasts no longer than this
 * @start_ns: the cycle running, or the first of them, began no later than this
 * @moved_ns: when the power-valid pin last moved, if that is known
 * @told_ns: up to then, its moves are explained by what was read
 * @seen_ns: each alarm flag was last read as set no later than this
 */
struct ina3221_events {
	u16 active;
	u16 flip;
	bool valid;
	bool valid_known;
	bool valid_once;
	u16 converted;
	u16 watched;
	bool one_shot;
	u32 window_ns;
	u64 start_ns;
	u64 moved_ns;
	u64 told_ns;
	u64 seen_ns[INA3221_ALARM_FLAG_COUNT];
};

/**
 * struct ina3221_change - what began and what ended
 * @risen: conditions that were not active and are, as in &ina3221_events.active
 * @fallen: conditions that were and are no longer
 * @power_lost: power was valid and is no longer, or was not for a while
 * @power_valid: power has become valid, perhaps again
 */
struct ina3221_change {
	u16 risen;
	u16 fallen;
	bool power_lost;
	bool power_valid;
};

/**
 * ina3221_events_init() - forget all but which way round PVF and TCF are
 * @e: the conditions
 * @flags: Mask/Enable, read before timing control can have failed after a reset (section 7.3.2.4)
 */
void ina3221_events_init(struct ina3221_events *e, u16 flags);

/** ina3221_events_unsettle() - the chip was programmed anew: PVF means
 * nothing before it has measured.
 */
void ina3221_events_unsettle(struct ina3221_events *e);

/**
 * ina3221_events_started() - CONFIG was written, which starts a cycle
 * @e: the conditions
 * @config: what was written
 * @end_ns: when the transfer was over
 *
 * Conditions of channels that are no longer converted end with the next look, which has the flags
 * that they left.
 */
void ina3221_events_started(struct ina3221_events *e, u16 config, u64 end_ns);

/**
 * ina3221_events_take() - Mask/Enable was read
 * @e: the conditions
 * @flags: as read
 * @lost: the chip has lost its settings, and knows of timing control only
 * @begin_ns: when the transfer of that word began
 * @end_ns: when it was over
 */
struct ina3221_change ina3221_events_take(struct ina3221_events *e, u16 flags, bool lost,
					  u64 begin_ns, u64 end_ns);

/**
 * ina3221_events_pin_moved() - the power-valid pin did, either way
 * @e: the conditions
 * @time_ns: when it did so last
 *
 * If the reads before and after that both find power valid, it was not in
 * between.
 */
void ina3221_events_pin_moved(struct ina3221_events *e, u64 time_ns);

/** ina3221_events_end() - these alarm @flags are no longer watched. */
struct ina3221_change ina3221_events_end(struct ina3221_events *e, u16 flags);

#endif /* RAILGLOW_CORE_INA3221_EVENTS_H */
