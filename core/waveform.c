// SPDX-License-Identifier: GPL-2.0-only
/*
 * The waveform: levels, and the moments at which they change.
 *
 * Within one tuple the level never turns round, which is what lets the next
 * change be computed (linear) or bisected (perceptual) instead of searched.
 */
#include "core/waveform.h"
#include "core/lightness.h"
#include "core/mul_div.h"

/**
 * struct ramp - a tuple that ramps
 * @from: level at its start
 * @to: level it approaches, different from @from
 * @span: distance between the two
 * @duration_ns: how long it takes, below 2^52 and even
 */
struct ramp {
	u32 from;
	u32 to;
	u32 span;
	u64 duration_ns;
};

static u32 next_index(const struct waveform *w, u32 index)
{
	return index + 1 < w->count ? index + 1 : 0;
}

static u64 duration_ns(const struct waveform *w, u32 index)
{
	return w->tuples[index].duration_ms * RG_NS_PER_MS;
}

/* False if the tuple is constant; @ramp is then left as it is. */
static bool ramp_of(const struct waveform *w, u32 index, struct ramp *ramp)
{
	const struct pattern_tuple *tuple = &w->tuples[index];
	u32 to = w->tuples[next_index(w, index)].brightness;

	if (tuple->duration_ms < WAVEFORM_RAMP_MIN_MS || tuple->brightness == to)
		return false;

	ramp->from = tuple->brightness;
	ramp->to = to;
	ramp->span = to > ramp->from ? to - ramp->from : ramp->from - to;
	ramp->duration_ns = tuple->duration_ms * RG_NS_PER_MS;
	return true;
}

/* The bisections behind lightness are paid once per ramp, here. */
static void load_lightness(const struct waveform *w, struct waveform_at *at)
{
	struct ramp ramp;

	if (w->curve != WAVEFORM_PERCEPTUAL || !ramp_of(w, at->index, &ramp))
		return;
	at->lightness[0] = lightness_of_level(ramp.from, w->brightness_max);
	at->lightness[1] = lightness_of_level(ramp.to, w->brightness_max);
}

/* Step to the next tuple that lasts; positions carry on past the period. */
static void advance(const struct waveform *w, struct waveform_at *at)
{
	do {
		at->index = next_index(w, at->index);
	} while (!w->tuples[at->index].duration_ms);
	at->start_ns = at->end_ns;
	at->end_ns = at->start_ns + duration_ns(w, at->index);
}

static void seek(const struct waveform *w, struct waveform_at *at, u64 position_ns)
{
	if (position_ns >= at->start_ns && position_ns < at->end_ns)
		return;

	if (position_ns < at->start_ns || !at->end_ns) {
		at->index = w->count - 1;
		at->end_ns = 0;
	}
	do {
		advance(w, at);
	} while (position_ns >= at->end_ns);
	load_lightness(w, at);
}

/*
 * Distance gone after @offset_ns, to the nearest integer. A half is rounded
 * towards the higher level: up on the way up, not at all on the way down.
 */
static u32 linear_distance(const struct ramp *ramp, u64 offset_ns)
{
	u64 left;
	u32 distance = mul_div(ramp->span, offset_ns, ramp->duration_ns, &left);
	u64 half = ramp->duration_ns / 2;

	if (left > half || (left == half && ramp->to > ramp->from))
		distance++;
	return distance;
}

static u32 linear_level(const struct ramp *ramp, u64 offset_ns)
{
	u32 distance = linear_distance(ramp, offset_ns);

	return ramp->to > ramp->from ? ramp->from + distance : ramp->from - distance;
}

/* Fixed point must not show at the ends, hence the exact start and the clamp. */
static u32 perceptual_level(const struct waveform *w, const struct waveform_at *at,
			    const struct ramp *ramp, u64 offset_ns)
{
	u32 from = at->lightness[0], to = at->lightness[1];
	u64 left;
	u32 level;

	if (!offset_ns)
		return ramp->from;
	if (to > from)
		from += mul_div(to - from, offset_ns, ramp->duration_ns, &left);
	else
		from -= mul_div(from - to, offset_ns, ramp->duration_ns, &left);

	level = lightness_to_level(from, w->brightness_max);
	return clamp(level, min(ramp->from, ramp->to), max(ramp->from, ramp->to));
}

static u32 ramp_level(const struct waveform *w, const struct waveform_at *at,
		      const struct ramp *ramp, u64 offset_ns)
{
	if (w->curve == WAVEFORM_PERCEPTUAL)
		return perceptual_level(w, at, ramp, offset_ns);
	return linear_level(ramp, offset_ns);
}

