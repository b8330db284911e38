/* SPDX-License-Identifier: GPL-2.0-only */
/* Counters of objects that were made and unmade, in debugfs file railglow/objects. */
#ifndef RAILGLOW_BOARD_OBJECTS_H
#define RAILGLOW_BOARD_OBJECTS_H

struct seq_file;

/** Kinds of objects that are counted. */
enum sim_object {
	SIM_OBJECT_BOARD,
	SIM_OBJECT_CHIP,
	SIM_OBJECT_LED,
	SIM_OBJECT_INPUT,
	SIM_OBJECT_RING,
	SIM_OBJECT_LIVE_BOARD,
	SIM_OBJECT_ADAPTER,
	SIM_OBJECT_CLIENT,
	SIM_OBJECT_GPIO_CHIP,
	SIM_OBJECT_LED_DEVICE,
	SIM_OBJECTS,
};

/** sim_object_created() - count an object of @kind that was made. */
void sim_object_created(enum sim_object kind);

/** sim_object_destroyed() - count an object of @kind that was unmade. */
void sim_object_destroyed(enum sim_object kind);

/** sim_objects_show() - print the counters, one kind a line; @object is ignored. */
int sim_objects_show(struct seq_file *m, void *object);

#endif /* RAILGLOW_BOARD_OBJECTS_H */
