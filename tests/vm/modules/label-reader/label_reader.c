// SPDX-License-Identifier: GPL-2.0-only
/*
 * Another driver of the kernel that asks for the labels of an IIO device's channels: "label"
 * below /sys/module/label_reader/parameters is that of the channel in "channel", counted in
 * the order that the device lists them. Where drivers cannot ask, neither can this.
 */
#include <linux/iio/consumer.h>
#include <linux/iio/iio.h>
#include <linux/module.h>

static char *device = "iio:device0";
module_param(device, charp, 0444);
MODULE_PARM_DESC(device, "IIO device (default: iio:device0)");

static unsigned int channel;
module_param(channel, uint, 0644);
MODULE_PARM_DESC(channel, "its channel to read the label of (default: 0)");

static int read_label(struct iio_dev *indio_dev, char *text)
{
#ifdef RAILGLOW_IIO_READ_CHANNEL_LABEL
	struct iio_channel asked = { .indio_dev = indio_dev };

	if (channel >= indio_dev->num_channels)
		return -EINVAL;
	asked.channel = &indio_dev->channels[channel];
	return iio_read_channel_label(&asked, text);
#else
	return -EOPNOTSUPP;
#endif
}

static int label_get(char *text, const struct kernel_param *param)
{
	struct device *dev = bus_find_device_by_name(&iio_bus_type, NULL, device);
	int ret;

	if (!dev)
		return -ENODEV;
	ret = read_label(dev_to_iio_dev(dev), text);
	put_device(dev);
	return ret;
}

static const struct kernel_param_ops label_ops = {
	.get = label_get,
};
module_param_cb(label, &label_ops, NULL, 0444);
MODULE_PARM_DESC(label, "its label");

MODULE_DESCRIPTION("Reads labels of IIO channels as other drivers do");
MODULE_AUTHOR("The railglow authors");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "IIO_CONSUMER");
MODULE_INFO(test, "Y");
