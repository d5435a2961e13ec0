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
T ?= pnrgov
S ?= 60

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes -Wmissing-prototypes \
        -Wcast-qual -Wcast-align -Wvla -Wundef -Wformat=2 -Wswitch-default -Wwrite-strings -Wdouble-promotion
BASE := -std=c11 -Iinclude -ffile-prefix-map=$(CURDIR)=. -MMD -MP
OWN := $(BASE) $(WARN) -Ilib -fPIC -fvisibility=hidden $(HARDEN)
# Libraries that lib/ calls. pkgconfig/libpnr.pc gives them to static linkers.
LIBS := -lexpat -lsodium -lxxhash -lz
# What the pnr command calls beside them; the library does not.
PNR_LIBS := -lssl -lcrypto

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
BENCH_COMMON := $(addprefix $(BUILD)/tests/bench/,common.o digest.o person.o)
BENCH_PARSE := $(addprefix $(BUILD)/tests/bench/,traffic.o traffic_edifact.o traffic_tree.o expat.o)
BENCH_RECORDS := $(BENCH_PARSE) $(addprefix $(BUILD)/tests/bench/,records.o units.o)
BENCH_SEARCH := $(addprefix $(BUILD)/tests/bench/,listing.o names.o cultures.o public.o)
COMPARATORS := $(patsubst %,$(BUILD)/%.so,$(basename $(sort $(wildcard tests/bench/with_*.c tests/bench/with_*.cpp))))
FUZZERS := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard fuzz/*_fuzzer.c)))
REPLAYS := $(FUZZERS:_fuzzer=_replay)
ARCHIVE := $(BUILD)/libpnr.a
SHARED := $(BUILD)/$(SONAME)

all: $(ARCHIVE) $(SHARED) $(BUILD)/pnr $(EXAMPLES) $(BUILD)/libpnr.pc

comma := ,
# V=1 shows the commands.
Q := $(if $(V),,@)
say = @$(if $(V),:,echo '  $(1)')

# --- Building -----------------------------------------------------------------------------------------------------

# Files that change when the words in them do: objects of other flags are not reused, and a source that was removed
# leaves nothing in the archive.
$(BUILD)/flags: WORDS = $(CC) $(CPPFLAGS) $(OWN) $(CFLAGS) $(LDFLAGS)
$(BUILD)/sources: WORDS = $(LIB_OBJECTS)
$(BUILD)/flags $(BUILD)/sources: FORCE
	@mkdir -p $(@D)
	@echo '$(WORDS)' | cmp -s - $@ || echo '$(WORDS)' > $@

$(BUILD)/lib/%.o: lib/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC   $@)
	$(Q)$(CC) $(CPPFLAGS) $(OWN) $(CFLAGS) -c $< -o $@

# Programs see the public headers only.
$(BUILD)/examples/%.o: examples/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC   $@)
	$(Q)$(CC) $(CPPFLAGS) $(BASE) $(WARN) $(HARDEN) $(CFLAGS) -c $< -o $@

$(BUILD)/tests/%.o: tests/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC   $@)
	$(Q)$(CC) $(CPPFLAGS) $(BASE) -Wall -Wextra -Ilib -Itests $(CFLAGS) -c $< -o $@

$(BUILD)/fuzz/%.o: fuzz/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC   $@)
	$(Q)$(CC) $(CPPFLAGS) $(BASE) $(WARN) -Ilib $(CFLAGS) -c $< -o $@

$(ARCHIVE): $(LIB_OBJECTS) $(BUILD)/sources
	$(call say,AR   $@)
	$(Q)rm -f $@ && $(AR) rcsD $@ $(LIB_OBJECTS)

$(SHARED): $(LIB_OBJECTS) $(BUILD)/sources lib/libpnr.map
	$(call say,LINK $@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(SONAME) -Wl,--version-script=lib/libpnr.map \
	  -Wl,--no-undefined-version -Wl,-z,defs -Wl,-z,relro,-z,now -Wl,--as-needed $(LIB_OBJECTS) $(LIBS) -o $@

$(BUILD)/pnr: $(PNR_OBJECTS) $(ARCHIVE)
	$(call say,LINK $@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) $(PNR_LIBS) -o $@

$(BUILD)/examples/%: $(BUILD)/examples/%.o $(ARCHIVE)
	$(call say,LINK $@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@

$(BUILD)/tests/test_%: $(BUILD)/tests/test_%.o $(ARCHIVE)
	$(call say,LINK $@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $(WRAPPED) $^ $(LIBS) -lcriterion -o $@

# Files on a disk whose power fails: tests/power.h.
POWER_WRAPPED := $(addprefix -Wl$(comma)--wrap=pnri_file_,open put sync cut write replace remove)
$(BUILD)/tests/test_audit_file $(BUILD)/tests/test_spool $(BUILD)/tests/test_exchange_faults: WRAPPED := $(POWER_WRAPPED)

# Generated traffic is read and written again.
$(BUILD)/tests/test_write: $(BENCH_COMMON) $(BENCH_PARSE)

# The benchmark of readers chooses their scanner itself.
$(BUILD)/tests/bench/bench_parse: $(BENCH_PARSE)
$(BUILD)/tests/bench/bench_search: $(BENCH_SEARCH)
$(BUILD)/tests/bench/bench_protect: $(BENCH_PARSE)
$(BUILD)/tests/bench/bench_lookup: $(BENCH_PARSE)
$(addprefix $(BUILD)/tests/bench/bench_,codec exchange link): $(BENCH_RECORDS)
$(BUILD)/tests/bench/bench_stored: $(addprefix $(BUILD)/tests/bench/,names.o cultures.o)
$(BUILD)/tests/bench/bench_parse: WRAPPED := -Wl,--wrap=pnri_scan_fastest
$(BUILD)/tests/bench/bench_%: $(BUILD)/tests/bench/bench_%.o $(BENCH_COMMON) $(ARCHIVE)
	$(call say,LINK $@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $(WRAPPED) $(filter %.o,$^) $(ARCHIVE) $(LIBS) -ldl -lm -lpthread -o $@

# Comparators are built where they are installed: a measuring program goes on without them.
$(BUILD)/tests/bench/with_%.so: tests/bench/with_%.cpp
	@mkdir -p $(@D)
	$(call say,CXX  $@)
	$(Q)$(CXX) $(CPPFLAGS) -std=c++17 -Iinclude -Itests -MMD -MP $(CXXFLAGS) $(LDFLAGS) -fPIC -shared $< $($*_LIBS) -o $@ \
	  2> $@.log || { rm -f $@; echo "  no $* to compare with: make bench-deps, $@.log"; }
simdjson_LIBS := -lsimdjson

$(BUILD)/tests/bench/with_protobuf.so: tests/bench/with_protobuf.c tests/bench/record.proto
	@mkdir -p $(@D)
	$(call say,CC   $@)
	$(Q)(protoc-c --proto_path=tests/bench --c_out=$(@D) record.proto && \
	  $(CC) $(CPPFLAGS) $(BASE) -Ilib -Itests -I$(@D) $(CFLAGS) $(LDFLAGS) -fPIC -shared $< -lprotobuf-c -o $@) \
	  2> $@.log || { rm -f $@; echo "  no protobuf-c to compare with: make bench-deps, $@.log"; }

$(BUILD)/tests/threads: $(BUILD)/tests/threads.o $(BENCH_COMMON) $(ARCHIVE)
	$(call say,LINK $@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -ldl -lpthread -o $@

$(BUILD)/tests/live: $(BUILD)/tests/live.o $(ARCHIVE)
	$(call say,LINK $@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -lpthread -o $@

# A program that prints the numbers and layouts of the public headers.
$(BUILD)/tests/abi_layout.c: tests/abi_layout.py include/pnr/*.h
	@mkdir -p $(@D)
	$(call say,GEN  $@)
	$(Q)$(PYTHON) tests/abi_layout.py include/pnr/*.h > $@
$(BUILD)/tests/abi_layout: $(BUILD)/tests/abi_layout.c $(ARCHIVE)
	$(call say,LINK $@)
	$(Q)$(CC) -std=c11 -Iinclude $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@

# Everything else in tests/ is a plain program.
$(BUILD)/tests/%: $(BUILD)/tests/%.o $(ARCHIVE)
	$(call say,LINK $@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@

$(BUILD)/fuzz/%_replay: $(BUILD)/fuzz/%_fuzzer.o $(BUILD)/fuzz/replay.o $(ARCHIVE)
	$(call say,LINK $@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@

# The variables of OSS-Fuzz: objects with CC, linked with CXX.
$(BUILD)/fuzz/%_fuzzer: $(BUILD)/fuzz/%_fuzzer.o $(ARCHIVE)
	$(call say,LINK $@)
	$(Q)$(CXX) $(CXXFLAGS) $(LDFLAGS) $^ $(LIB_FUZZING_ENGINE) $(LIBS) -o $@

# Made anew each time: PREFIX may differ between `make` and `make install`.
$(BUILD)/libpnr.pc: pkgconfig/libpnr.pc.in FORCE
	@mkdir -p $(@D)
	@sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' \
	  -e 's|@VERSION@|$(VERSION)|' -e 's|@LIBS@|$(LIBS)|' $< > $@

# --- Testing -----------------------------------------------------------------------------------------------------

# Submakes build in parallel unless the caller chose a number of jobs.
PARALLEL = $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null || echo 2))
SUBMAKE = $(MAKE) --no-print-directory

deps:
	@tests/deps.sh build test
deps-build:
	@tests/deps.sh build

demo: deps-build
	@$(SUBMAKE) $(PARALLEL) $(BUILD)/pnr
	@examples/demo/demo.sh $(BUILD)/pnr

check: deps
	@$(SUBMAKE) $(PARALLEL) all tests
	@$(SUBMAKE) -j1 gates unit selftest live replay cli python reader readme
	@echo "check: ok"

tests: $(TESTS) $(REPLAYS) $(BUILD)/tests/selftest $(BUILD)/tests/scaling $(BUILD)/tests/abi_layout $(BUILD)/tests/fields \
  $(BUILD)/tests/exchange_fields $(BUILD)/tests/live

# Every test program runs, also behind one that fails.
unit: $(TESTS)
	@tests/unit.sh $(TESTS)
test-%: $(BUILD)/tests/test_%
	$<
selftest: $(BUILD)/tests/selftest
	@$<
live: $(BUILD)/tests/live
	@$< 500 20
replay: $(REPLAYS)
	@fuzz/replay.sh $(REPLAYS)
cli: $(BUILD)/pnr
	@tests/cli.sh $<
# Two units between which everything goes wrong; `make check-long` has a hundred runs.
faults: $(BUILD)/pnr
	@PYTHONDONTWRITEBYTECODE=1 $(PYTHON) tests/node_faults.py $< 5 1000
python: $(SHARED) $(BUILD)/tests/abi_layout
	@PNR_LIBRARY=$(SHARED) PNR_LAYOUT=$(BUILD)/tests/abi_layout PYTHONPATH=python PYTHONDONTWRITEBYTECODE=1 \
	  $(PYTHON) python/test_pnr.py
reader:
	@PYTHON=$(PYTHON) tests/reader.sh
readme: $(ARCHIVE) $(SHARED)
	@BUILD=$(BUILD) CC='$(CC)' CFLAGS='$(CFLAGS)' LIBS='$(LIBS)' PYTHON=$(PYTHON) tests/readme.sh

# Gates: what the compiler cannot check. Each is a script of its own; docs/building.md tells what they hold.
gates: layers symbols calls sizes tables findings fields exchange-fields protection abi-layout format-check
layers sizes tables findings protection:
	@PYTHON=$(PYTHON) tests/$@.sh
symbols: $(ARCHIVE) $(SHARED)
	@tests/symbols.sh $(ARCHIVE) $(SHARED)
calls: $(LIB_OBJECTS)
	@tests/calls.sh $(BUILD)
fields: $(BUILD)/tests/fields
	@tests/fields.sh $<
exchange-fields: $(BUILD)/tests/exchange_fields
	@tests/exchange.sh $<
exchange-fields-write: $(BUILD)/tests/exchange_fields
	@tests/exchange.sh $< --write
abi-layout: $(BUILD)/tests/abi_layout
	@tests/abi_layout.sh $<
# After a break that is meant: docs/abi.md.
abi-baseline: $(BUILD)/tests/abi_layout
	@tests/abi_layout.sh $< --write

FORMATTED := $(wildcard $(addsuffix .[ch],lib/*/* include/pnr/* examples/* examples/pnr/* fuzz/* tests/* tests/bench/*))
format:
	$(CLANG_FORMAT) -i $(FORMATTED)
format-check:
	@tests/format.sh $(CLANG_FORMAT) $(FORMATTED)

# cppcheck decides; what clang's analyser says is advice, because it does not see through a call that returns a status.
TIDY := -*,clang-analyzer-*,-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling
lint: format-check
	cppcheck --std=c11 --enable=warning,portability,performance --inline-suppr --error-exitcode=3 --quiet \
	  --suppress=missingIncludeSystem -Iinclude -Ilib lib examples/pnr $(wildcard examples/*.c)
	@if command -v clang-tidy > /dev/null; then \
	    clang-tidy --quiet --checks='$(TIDY)' $(wildcard lib/*/*.c) -- -std=c11 -Iinclude -Ilib; \
	  else echo "lint: no clang-tidy here"; fi

