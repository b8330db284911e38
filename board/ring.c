// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rings of records and the files that show them: traces, in which the oldest entries make room and
 * are counted as lost. Lines are printed by the owners of rings: transfer.c, leds.c and
 * leds_engine.c.
 */

#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "board/objects.h"
#include "board/ring.h"
#include "board/show_file.h"

void sim_ring_init(struct sim_ring *ring, u32 record_size,
		   void (*show)(struct seq_file *m, void *context, const void *record),
		   void *context)
{
	memset(ring, 0, sizeof(*ring));
	raw_spin_lock_init(&ring->lock);
	ring->record_size = record_size;
	ring->show = show;
	ring->context = context;
}

static void ring_replace(struct sim_ring *ring, void *records, u32 capacity)
{
	unsigned long flags;
	void *old;

	raw_spin_lock_irqsave(&ring->lock, flags);
	old = ring->records;
	ring->records = records;
	ring->capacity = capacity;
	ring->next = 0;
	ring->first = 0;
	raw_spin_unlock_irqrestore(&ring->lock, flags);
	if (old)
		sim_object_destroyed(SIM_OBJECT_RING);
	kvfree(old);
}

/*
 * A trace too long for the machine is the user's mistake: no warning, and no process is killed for
 * it.
 */
#define GFP_TRACE (GFP_KERNEL | __GFP_NOWARN | __GFP_RETRY_MAYFAIL)

int sim_ring_make(struct sim_ring *ring, u32 entries)
{
	u32 capacity = roundup_pow_of_two(entries);
	void *records;

	records = kvmalloc_array(capacity, ring->record_size, GFP_TRACE);
	if (!records)
		return -ENOMEM;
	sim_object_created(SIM_OBJECT_RING);
	ring_replace(ring, records, capacity);
	return 0;
}

void sim_ring_free(struct sim_ring *ring)
{
	ring_replace(ring, NULL, 0);
}

static void *ring_slot(const struct sim_ring *ring, u64 number)
{
	return ring->records + (number & (ring->capacity - 1)) * ring->record_size;
}

void sim_ring_push(struct sim_ring *ring, const void *record)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&ring->lock, flags);
	if (ring->capacity)
		memcpy(ring_slot(ring, ring->next++), record, ring->record_size);
	raw_spin_unlock_irqrestore(&ring->lock, flags);
}

void sim_ring_clear(struct sim_ring *ring)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&ring->lock, flags);
	ring->first = ring->next;
	raw_spin_unlock_irqrestore(&ring->lock, flags);
}

/* Finds the oldest record that is wanted and still there. */
static u64 ring_oldest(const struct sim_ring *ring)
{
	lockdep_assert_held(&ring->lock);
	if (ring->next - ring->first <= ring->capacity)
		return ring->first;
	return ring->next - ring->capacity;
}

u64 sim_ring_lost(struct sim_ring *ring)
{
	unsigned long flags;
	u64 lost;

	raw_spin_lock_irqsave(&ring->lock, flags);
	lost = ring_oldest(ring) - ring->first;
	raw_spin_unlock_irqrestore(&ring->lock, flags);
	return lost;
}

/**
 * struct ring_reader - an open file
 * @ring: the ring
 * @start: number of the record at file position 0
 * @number: number of the record in @copy
 * @copy: record that is copied under the lock and printed without it
 */
struct ring_reader {
	struct sim_ring *ring;
	u64 start;
	u64 number;
	u8 copy[SIM_RING_RECORD_MAX] __aligned(8);
};

/* Copies a record; skips records that were overwritten while the file was read. */
static void *ring_fetch(struct ring_reader *reader, u64 number)
{
	struct sim_ring *ring = reader->ring;
	void *found = NULL;
	unsigned long flags;

	raw_spin_lock_irqsave(&ring->lock, flags);
	number = max(number, ring_oldest(ring));
	if (number < ring->next) {
		memcpy(reader->copy, ring_slot(ring, number), ring->record_size);
		reader->number = number;
		found = reader;
	}
	raw_spin_unlock_irqrestore(&ring->lock, flags);
	return found;
}

static void *ring_seq_start(struct seq_file *m, loff_t *pos)
{
	struct ring_reader *reader = m->private;

	return ring_fetch(reader, reader->start + *pos);
}

static void *ring_seq_next(struct seq_file *m, void *v, loff_t *pos)
{
	struct ring_reader *reader = m->private;

	*pos = reader->number + 1 - reader->start;
	return ring_fetch(reader, reader->number + 1);
}

static void ring_seq_stop(struct seq_file *m, void *v)
{
}

static int ring_seq_show(struct seq_file *m, void *v)
{
	struct ring_reader *reader = v;

	reader->ring->show(m, reader->ring->context, reader->copy);
	return 0;
}

static const struct seq_operations ring_seq_ops = {
	.start = ring_seq_start,
	.next = ring_seq_next,
	.stop = ring_seq_stop,
	.show = ring_seq_show,
};

static int ring_open(struct inode *inode, struct file *file)
{
	struct ring_reader *reader;
	unsigned long flags;

	reader = __seq_open_private(file, &ring_seq_ops, sizeof(*reader));
	if (!reader)
		return -ENOMEM;
	reader->ring = inode->i_private;
	raw_spin_lock_irqsave(&reader->ring->lock, flags);
	reader->start = ring_oldest(reader->ring);
	raw_spin_unlock_irqrestore(&reader->ring->lock, flags);
	return 0;
}

const struct file_operations sim_ring_fops = {
	.owner = THIS_MODULE,
	.open = ring_open,
	.read = seq_read,
	.write = sim_refuse_write,
	.llseek = seq_lseek,
	.release = seq_release_private,
};
