# SPDX-License-Identifier: GPL-2.0-only
#
# What people type. The work is done by vm/setup (what the machine needs), drivers/build
# (modules), tests/host.mk (host programs), tests/run (all tests) and tests/style.
#
# Conventions a new file follows to be found, nothing is registered anywhere:
#
#	drivers/NAME/Kbuild, board/Kbuild	module; objects by plain name, also those of
#						core/ and model/ (foo-y := foo_main.o waveform.o)
#	tests/vm/modules/NAME/Kbuild		module for tests only
#	tests/unit/test_*.c			cmocka program, linked with all of core/, model/, tools/
#	tests/fuzz/fuzz_*.c			libFuzzer target, linked with the same
#	tests/vm/NAME.sh			guest test, says where it runs in a line like
#						# guest: series=6.1,6.12 mode=virtual modules="railglow-board"
#						(all fields: tests/exec) and speaks KTAP (tests/vm/lib/ktap.sh)
#	tests/vm/programs/NAME.c		program for guest tests, build/host/guest/NAME
#	tests/host/NAME.sh			test of the project's own scripts, runs on the host
#	tools/NAME.c with a main		host program build/host/NAME
#
# make check T="unit"		only tests whose name contains a word: unit, asan, fuzz, host, vm,
#				6.12, virtual, or part of a file name
# make modules SERIES=6.1	only one kernel (also demo, board; vm/lib/series.sh has the default)

ifneq ($(words $(CURDIR)),1)
$(error the path of this folder contains a blank, which kernel builds cannot stand: move the folder)
endif

.DEFAULT_GOAL := help
VERSION := $(shell tail -n 1 VERSION)
one_series = $(or $(SERIES),$(shell sed -n 's/^rg_series_default=//p' vm/lib/series.sh))

include tests/host.mk

.PHONY: demo check check-machines bench style modules board drivers install-drivers install-dkms
.PHONY: install uninstall format update clean distclean help

demo: ## boot a simulated board and show rails being read and an LED playing a pattern
	@vm/setup demo
	@$(MAKE) --no-print-directory tools
	@drivers/build $(one_series)
	@vm/demo $(one_series)

check: ## run all tests, on the host and on all kernels (T=word for some of them)
	@vm/setup check
	@tests/run $(T)

check-machines: ## try README's commands on bare Debian 12 and 13 (T=word for some, as trixie/user/demo)
	@vm/setup machines
	@prove --verbose --exec tests/machines/run $(or $(T),all)

style: ## check kernel style, sparse, formatting, lint; no finding is accepted
	@vm/setup style
	@tests/style

bench: ## measure our drivers beside the in-tree ones (T=led, T=ina or T=tool for one)
	@vm/setup bench
	@$(MAKE) --no-print-directory tools
	@drivers/build --all
	@bench/run $(T)

modules: ## build the kernel modules for all kernels into build/<release>/
	@vm/setup modules
	@drivers/build $(or $(SERIES),--all)

board_options = $(if $(filter-out 0 no,$(EMPTY)),--empty) $(one_series)
board: ## a shell on a simulated board that is live (EMPTY=1: on none, to make one)
	@vm/board --check $(board_options)
	@vm/setup board
	@$(MAKE) --no-print-directory tools
	@drivers/build $(one_series)
	@vm/board $(board_options)

# Headers of the kernel on this machine; those of another one by KDIR=folder.
KDIR ?= /lib/modules/$(shell uname -r)/build
UTS_RELEASE = $(shell awk -F'"' '/UTS_RELEASE/ { print $$2 }' $(KDIR)/include/generated/utsrelease.h)
UPDATES = $(DESTDIR)/lib/modules/$(UTS_RELEASE)/updates
DKMS_SOURCES = $(DESTDIR)/usr/src/railglow-$(VERSION)
SENSORS_CONF = $(DESTDIR)/etc/sensors.d/ina3221.conf

drivers: ## build the two drivers for the kernel of this machine (KDIR=headers of another)
	@drivers/build --headers $(KDIR)

install-drivers: drivers ## install the drivers where they replace the in-tree ones (as root)
	install -d $(UPDATES)
	install -m 644 $(wildcard build/drivers/$(UTS_RELEASE)/*.ko) $(UPDATES)/
	$(CROSS_COMPILE)strip --strip-debug $(UPDATES)/ina3221.ko $(UPDATES)/ledtrig-pattern.ko
	install -D -m 644 drivers/ina3221/ina3221.conf $(SENSORS_CONF)
	$(if $(DESTDIR),,depmod $(UTS_RELEASE))

install-dkms: ## the same by DKMS, which builds them anew for each kernel to come (as root)
	install -d $(DKMS_SOURCES)/vm/lib
	cp -R VERSION COPYING core drivers $(DKMS_SOURCES)/
	install -m 644 vm/lib/say.sh $(DKMS_SOURCES)/vm/lib/
	sed 's/@VERSION@/$(VERSION)/' drivers/dkms.conf.in >$(DKMS_SOURCES)/dkms.conf
	install -D -m 644 drivers/ina3221/ina3221.conf $(SENSORS_CONF)
	$(if $(DESTDIR),,dkms install railglow/$(VERSION))

format: ## let clang-format rewrite what is ours
	@git ls-files -co --exclude-standard '*.c' '*.h' | xargs clang-format -i

update: ## look for newer kernels than those set up, and set them up
	@vm/setup update

# The command, its manual, completions, patterns and unit. PREFIX is /usr for packages.
PREFIX ?= /usr/local
installed := $(DESTDIR)$(PREFIX)
bash_completions := $(installed)/share/bash-completion/completions
zsh_completions := $(installed)/share/zsh/site-functions
unit := $(installed)/lib/systemd/system/railglow-guard.service

install: ## install the railglow command (below DESTDIR, to PREFIX=/usr/local)
	@vm/setup tools
	@$(MAKE) --no-print-directory tools
	@install -d $(installed)/share/man/man1 $(bash_completions) $(zsh_completions) \
		$(installed)/share/railglow/patterns $(installed)/share/doc/railglow/examples \
		$(installed)/share/doc/railglow/schema \
		$(dir $(unit))
	@install -D -m 755 $(host)/railglow $(installed)/bin/railglow
	@$(host)/railglow manual >$(installed)/share/man/man1/railglow.1
	@$(host)/railglow completion bash >$(bash_completions)/railglow
	@$(host)/railglow completion zsh >$(zsh_completions)/_railglow
	@install -m 644 share/patterns/* $(installed)/share/railglow/patterns/
	@install -m 644 share/guard/guard.conf $(installed)/share/doc/railglow/examples/
	@install -m 644 docs/schema/*.json $(installed)/share/doc/railglow/schema/
	@sed 's,/usr/bin/railglow,$(PREFIX)/bin/railglow,' share/systemd/railglow-guard.service >$(unit)

uninstall: ## remove what install put there
	@rm -f $(installed)/bin/railglow $(installed)/share/man/man1/railglow.1 \
		$(bash_completions)/railglow $(zsh_completions)/_railglow $(unit)
	@rm -rf $(installed)/share/railglow $(installed)/share/doc/railglow

clean: ## remove what was built, keep the unpacked kernels
	@rm -rf build/host build/vm build/tests build/demo
	@find build -mindepth 1 -maxdepth 1 \( -name '[0-9]*' -o -name drivers \) -exec rm -rf {} + 2>/dev/null || :

distclean: ## remove all of build/, the unpacked kernels too
	@rm -rf build

help: ## list the targets
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | \
		awk -F'|' '{ printf "make %-15s %s\n", $$1, $$2 }'