# ENTRIES and NAMES are those of docs/building.md.
bench: export ENTRIES := $(ENTRIES)
bench: export NAMES := $(NAMES)
bench: $(BENCHES) $(COMPARATORS)
	@tests/bench/run.sh $(BUILD)/bench.csv $(BENCHES)
bench-deps:
	@tests/deps.sh build bench

# --- Long checks ---------------------------------------------------------------------------------------------------

# AddressSanitizer (with leaks) and UndefinedBehaviorSanitizer over tests and fuzz corpora.
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
sanitize:
	@$(SUBMAKE) $(PARALLEL) BUILD=$(BUILD)/sanitize HARDEN= CFLAGS='-O1 -g $(SANITIZE)' tests
	@$(SUBMAKE) -j1 BUILD=$(BUILD)/sanitize HARDEN= CFLAGS='-O1 -g $(SANITIZE)' unit selftest replay

coverage:
	@$(SUBMAKE) $(PARALLEL) BUILD=$(BUILD)/coverage HARDEN= CFLAGS='-O0 -g --coverage' tests $(BUILD)/coverage/pnr
	@find $(BUILD)/coverage -name '*.gcda' -delete
	-@$(SUBMAKE) -j1 -k BUILD=$(BUILD)/coverage HARDEN= CFLAGS='-O0 -g --coverage' unit selftest replay cli
	@gcovr --root . --filter lib/ --exclude-throw-branches $(BUILD)/coverage | grep -E '^lib/|^TOTAL' | \
	  awk '{ printf "%-32s %s\n", $$1, $$4 }'

