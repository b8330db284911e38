// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines of pins that something else on the board holds low: file held_low of a chip. A bus that is
 * held low is a fault, of kind timeout, in faults.c.
 */

#include <linux/cleanup.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "board/chip.h"
#include "board/pins.h"
#include "board/pins_held_low.h"

#define TEXT_MAX 128
#define BLANKS "\n "

/* Parses names of pins separated by blanks, or "none"; changes the text. */
static int parse_pins(char *text, unsigned long *pins)
{
	char *word;
	int pin;

	*pins = 0;
	if (sysfs_streq(text, "none"))
		return 0;
	while ((word = strsep(&text, BLANKS))) {
		if (!*word)
			continue;
		pin = match_string(sim_pin_name, SIM_PINS, word);
		if (pin < 0)
			return -EINVAL;
		*pins |= BIT(pin);
	}
	return *pins ? 0 : -EINVAL;
}

static ssize_t held_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct sim_chip *chip = ((struct seq_file *)file->private_data)->private;
	char text[TEXT_MAX];
	unsigned long pins;
	int ret;

	if (len >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, buf, len))
		return -EFAULT;
	text[len] = '\0';
	ret = parse_pins(text, &pins);
	if (ret)
		return ret;
	sim_chip_hold(chip, pins);
	return len;
}

static int held_show(struct seq_file *m, void *unused)
{
	struct sim_chip *chip = m->private;
	unsigned int pin;

	guard(sim_chip)(chip);
	if (!chip->held_low)
		seq_puts(m, "none");
	for_each_set_bit(pin, &chip->held_low, SIM_PINS)
		seq_printf(m, "%s%s", chip->held_low & (BIT(pin) - 1) ? " " : "",
			   sim_pin_name[pin]);
	seq_putc(m, '\n');
	return 0;
}

static int held_open(struct inode *inode, struct file *file)
{
	return single_open(file, held_show, inode->i_private);
}

const struct file_operations sim_held_fops = {
	.owner = THIS_MODULE,
	.open = held_open,
	.read = seq_read,
	.write = held_write,
	.llseek = seq_lseek,
	.release = single_release,
};
