// SPDX-License-Identifier: GPL-2.0-only
/*
 * The fault rules in force on a board's bus, and the file that sets them. A rule is parsed, held
 * against messages and counted in model/bus_fault.c; its effects are in transfer.c.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cleanup.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "board/faults.h"

#define RULE_TEXT_MAX 256

void sim_faults_init(struct sim_faults *faults)
{
	memset(faults, 0, sizeof(*faults));
	mutex_init(&faults->lock);
}

/* Finds the errno of a fault, as Documentation/i2c/fault-codes.rst has it. */
static int fault_error(enum bus_fault_kind kind)
{
	switch (kind) {
	case BUS_FAULT_NACK:
		return -ENXIO;
	case BUS_FAULT_NACK_DATA:
		return -EIO;
	case BUS_FAULT_TIMEOUT:
		return -ETIMEDOUT;
	case BUS_FAULT_ARBITRATION:
		return -EAGAIN;
	default:
		return 0;
	}
}

static void add_strike(struct sim_strike *result, struct bus_fault *rule)
{
	result->error = fault_error(rule->kind);
	result->kind = rule->kind;
	switch (rule->kind) {
	case BUS_FAULT_CORRUPT:
		result->flip ^= bus_fault_flip(rule);
		break;
	case BUS_FAULT_SLOW:
		result->stretch_us += rule->stretch_us;
		break;
	case BUS_FAULT_ONES:
		result->ones = true;
		break;
	case BUS_FAULT_OTHER_WRITE:
	case BUS_FAULT_OTHER_READ:
		result->other = true;
		result->other_reg = rule->to;
		result->other_word = rule->word;
		break;
	case BUS_FAULT_STUCK:
		result->stuck = true;
		break;
	case BUS_FAULT_POWER_CYCLE:
		result->power_cycle = true;
		break;
	default:
		break;
	}
}

struct sim_strike sim_faults_apply(struct sim_faults *faults, u8 address, u8 reg,
				   enum bus_direction direction)
{
	struct sim_strike result = {};
	u32 i;

	guard(mutex)(&faults->lock);
	for (i = 0; i < faults->count && !result.error; i++)
		if (bus_fault_strikes(&faults->rule[i], address, reg, direction))
			add_strike(&result, &faults->rule[i]);
	return result;
}

static void show_rule(struct seq_file *m, const struct bus_fault *rule)
{
	seq_puts(m, bus_fault_kind_name[rule->kind]);
	if (rule->address >= 0)
		seq_printf(m, " address=0x%02x", rule->address);
	if (rule->reg >= 0)
		seq_printf(m, " register=0x%02x", rule->reg);
	if (rule->to >= 0)
		seq_printf(m, " to=0x%02x", rule->to);
	if (rule->word >= 0)
		seq_printf(m, " word=0x%04x", rule->word);
	seq_printf(m, " struck=%llu", rule->struck);
	if (rule->count == BUS_FAULT_FOREVER)
		seq_puts(m, " left=forever\n");
	else
		seq_printf(m, " left=%llu\n", rule->count);
}

static int faults_show(struct seq_file *m, void *unused)
{
	struct sim_faults *faults = m->private;
	u32 i;

	guard(mutex)(&faults->lock);
	for (i = 0; i < faults->count; i++)
		show_rule(m, &faults->rule[i]);
	return 0;
}

static int add_rule(struct sim_faults *faults, const char *text, size_t len)
{
	struct bus_fault rule;
	size_t offset;
	int ret;

	ret = bus_fault_parse(&rule, text, len, &offset);
	if (ret) {
		pr_notice("bad fault rule at byte %zu: docs/board.md lists kinds and options.\n",
			  offset);
		return ret;
	}
	guard(mutex)(&faults->lock);
	if (faults->count == SIM_FAULTS_MAX)
		return -ENOSPC;
	faults->rule[faults->count++] = rule;
	return 0;
}

/* Takes one rule for each write, or "none", which removes all of them. */
static ssize_t faults_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct sim_faults *faults = ((struct seq_file *)file->private_data)->private;
	char text[RULE_TEXT_MAX];
	int ret;

	if (len >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, buf, len))
		return -EFAULT;
	text[len] = '\0';
	if (sysfs_streq(text, "none")) {
		guard(mutex)(&faults->lock);
		faults->count = 0;
		return len;
	}
	ret = add_rule(faults, text, len);
	return ret ?: len;
}

static int faults_open(struct inode *inode, struct file *file)
{
	return single_open(file, faults_show, inode->i_private);
}

const struct file_operations sim_faults_fops = {
	.owner = THIS_MODULE,
	.open = faults_open,
	.read = seq_read,
	.write = faults_write,
	.llseek = seq_lseek,
	.release = single_release,
};
