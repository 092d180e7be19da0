# Tenor. GNU make; everything built lies under build/.
#
#   make            build/tenor, build/libtenor.a, build/libtenor.so and
#                   build/sqlite3/tenor.so, an extension of SQLite
#   make demo       score an article with the embedded model
#   make check      every test that needs nothing but this tree
#   make check SAN=address,undefined    the same with sanitizers, in build/san
#   make check-slow tests that take a minute: Slurm and GNU parallel
#   make wheel      build/wheel/tenor-*.whl, the package for Python
#   make check-python                   the wheel beside scikit-learn and others
#                   of PyPI, in build/venv
#   make check-spark                    the wheel on Spark, in build/spark; Java
#   make check-browser                  reports in Chromium; Node.js
#   make check-corpora CORPORA=DIR      figures of the README, on real corpora
#   make check-retrain CORPORA=DIR      what retrain is worth
#   make check-axes CORPORA=DIR         the axes of the embedded model
#   make check-audit CORPORA=DIR        docs/AUDIT.md: labels that we made wrong
#   make check-drift CORPORA=DIR        docs/DRIFT.md: alarms, false and not
#   make check-target CORPORA=DIR       target tone, beside none
#   make bench CORPORA=DIR              docs/PERFORMANCE.md, beside other tools
#   make bench-label                    whole corpora through label; docs, too
#   make bench-flip CORPORA=DIR         explain --flip; docs, too
#   make bench-report                   pages about corpora; docs, too
#   make bench-serve                    requests a second; docs, too
#   make bench-sqlite                   rows of a table; docs, too
#   make bench-python CORPORA=DIR       Python beside the program; docs, too
#   make bench-spark                    Spark beside the program; docs, too
#   make bench-packed CORPORA=DIR       what rounding the weights changes
#   make bench-accuracy CORPORA=DIR     docs/ACCURACY.md, beside other tools
#   make bench-suggest CORPORA=DIR      docs/ACTIVE.md, labels saved
#   make fuzz       libFuzzer on every reader, SECONDS each; needs clang
#   make model CORPORA=DIR              train the embedded model anew
#   make install    program, library, header and manual; PREFIX, DESTDIR
#   make format     clang-format
#   make clean
VERSION   := 0.1.0
SOVERSION := 0# of the public functions: a number for all that are compatible

SAN     ?=
PREFIX  ?= /usr/local
CC      ?= cc
CFLAGS  ?= -O2 -g
PYTHON  ?= python3
CORPORA ?= ../shared/corpora
SECONDS ?= 10

B    := build$(if $(SAN),/san)
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
        -Wmissing-prototypes -Wvla -Wwrite-strings -Wpointer-arith
# Sums come out the same on every machine: no fused multiply-add.
override CPPFLAGS += -I. -DTENOR_VERSION='"$(VERSION)"'
override CFLAGS   += -std=c11 $(WARN) -ffp-contract=off -pthread \
                     $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all)

# Third-party libraries go into the program, so that it runs where they are
# not installed; libc and the compiler's runtime stay shared. A server loads
# libmicrohttpd when it starts (cli/serve/http.c).
THIRD  := -lsvm -llinear -lblas -lstemmer -lutf8proc -ljansson -lyajl_s \
          -lgumbo -lstdc++ -larchive -lnettle -llzma -lzstd -lbz2 -lz
SHARED := $(THIRD:-lyajl_s=-lyajl) -lsqlite3
STATIC := -L/usr/lib/$(shell $(CC) -print-multiarch)/blas \
          -Wl,-Bstatic $(THIRD) -Wl,-Bdynamic

LIB  := $(wildcard model/*.c) model/embedded.S
APP  := $(wildcard datasets/*.c train/*.c) $(filter-out cli/main.c, \
          $(wildcard cli/*.c cli/*/*.c)) cli/report/style.S
