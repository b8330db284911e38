# SPDX-License-Identifier: GPL-2.0-only
.DEFAULT_GOAL := help
SERIES ?= 6.1 6.12

.PHONY: modules help
modules: ## build the three kernel modules for both stock kernels into build/<release>/
	@vm/setup modules
	@drivers/build $(SERIES)

help: ## list the targets
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'