check-long: deps
	@tests/long.sh $(BUILD)

# --- Fuzzing -------------------------------------------------------------------------------------------------------

fuzzers: $(FUZZERS)

# `make fuzz T=pnrgov S=600`: libFuzzer with sanitizers; new inputs go to a scratch folder, never into the corpus.
FUZZ_FLAGS := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
FUZZ_BUILD := $(BUILD)/libfuzzer
fuzz:
	@$(SUBMAKE) $(PARALLEL) BUILD=$(FUZZ_BUILD) CC=clang CXX=clang++ HARDEN= CFLAGS='$(FUZZ_FLAGS)' \
	  CXXFLAGS='$(FUZZ_FLAGS)' LIB_FUZZING_ENGINE=-fsanitize=fuzzer $(FUZZ_BUILD)/fuzz/$(T)_fuzzer
	@mkdir -p $(FUZZ_BUILD)/scratch/$(T)
	$(FUZZ_BUILD)/fuzz/$(T)_fuzzer -max_total_time=$(S) -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
	  -artifact_prefix=$(FUZZ_BUILD)/ $(addprefix -dict=,$(wildcard fuzz/$(T)_fuzzer.dict)) \
	  $(FUZZ_BUILD)/scratch/$(T) $(wildcard fuzz/corpus/$(T)_fuzzer) tests/probes tests/vectors

