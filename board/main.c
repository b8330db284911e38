// SPDX-License-Identifier: GPL-2.0-only
/*
 * The simulated board as a module, loaded and unloaded. Boards are made in configfs.c, or of a
 * devicetree in board_of.c.
 */

#include <linux/module.h>

#include "board/board_of.h"
#include "board/configfs.h"
#include "board/debugfs.h"

static int __init railglow_board_init(void)
{
	int ret;

	sim_debugfs_init();
	ret = sim_configfs_init();
	if (ret)
		goto err_debugfs;
	ret = sim_of_init();
	if (ret)
		goto err_configfs;
	return 0;

err_configfs:
	sim_configfs_exit();
err_debugfs:
	sim_debugfs_exit();
	return ret;
}

static void __exit railglow_board_exit(void)
{
	sim_of_exit();
	sim_configfs_exit();
	sim_debugfs_exit();
}

module_init(railglow_board_init);
module_exit(railglow_board_exit);

MODULE_DESCRIPTION("Simulated board with INA3221 power monitors and LEDs");
MODULE_AUTHOR("The railglow authors");
MODULE_LICENSE("GPL");
MODULE_VERSION(RAILGLOW_VERSION);
MODULE_INFO(test, "Y");
