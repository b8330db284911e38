// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keeps the guest's virtio devices awake while the system tests its sleep. There are
 * kernels whose virtio consoles, after sleep, ask the host whether it is there before
 * they have a buffer for the answer: what is written to one then waits for ever.
 */
#include <linux/device.h>
#include <linux/module.h>
#include <linux/pci.h>

static void stay_awake(bool awake)
{
	struct pci_dev *pci = NULL;

	while ((pci = pci_get_device(PCI_VENDOR_ID_REDHAT_QUMRANET, PCI_ANY_ID, pci)))
		dev_pm_syscore_device(&pci->dev, awake);
}

static int __init virtio_awake_init(void)
{
	stay_awake(true);
	return 0;
}
module_init(virtio_awake_init);

static void __exit virtio_awake_exit(void)
{
	stay_awake(false);
}
module_exit(virtio_awake_exit);

MODULE_DESCRIPTION("Keeps virtio devices awake");
MODULE_AUTHOR("The railglow authors");
MODULE_LICENSE("GPL");
MODULE_INFO(test, "Y");
