/* SPDX-License-Identifier: GPL-2.0-only */
/* What firmware says about a chip, and the I2C device made of that. */
#ifndef RAILGLOW_BOARD_FIRMWARE_H
#define RAILGLOW_BOARD_FIRMWARE_H

struct sim_chip;

/**
 * sim_firmware_start() - describe a chip and make its I2C device
 * @chip: the chip, on a registered adapter
 *
 * GPIOs and the supply are described for whatever device appears at the chip's address, the
 * rest only for the one made here, if the chip's setting `bind` names one.
 *
 * Return: 0 or an errno; sim_firmware_stop() cleans up either way.
 */
int __must_check sim_firmware_start(struct sim_chip *chip);

/** sim_firmware_stop() - take the device and its description away. */
void sim_firmware_stop(struct sim_chip *chip);

#endif /* RAILGLOW_BOARD_FIRMWARE_H */
