/* SPDX-License-Identifier: GPL-2.0-only */
/* Views of a chip that do not touch it. */
#ifndef RAILGLOW_BOARD_CHIP_SHOW_H
#define RAILGLOW_BOARD_CHIP_SHOW_H

struct seq_file;
struct sim_chip;

/** sim_chip_show_pins() - print the levels, one pin a line. */
void sim_chip_show_pins(struct seq_file *m, struct sim_chip *chip);

/** sim_chip_show_lines() - print the levels of the lines that the pins are on, one a line. */
void sim_chip_show_lines(struct seq_file *m, struct sim_chip *chip);

/** sim_chip_show_counters() - print the model's counters, one a line. */
void sim_chip_show_counters(struct seq_file *m, struct sim_chip *chip);

/** sim_chip_show_registers() - print all registers, clearing nothing. */
int sim_chip_show_registers(struct seq_file *m, struct sim_chip *chip);

#endif /* RAILGLOW_BOARD_CHIP_SHOW_H */