/*
 * First offset whose level is beyond @level, at or past the ramp's end if none
 * is. That level's last moment is half a step after its exact one; with the
 * rounding of linear_distance() the moment itself belongs to the higher level.
 */
static u64 linear_leaves(const struct ramp *ramp, u32 level)
{
	bool up = ramp->to > ramp->from;
	u64 steps = up ? level - ramp->from : ramp->from - level;
	u64 left;
	u64 offset_ns = mul_div(2 * steps + 1, ramp->duration_ns / 2, ramp->span, &left);

	return up && !left ? offset_ns : offset_ns + 1;
}

/* The same for the perceptual curve, not before @low_ns. */
static u64 perceptual_leaves(const struct waveform *w, const struct waveform_at *at,
			     const struct ramp *ramp, u32 level, u64 low_ns)
{
	u64 high_ns = ramp->duration_ns;

	if (low_ns < high_ns && perceptual_level(w, at, ramp, low_ns) != level)
		return low_ns;
	while (low_ns < high_ns) {
		u64 middle_ns = low_ns + (high_ns - low_ns) / 2;

		if (perceptual_level(w, at, ramp, middle_ns) == level)
			low_ns = middle_ns + 1;
		else
			high_ns = middle_ns;
	}
	return low_ns;
}

/*
 * First position in the tuple at @at, not before @earliest_ns, at which @level
 * is no longer right; the tuple's end or later if it is right all through.
 */
static u64 leaves_in_tuple(const struct waveform *w, const struct waveform_at *at, u32 level,
			   u64 earliest_ns)
{
	u64 earliest_offset_ns = earliest_ns - at->start_ns;
	struct ramp ramp;
	u64 offset_ns;

	if (!ramp_of(w, at->index, &ramp))
		return at->end_ns;
	if (w->curve == WAVEFORM_PERCEPTUAL)
		offset_ns = perceptual_leaves(w, at, &ramp, level, earliest_offset_ns);
	else
		offset_ns = linear_leaves(&ramp, level);
	return at->start_ns + max(offset_ns, earliest_offset_ns);
}

int waveform_init(struct waveform *w, const struct pattern_tuple *tuples, u32 count,
		  enum waveform_curve curve, u32 brightness_max)
{
	u64 period_ms = 0;
	u32 shortest_ms = U32_MAX;
	u32 i;

	if (!count || count > PATTERN_TUPLES_MAX || !brightness_max)
		return -EINVAL;
	for (i = 0; i < count; i++) {
		period_ms += tuples[i].duration_ms;
		if (tuples[i].duration_ms)
			shortest_ms = min(shortest_ms, tuples[i].duration_ms);
	}
	if (!period_ms)
		return -EINVAL;

	*w = (struct waveform){
		.tuples = tuples,
		.count = count,
		.curve = curve,
		.brightness_max = brightness_max,
		.shortest_ms = shortest_ms,
		.period_ns = period_ms * RG_NS_PER_MS,
	};
	return 0;
}

u32 waveform_level(const struct waveform *w, struct waveform_at *at, u64 position_ns)
{
	struct ramp ramp;

	seek(w, at, position_ns);
	if (!ramp_of(w, at->index, &ramp))
		return w->tuples[at->index].brightness;
	return ramp_level(w, at, &ramp, position_ns - at->start_ns);
}

u32 waveform_level_before(const struct waveform *w, u64 position_ns)
{
	struct waveform_at at = {};
	struct ramp ramp;

	seek(w, &at, position_ns - 1);
	if (!ramp_of(w, at.index, &ramp))
		return w->tuples[at.index].brightness;
	if (position_ns == at.end_ns)
		return ramp.to;
	return ramp_level(w, &at, &ramp, position_ns - at.start_ns);
}

/*
 * One lap round the period and once more through the tuple it began in: what
 * @interval_ns ruled out there now may count then.
 */
struct waveform_change waveform_next_change(const struct waveform *w, const struct waveform_at *at,
					    u64 position_ns, u32 level, u64 interval_ns)
{
	struct waveform_at next = *at;
	u64 lap_ns = at->start_ns + w->period_ns;
	u64 leaves_ns = leaves_in_tuple(w, &next, level, position_ns + interval_ns);

	while (leaves_ns >= next.end_ns) {
		if (next.start_ns == lap_ns)
			return (struct waveform_change){ .after_ns = WAVEFORM_NEVER };
		advance(w, &next);
		if (w->tuples[next.index].brightness != level)
			return (struct waveform_change){ .after_ns = next.start_ns - position_ns };
		load_lightness(w, &next);
		leaves_ns = leaves_in_tuple(w, &next, level, next.start_ns);
	}
	return (struct waveform_change){
		.after_ns = leaves_ns - position_ns,
		.ramp_left_ns = next.end_ns - leaves_ns,
	};
}
