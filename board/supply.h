/* SPDX-License-Identifier: GPL-2.0-only */
/* The supply of a chip as a regulator. */
#ifndef RAILGLOW_BOARD_SUPPLY_H
#define RAILGLOW_BOARD_SUPPLY_H

struct sim_chip;

/**
 * sim_supply_start() - register the regulator that drivers know as `vs`
 * @chip: the chip, with the name its device will have
 *
 * Return: 0 or an errno; sim_supply_stop() cleans up either way.
 */
int __must_check sim_supply_start(struct sim_chip *chip);

/** sim_supply_stop() - unregister the regulator, once it is no longer in use. */
void sim_supply_stop(struct sim_chip *chip);

#endif /* RAILGLOW_BOARD_SUPPLY_H */
