/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A ring of equal records: the newest are kept, and lost ones are counted. Records are pushed in
 * any context. Its owner makes and frees the memory, and allows no push or read meanwhile.
 */
#ifndef RAILGLOW_BOARD_RING_H
#define RAILGLOW_BOARD_RING_H

#include <linux/spinlock.h>
#include <linux/types.h>

struct file_operations;
struct seq_file;

/**
 * struct sim_ring - the records
 * @lock: for all members but @record_size, @capacity and @show
 * @records: kvmalloc()ed, NULL before the first use
 * @record_size: bytes in each
 * @capacity: number of records that fit, a power of two; 0: none
 * @next: number of records that were ever pushed
 * @first: number of the oldest that is wanted; older ones were cleared
 * @show: prints a record, by @context and a copy of the record
 * @context: for @show
 */
struct sim_ring {
	raw_spinlock_t lock;
	void *records;
	u32 record_size;
	u32 capacity;
	u64 next;
	u64 first;
	void (*show)(struct seq_file *m, void *context, const void *record);
	void *context;
};

/** Most bytes in a record. */
#define SIM_RING_RECORD_MAX 64

/**
 * sim_ring_init() - prepare an empty ring without room
 * @ring: the ring
 * @record_size: bytes in a record, at most SIM_RING_RECORD_MAX
 * @show: prints a record as one line
 * @context: for @show
 */
void sim_ring_init(struct sim_ring *ring, u32 record_size,
		   void (*show)(struct seq_file *m, void *context, const void *record),
		   void *context);

/**
 * sim_ring_make() - give a ring room and empty it
 * @ring: the ring
 * @entries: number of records, at least 1; rounded up to a power of two
 *
 * Return: 0, or -ENOMEM, which leaves the ring as it was.
 */
int __must_check sim_ring_make(struct sim_ring *ring, u32 entries);

/** sim_ring_free() - free the memory; @ring may be made again. */
void sim_ring_free(struct sim_ring *ring);

/** sim_ring_push() - add a record, dropping the oldest if there is no room. */
void sim_ring_push(struct sim_ring *ring, const void *record);

/** sim_ring_clear() - forget all records and the count of lost ones. */
void sim_ring_clear(struct sim_ring *ring);

/** sim_ring_lost() - number of records dropped since the last clearing. */
u64 sim_ring_lost(struct sim_ring *ring);

/** Files of a struct sim_ring, which is the inode's private data. */
extern const struct file_operations sim_ring_fops;

#endif /* RAILGLOW_BOARD_RING_H */
