# SPDX-License-Identifier: GPL-2.0-only
#
# The commands that people type. The work is done by scripts/setup (what the machine needs), scripts/build-modules
# (modules), tests/host.mk (host programs), scripts/install-* (onto this machine), tests/run
# (all tests) and scripts/style.
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
#	tests/vm/devicetree/NAME.dtsi		nodes that such a test may boot arm64 with
#	tests/vm/programs/NAME.c		program for guest tests, build/host/guest/NAME
#	tests/host/NAME.sh			test of the project's own scripts, runs on the host
#	tools/ROOM/NAME.c			part of the railglow command
#	tests/programs/NAME.c with a main	host program for tests, build/host/NAME
#
# make check T="unit"		only tests whose name contains a word: unit, asan, fuzz, host, vm,
#				6.12, virtual, or part of a file name
# make check KERNELS=all	on all of scripts/lib/kernel_series.sh, or some: KERNELS="6.1 6.12"
# make modules SERIES=6.1	one kernel, also demo, board (default: scripts/lib/kernel_series.sh)

ifneq ($(words $(CURDIR)),1)
$(error the path of this folder contains a blank, which kernel builds cannot stand: move the folder)
endif

.DEFAULT_GOAL := help
VERSION := $(shell tail -n 1 VERSION)
one_series = $(or $(SERIES),$(shell sed -n 's/^rg_series_default=//p' scripts/lib/kernel_series.sh))

include tests/host.mk

.PHONY: demo check list-tests check-machines check-tree bench style modules board drivers install-drivers
.PHONY: install-dkms uninstall-drivers uninstall-dkms install uninstall tree format update
.PHONY: clean distclean compile-commands help

demo: ## boot a simulated board and show rails being read and an LED playing a pattern
	@scripts/setup demo
	@$(MAKE) --no-print-directory tools
	@scripts/build-modules $(one_series)
	@vm/demo $(one_series)

check: ## run all tests, on the host and in two kernels (T=word for some, KERNELS=all for all)
	@tests/run --names $(T) >/dev/null
	@scripts/setup check
	@tests/run $(T)

list-tests: ## list the names of the tests that make check would run (T=word, KERNELS= as there)
	@tests/run --names $(T)

check-machines: ## try README's commands on bare Debian 12 and 13 (T=word for some, as trixie/user/demo)
	@tests/machines/run --names $(or $(T),all) >/dev/null
	@scripts/setup machines
	@prove --verbose --exec tests/machines/run $(or $(T),all)

check-tree: ## prove `make tree` on the sources of 6.12 and of the newest kernel (half an hour)
	@scripts/setup machines demo
	@$(MAKE) --no-print-directory tools
	@tests/machines/tree $(SERIES)

style: ## check kernel style, sparse, formatting, lint; no finding is accepted
	@scripts/setup style
	@scripts/style

bench: ## measure our drivers beside the in-tree ones (T=led, T=ina or T=tool for one)
	@bench/run --names $(T) >/dev/null
	@scripts/setup bench
	@$(MAKE) --no-print-directory tools
	@scripts/build-modules $$(bench/run --names $(T) | sed 's,.*/,,' | sort -u)
	@bench/run $(T)

modules: ## build the kernel modules into build/<release>/ (for the host's kernels, or SERIES=)
	@scripts/setup modules
	@scripts/build-modules $(or $(SERIES),--all)

compile-commands: ## write compile_commands.json, by which editors understand the sources
	@scripts/setup tools
	@SERIES=$(one_series) scripts/setup modules
	@scripts/build-modules $(one_series)
	@scripts/compile-commands "$$(cat build/kernels/$(one_series)/release)" \
		build/kernels/$(one_series)/headers '$(HOST_CFLAGS) $(tools_cflags)' \
		>compile_commands.json

board_options = $(if $(filter-out 0 no,$(EMPTY)),--empty) $(one_series)
board: ## a shell on a simulated board that is live (EMPTY=1: on none, to make one)
	@vm/board --check $(board_options)
	@scripts/setup board
	@$(MAKE) --no-print-directory tools
	@scripts/build-modules $(one_series)
	@vm/board $(board_options)

# Headers of the kernel on this machine; those of another one by KDIR=folder.
KDIR ?= /lib/modules/$(shell uname -r)/build
# PREFIX is /usr for packages. All that installs and takes away goes below DESTDIR.
PREFIX ?= /usr/local
export DESTDIR

drivers: ## build the two drivers for the kernel of this machine (KDIR=headers of another)
	@scripts/build-modules --headers $(KDIR)

install-drivers: ## build and install them where they replace the in-tree ones (as root)
	@scripts/install-drivers $(KDIR)

uninstall-drivers: ## remove what install-drivers put, from all kernels (as root)
	@scripts/install-drivers --remove

install-dkms: ## the same by DKMS, which builds them anew for each future kernel (as root)
	@scripts/install-dkms

uninstall-dkms: ## remove the drivers from DKMS and from all kernels (as root)
	@scripts/install-dkms --remove

install: ## install the railglow command (below DESTDIR, to PREFIX=/usr/local)
	@scripts/install-tool $(PREFIX)

uninstall: ## remove what install put there
	@scripts/install-tool --remove $(PREFIX)

tree: ## put the drivers into a kernel tree (DIR=folder; REMOVE=1 takes them out)
	@scripts/tree $(if $(filter-out 0 no,$(REMOVE)),--remove) "$(DIR)"

format: ## let clang-format rewrite what is ours
	@git ls-files -co --exclude-standard '*.c' '*.h' | xargs clang-format -i

update: ## look for newer kernels than those set up, and set them up
	@scripts/setup update

clean: ## remove what was built, keep the unpacked kernels
	@rm -rf build/host build/vm build/tests build/demo
	@find build -mindepth 1 -maxdepth 1 \( -name '[0-9]*' -o -name drivers \) -exec rm -rf {} + 2>/dev/null || :

# Roots that a user unpacked belong to ids of a user namespace, and go away in one.
distclean: ## remove all of build/, the unpacked kernels too
	@sh -c '. scripts/lib/roots.sh && root_discard "build/roots/*"'
	@rm -rf build compile_commands.json

help: ## list the targets
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | \
		awk -F'|' '{ printf "make %-15s %s\n", $$1, $$2 }'
