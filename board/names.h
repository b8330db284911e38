/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of boards and of what is on them; settings.c refuses one that is too long. */
#ifndef RAILGLOW_BOARD_NAMES_H
#define RAILGLOW_BOARD_NAMES_H

/** Room for the name of a board, a chip or an LED, with the NUL. */
#define SIM_NAME_MAX 64

#endif /* RAILGLOW_BOARD_NAMES_H */