SQL  := $(wildcard bindings/sqlite/*.c)
UNIT := $(wildcard tests/unit/test_*.c)
FUZZ := $(wildcard tests/fuzz/fuzz_*.c)
obj   = $(patsubst %.S,$(B)/%.o,$(patsubst %.c,$(B)/%.o,$(1)))
tests = $(patsubst tests/%.c,$(B)/tests/%,$(1))

all: $(B)/tenor $(B)/libtenor.a $(B)/libtenor.so $(B)/sqlite3/tenor.so

$(B)/tenor: $(call obj,$(LIB) $(APP) cli/main.c)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(STATIC) -lm -ldl
# One object, of which only tenor_* can be seen from outside.
$(B)/libtenor.o: $(call obj,$(LIB))
	$(LD) -r -o $@ $^
	objcopy --wildcard --keep-global-symbol='tenor_*' $@
$(B)/libtenor.a: $(B)/libtenor.o
	rm -f $@
	$(AR) rcs $@ $<
$(B)/libtenor.so: $(B)/libtenor.o
	$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,libtenor.so.$(SOVERSION) \
	  -Wl,--exclude-libs,ALL $(if $(SAN),,-Wl,-z,defs) -o $@ $< \
	  -Wl,-Bstatic -lstemmer -lutf8proc -Wl,-Bdynamic -lm
# SQLite lends its functions when it loads this one.
$(B)/sqlite3/tenor.so: $(call obj,$(SQL)) $(B)/libtenor.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,--exclude-libs,ALL \
	  $(if $(SAN),,-Wl,-z,defs) -o $@ $^ \
	  -Wl,-Bstatic -lstemmer -lutf8proc -Wl,-Bdynamic -lm
$(B)/bindings/%.o: override CFLAGS += -fPIC -fvisibility=hidden
$(B)/model/%.o: override CFLAGS += -fPIC -fno-semantic-interposition
$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(B)/model/embedded.o: model/embedded.tenor model/target.tenor
$(B)/cli/report/style.o: $(addprefix cli/report/,report.css corpus.css corpus.js)
$(B)/%.o: %.S Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -c -o $@ $<

# Tests link shared libraries, so that --wrap reaches our allocations alone.
$(B)/tests/parts.a: $(call obj,$(LIB) $(APP) $(SQL))
	@mkdir -p $(@D)
	rm -f $@
	$(AR) rcs $@ $^
$(B)/tests/unit/%: $(B)/tests/unit/%.o $(B)/tests/parts.a
	$(CC) $(CFLAGS) $(LDFLAGS) -Wl,--wrap=realloc -o $@ $^ $(SHARED) \
	  -lcmocka -lm -ldl
$(B)/tests/bench/%: $(B)/tests/bench/%.o $(B)/tests/parts.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(SHARED) -lm -ldl
$(B)/tests/fuzz/%: $(B)/tests/fuzz/%.o $(B)/tests/fuzz/replay.o \
                   $(B)/tests/parts.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(SHARED) -lm -ldl
.SECONDARY:

demo: $(B)/tenor
	$(B)/tenor score datasets/articles/harbour-contract.txt
check: all $(call tests,$(UNIT) $(FUZZ))
	tests/layers.sh
	tests/run.sh $(B)
	tests/python/run.sh $(B) $(PYTHON)
check-slow: all $(B)/tests/bench/records
	tests/run.sh $(B) slow
WHEELS ?= build/wheel
wheel: $(B)/tenor $(B)/libtenor.so
	@$(PYTHON) -B bindings/python/backend.py $(VERSION) $(B)/libtenor.so \
	  $(B)/tenor $(WHEELS)
check-python: wheel
	tests/python/installed.sh $(B) $(VERSION) $(PYTHON)
check-spark: wheel $(B)/tests/bench/records
	tests/spark/run.sh $(B) $(VERSION) $(PYTHON) tests/spark/test_spark.py
check-browser: $(B)/tenor
	tests/browser/run.sh $(B)
fuzz:
	+tests/fuzz/fuzz.sh $(SECONDS)
third: # for fuzz.sh
	@echo $(SHARED)
check-corpora: $(B)/tenor
	tests/corpora/check.sh $(B)/tenor $(CORPORA)
check-axes: $(B)/tenor
	tests/corpora/axes.sh $(B)/tenor $(CORPORA)
check-audit: $(B)/tenor
	tests/corpora/audit.py $(B)/tenor $(CORPORA) $(NAMES)
check-drift: $(B)/tenor
	tests/corpora/drift.py $(B)/tenor $(CORPORA)
check-retrain: $(B)/tenor
	tests/corpora/retrain.py $(B)/tenor $(CORPORA)
check-target: $(B)/tenor
	tests/corpora/target.sh $(B)/tenor $(CORPORA)
bench: $(B)/tenor
	tests/bench/speed.py $(B)/tenor $(CORPORA)
bench-label: $(B)/tenor $(B)/tests/bench/records
	tests/bench/label.py $(B)/tenor $(B)/tests/bench/records
bench-flip: $(B)/tenor
	tests/bench/flip.py $(B)/tenor $(CORPORA)
bench-report: $(B)/tenor $(B)/tests/bench/records
	tests/bench/report.py $(B)/tenor $(B)/tests/bench/records
bench-serve: $(B)/tenor
	tests/bench/serve.py $(B)/tenor
bench-sqlite: $(B)/tenor $(B)/sqlite3/tenor.so $(B)/tests/bench/records
	tests/bench/sqlite.py $(B)/tenor $(B)/sqlite3/tenor.so \
	  $(B)/tests/bench/records
bench-python: $(B)/tenor $(B)/libtenor.so
	$(PYTHON) -B tests/bench/python.py $(B)/tenor $(B)/libtenor.so $(CORPORA)
bench-spark: wheel $(B)/tests/bench/records
	tests/spark/run.sh $(B) $(VERSION) $(PYTHON) tests/spark/bench.py \
	  $(B)/tenor $(B)/tests/bench/records
bench-packed: $(B)/tests/bench/packed
	tests/bench/packed.sh $< $(CORPORA)
bench-accuracy: $(B)/tenor
	tests/bench/accuracy.py $(B)/tenor $(CORPORA)
bench-suggest: $(B)/tenor
	tests/bench/suggest.py $(B)/tenor $(CORPORA)
model: $(B)/tenor
	$(B)/tenor train --recipe datasets/embedded.recipe \
	  --corpora $(CORPORA) -o model/embedded.tenor
	$(B)/tenor train --recipe datasets/target.recipe \
	  --corpora $(CORPORA) -o model/target.tenor
	$(B)/tenor info --format markdown model/embedded.tenor \
	  >docs/MODEL_CARD.md

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/include \
	  $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 755 $(B)/tenor $(DESTDIR)$(PREFIX)/bin/
	install -m 644 model/tenor.h $(DESTDIR)$(PREFIX)/include/
	install -m 644 $(B)/libtenor.a $(DESTDIR)$(PREFIX)/lib/
	install -m 755 $(B)/libtenor.so \
	  $(DESTDIR)$(PREFIX)/lib/libtenor.so.$(SOVERSION)
	ln -sf libtenor.so.$(SOVERSION) $(DESTDIR)$(PREFIX)/lib/libtenor.so
	install -D -m 755 $(B)/sqlite3/tenor.so \
	  $(DESTDIR)$(PREFIX)/lib/sqlite3/tenor.so
	install -m 644 cli/tenor.1 $(DESTDIR)$(PREFIX)/share/man/man1/
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' \
	  model/tenor.pc.in >$(DESTDIR)$(PREFIX)/lib/pkgconfig/tenor.pc
format:
	clang-format -i $$(git ls-files '*.c' '*.h')
clean:
	rm -rf build
.PHONY: all demo check check-slow fuzz third check-corpora check-axes bench \
        bench-label bench-report bench-flip bench-serve bench-sqlite \
        bench-packed bench-accuracy wheel check-python bench-python \
        check-spark bench-spark check-browser model install format clean \
        check-audit bench-suggest check-retrain check-target check-drift
-include $(patsubst %.o,%.d,$(call obj,$(LIB) $(APP) $(SQL) cli/main.c \
           $(UNIT) $(FUZZ) tests/fuzz/replay.c))