# --- Installing ----------------------------------------------------------------------------------------------------

install: all
	$(INSTALL) -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(INCLUDEDIR)/pnr
	$(INSTALL) -m 755 $(BUILD)/pnr $(DESTDIR)$(BINDIR)
	$(INSTALL) -m 644 include/pnr/*.h $(DESTDIR)$(INCLUDEDIR)/pnr
	$(INSTALL) -m 644 $(ARCHIVE) $(DESTDIR)$(LIBDIR)
	$(INSTALL) -m 755 $(SHARED) $(DESTDIR)$(LIBDIR)/libpnr.so.$(VERSION)
	ln -sf libpnr.so.$(VERSION) $(DESTDIR)$(LIBDIR)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libpnr.so
	$(INSTALL) -m 644 $(BUILD)/libpnr.pc $(DESTDIR)$(LIBDIR)/pkgconfig

uninstall:
	rm -f $(DESTDIR)$(BINDIR)/pnr $(addprefix $(DESTDIR)$(INCLUDEDIR)/pnr/,$(notdir $(wildcard include/pnr/*.h)))
	rm -f $(addprefix $(DESTDIR)$(LIBDIR)/,libpnr.a libpnr.so $(SONAME) libpnr.so.$(VERSION) pkgconfig/libpnr.pc)
	-rmdir $(DESTDIR)$(INCLUDEDIR)/pnr

clean:
	rm -rf $(BUILD)

help:
	@echo 'libpnr $(VERSION)'
	@echo '  make             static and shared library, the pnr command and the examples, in $(BUILD)/'
	@echo '  make demo        reads invented flights and shows the hits (installs what the build needs with apt-get)'
	@echo '  make check       all tests and gates, in at most five minutes (installs what they need with apt-get)'
	@echo '  make test-X      one test program, tests/test_X.c; also: unit selftest live replay cli faults python reader readme gates'
	@echo '  make sanitize    tests and fuzz corpora under AddressSanitizer and UndefinedBehaviorSanitizer'
	@echo '  make coverage    which lines of lib/ the tests run'
	@echo '  make check-long  valgrind, thread sanitizer and a big-endian build where the tools are there'
	@echo '  make fuzz T=X S=seconds   fuzzes with fuzz/X_fuzzer.c; make fuzzers: all, with the variables of OSS-Fuzz'
	@echo '  make bench       measures; the table goes to build/bench.csv too'
	@echo '  make bench-deps  installs what others have for the same, to be measured beside it'
	@echo '  make format lint the formatter, the static analysers'
	@echo '  make install uninstall    DESTDIR PREFIX BINDIR LIBDIR INCLUDEDIR; now PREFIX=$(PREFIX)'
	@echo '  make deps clean help'
	@echo 'Variables: BUILD CC CFLAGS CPPFLAGS LDFLAGS PYTHON, V=1 shows the commands.'

FORCE:
.PHONY: FORCE all deps deps-build demo check tests unit selftest live replay cli faults python reader readme gates layers symbols calls \
  sizes tables findings fields exchange-fields exchange-fields-write abi-layout abi-baseline format format-check lint bench bench-deps sanitize coverage check-long fuzzers fuzz install \
  uninstall clean help
# Objects are kept, although only pattern rules name them.
.SECONDARY:
-include $(wildcard $(addprefix $(BUILD)/,lib/*/*.d examples/*.d examples/pnr/*.d tests/*.d tests/bench/*.d fuzz/*.d))
