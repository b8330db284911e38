/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Does the configuration of libsensors say anything about rails? Only then its
 * library has to be asked for them, which costs more than all the reading.
 */
#ifndef RAILGLOW_TOOLS_RAILS_LIBSENSORS_CONFIG_H
#define RAILGLOW_TOOLS_RAILS_LIBSENSORS_CONFIG_H

#include <stdbool.h>

/**
 * rails_config_concerns() - is there a statement that may change what is shown?
 * @text: a configuration file, sensors.conf(5)
 *
 * Return: true for statements about voltages, currents or powers 1 to 3 of chips
 * that may be an INA3221, about buses, and for what is not understood.
 */
bool rails_config_concerns(const char *text);

/** rails_config_any() - the same, of the files that libsensors reads. */
bool rails_config_any(void);

#endif /* RAILGLOW_TOOLS_RAILS_LIBSENSORS_CONFIG_H */
