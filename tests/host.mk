# SPDX-License-Identifier: GPL-2.0-only
#
# Host builds: the core and model as a library, unit tests, fuzzers, tools. All files of a folder
# are built; nothing is listed here.
#
#	tests/unit/test_NAME.c	one cmocka program	build/host/plain/test_NAME, .../asan/test_NAME
#	tests/fuzz/fuzz_NAME.c	one libFuzzer target	build/host/fuzz/fuzz_NAME
#	tests/vm/programs/NAME.c	one program for guests	build/host/guest/NAME
#	tools/railglow.c	the command		build/host/railglow
#	tests/programs/NAME.c with main	one program	build/host/NAME
#	core/ model/ tools/	libraries		build/host/<flavour>/librailglow-{core,tools}.a

host := build/host
host_core := $(wildcard core/*.c model/*.c)
host_tools := $(wildcard tools/*/*.c)
host_helpers := $(wildcard tests/programs/*.c)
host_units := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/test_*.c))
host_fuzzers := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
host_mains := tools/railglow.c $(shell grep -l '^int main\>' $(host_helpers))
host_tools += $(filter-out $(host_mains),$(host_helpers))
host_programs := $(notdir $(host_mains:%.c=%))

HOST_CFLAGS := -std=gnu11 -O1 -g -I. -D_GNU_SOURCE -DRAILGLOW_VERSION=\"$(VERSION)\" \
	-Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror
# Libraries that tools/ needs beyond libc; asked for only when it is compiled or linked.
tools_cflags = $(shell pkg-config --cflags cairo libiio json-c ncursesw)
# Libraries for most commands are linked into the program, which starts much faster so;
# cairo and libiio are loaded by those that need them.
host_libs = -Wl,-Bstatic -ljson-c -lncursesw -ltinfo -lsensors -Wl,-Bdynamic -lm
sanitize := -fsanitize=address,undefined -fno-sanitize-recover=all

plain_cc := $(CC)
asan_cc := $(CC)
fuzz_cc := clang
asan_flags := $(sanitize)
fuzz_flags := $(sanitize) -fsanitize=fuzzer-no-link

# flavour NAME: objects and the two libraries compiled one way.
define flavour
$(host)/$1/%.o: %.c $(host)/flags
	@mkdir -p $$(@D)
	@$$($1_cc) $$(HOST_CFLAGS) $$(if $$(filter tools/% tests/%,$$<),$$(tools_cflags)) \
		$$($1_flags) -MMD -MP -c -o $$@ $$<
$(host)/$1/librailglow-core.a: $(host_core:%.c=$(host)/$1/%.o)
	@rm -f $$@ && ar rcs $$@ $$^
$(host)/$1/librailglow-tools.a: $(host_tools:%.c=$(host)/$1/%.o)
	@rm -f $$@ && ar rcs $$@ $$^
-include $(patsubst %.c,$(host)/$1/%.d,$(host_core) $(host_tools))
endef
$(foreach f,plain asan fuzz,$(eval $(call flavour,$f)))

libraries = $(host)/$1/librailglow-tools.a $(host)/$1/librailglow-core.a

define unit_flavour
$(addprefix $(host)/$1/,$(host_units)): $(host)/$1/test_%: $(host)/$1/tests/unit/test_%.o $(call libraries,$1)
	@$$($1_cc) $$($1_flags) -o $$@ $$^ -lcmocka $$(host_libs)
-include $(host_units:%=$(host)/$1/tests/unit/%.d)
endef
$(foreach f,plain asan,$(eval $(call unit_flavour,$f)))

$(addprefix $(host)/fuzz/,$(host_fuzzers)): $(host)/fuzz/fuzz_%: $(host)/fuzz/tests/fuzz/fuzz_%.o $(call libraries,fuzz)
	@clang $(sanitize) -fsanitize=fuzzer -o $@ $^ $(host_libs)
-include $(host_fuzzers:%=$(host)/fuzz/tests/fuzz/%.d)

# program SOURCE
define program
$(host)/$(basename $(notdir $1)): $(host)/plain/$(1:%.c=%.o) $(call libraries,plain)
	@$$(CC) -o $$@ $$^ $$(host_libs)
-include $(1:%.c=$(host)/plain/%.d)
endef
$(foreach m,$(host_mains),$(eval $(call program,$m)))

host_guest := $(patsubst tests/vm/programs/%.c,$(host)/guest/%,$(wildcard tests/vm/programs/*.c))
$(host_guest): $(host)/guest/%: tests/vm/programs/%.c $(host)/flags
	@mkdir -p $(@D)
	@$(CC) $(HOST_CFLAGS) -o $@ $<

# Other flags or another version make everything anew.
$(host)/flags: FORCE | host-ready
	@mkdir -p $(@D)
	@echo '$(subst ','\'',$(CC) $(HOST_CFLAGS) $(sanitize))' | cmp -s - $@ || \
		echo '$(subst ','\'',$(CC) $(HOST_CFLAGS) $(sanitize))' >$@

# Everything waits for the flags, and so for the machine to have what a build needs.
host-ready:
	@scripts/check-build-folder $(host)
	@scripts/setup tools

# Objects are kept, and never mistaken for a file to be made from nothing.
.SECONDARY:
.PHONY: FORCE host-ready unit-programs fuzz-programs tools
unit-programs: $(foreach f,plain asan,$(addprefix $(host)/$f/,$(host_units)))
fuzz-programs: $(addprefix $(host)/fuzz/,$(host_fuzzers))
tools: $(addprefix $(host)/,$(host_programs)) $(host_guest) ## build the host tools into build/host/
