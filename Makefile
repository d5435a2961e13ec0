# SPDX-License-Identifier: Apache-2.0
# libpnr: `make help` lists the targets.
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:

PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DESTDIR ?=
BUILD ?= build
CFLAGS ?= -O2 -g
CXXFLAGS ?= -O2 -g
HARDEN ?= -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong
INSTALL ?= install
CLANG_FORMAT ?= $(or $(shell command -v clang-format-14),clang-format)
PYTHON ?= python3
T ?= edifact
S ?= 60

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes -Wmissing-prototypes \
        -Wcast-qual -Wcast-align -Wvla -Wundef -Wformat=2 -Wswitch-default -Wwrite-strings -Wdouble-promotion
BASE := -std=c11 -Iinclude -ffile-prefix-map=$(CURDIR)=. -MMD -MP
OWN := $(BASE) $(WARN) -Ilib -fPIC -fvisibility=hidden $(HARDEN)
# Libraries that lib/ calls. pkgconfig/libpnr.pc gives them to static linkers.
LIBS := -lexpat -lxxhash

# The one place of the version is include/pnr/base.h. Before 1.0 each break of the ABI moves the minor number.
number = $(shell sed -n 's/^\#define PNR_VERSION_$(1) *//p' include/pnr/base.h)
MAJOR := $(call number,MAJOR)
MINOR := $(call number,MINOR)
VERSION := $(MAJOR).$(MINOR).$(call number,PATCH)
SONAME := libpnr.so.$(if $(filter 0,$(MAJOR)),0.$(MINOR),$(MAJOR))

objects = $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard $(1))))
LIB_OBJECTS := $(call objects,lib/*/*.c)
PNR_OBJECTS := $(call objects,examples/pnr/*.c)
EXAMPLES := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard examples/*.c)))
TESTS := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/test_*.c)))
BENCHES := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/bench/bench_*.c)))
FUZZERS := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard fuzz/*_fuzzer.c)))
REPLAYS := $(FUZZERS:_fuzzer=_replay)
ARCHIVE := $(BUILD)/libpnr.a
SHARED := $(BUILD)/$(SONAME)

all: $(ARCHIVE) $(SHARED) $(BUILD)/pnr $(EXAMPLES) $(BUILD)/libpnr.pc

# --- Building -----------------------------------------------------------------------------------------------------

# Objects of other flags are not reused: a change of compiler or flags rebuilds.
FLAGS := $(CC) $(CPPFLAGS) $(OWN) $(CFLAGS) $(LDFLAGS)
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(FLAGS)' | cmp -s - $@ || echo '$(FLAGS)' > $@

$(BUILD)/lib/%.o: lib/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(OWN) $(CFLAGS) -c $< -o $@

# Programs see the public headers only.
$(BUILD)/examples/%.o: examples/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(BASE) $(WARN) $(HARDEN) $(CFLAGS) -c $< -o $@

$(BUILD)/tests/%.o: tests/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(BASE) -Wall -Wextra -Ilib -Itests $(CFLAGS) -c $< -o $@

$(BUILD)/fuzz/%.o: fuzz/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(BASE) $(WARN) -Ilib $(CFLAGS) -c $< -o $@

$(ARCHIVE): $(LIB_OBJECTS)
	rm -f $@ && $(AR) rcsD $@ $^

$(SHARED): $(LIB_OBJECTS) lib/libpnr.map
	$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(SONAME) -Wl,--version-script=lib/libpnr.map \
	  -Wl,--no-undefined-version -Wl,-z,defs -Wl,-z,relro,-z,now -Wl,--as-needed $(LIB_OBJECTS) $(LIBS) -o $@

$(BUILD)/pnr: $(PNR_OBJECTS) $(ARCHIVE)
	$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@

$(BUILD)/examples/%: $(BUILD)/examples/%.o $(ARCHIVE)
	$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@

$(BUILD)/tests/test_%: $(BUILD)/tests/test_%.o $(ARCHIVE)
	$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -lcriterion -o $@

# Everything else in tests/ is a plain program.
$(BUILD)/tests/%: $(BUILD)/tests/%.o $(ARCHIVE)
	$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@

$(BUILD)/fuzz/%_replay: $(BUILD)/fuzz/%_fuzzer.o $(BUILD)/fuzz/replay.o $(ARCHIVE)
	$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@

# The variables of OSS-Fuzz: objects with CC, linked with CXX.
$(BUILD)/fuzz/%_fuzzer: $(BUILD)/fuzz/%_fuzzer.o $(ARCHIVE)
	$(CXX) $(CXXFLAGS) $(LDFLAGS) $^ $(LIB_FUZZING_ENGINE) $(LIBS) -o $@

# Made anew each time: PREFIX may differ between `make` and `make install`.
$(BUILD)/libpnr.pc: pkgconfig/libpnr.pc.in FORCE
	@mkdir -p $(@D)
	@sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' \
	  -e 's|@VERSION@|$(VERSION)|' -e 's|@LIBS@|$(LIBS)|' $< > $@

# One test: `make test-scanner`.
test-%: $(BUILD)/tests/test_%
	$<

clean:
	rm -rf $(BUILD)

FORCE:
.PHONY: FORCE all clean
# Objects are kept, although only pattern rules name them.
.SECONDARY:
-include $(wildcard $(addprefix $(BUILD)/,lib/*/*.d examples/*.d examples/pnr/*.d tests/*.d tests/bench/*.d fuzz/*.d))
