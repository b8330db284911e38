/* SPDX-License-Identifier: GPL-2.0-only */
/* All commands, each in the file of tools/cmd that is named after it. */
#ifndef RAILGLOW_TOOLS_CLI_COMMAND_TABLE_H
#define RAILGLOW_TOOLS_CLI_COMMAND_TABLE_H

#include "tools/cli/cli.h"

extern const struct cli_command cmd_rails;
extern const struct cli_command cmd_record;
extern const struct cli_command cmd_plot;
extern const struct cli_command cmd_replay;
extern const struct cli_command cmd_limit;
extern const struct cli_command cmd_alarms;
extern const struct cli_command cmd_led_list;
extern const struct cli_command cmd_led_show;
extern const struct cli_command cmd_led_play;
extern const struct cli_command cmd_led_stop;
extern const struct cli_command cmd_led_preview;
extern const struct cli_command cmd_guard;
extern const struct cli_command cmd_doctor;
extern const struct cli_command cmd_completion;
extern const struct cli_command cmd_manual;
extern const struct cli_command cmd_help;

#endif /* RAILGLOW_TOOLS_CLI_COMMAND_TABLE_H */
