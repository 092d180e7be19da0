# Tenor. GNU make; everything built lies under build/.
#
#   make                build/tenor and build/libtenor.a
#   make check          all tests that need nothing but this tree
#   make check SAN=address,undefined   the same with sanitizers, in build/san
#   make install        program, library, header, manual; PREFIX, DESTDIR
#   make clean
VERSION := 0.1.0

SAN    ?=
PREFIX ?= /usr/local
CC     ?= cc
CFLAGS ?= -O2 -g

B    := build$(if $(SAN),/san)
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
        -Wmissing-prototypes -Wvla -Wwrite-strings -Wpointer-arith
# Sums must come out the same on every machine: no fused multiply-add.
override CPPFLAGS += -I. -DTENOR_VERSION='"$(VERSION)"'
override CFLAGS   += -std=c11 $(WARN) -ffp-contract=off -pthread \
                     $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all)

# Third-party libraries go into the program, so that it runs where they are
# not installed. The libraries of the compiler and libc stay shared.
STATIC := -L/usr/lib/$(shell $(CC) -print-multiarch)/blas -Wl,-Bstatic -lsvm -llinear -lblas -lstemmer -lutf8proc -ljansson \
          -lmd -lstdc++ -Wl,-Bdynamic
LDLIBS += $(STATIC) -lm -lpthread

LIB := $(wildcard model/*.c) model/embedded.S
APP := $(wildcard datasets/*.c train/*.c cli/*.c)
obj  = $(patsubst %.S,$(B)/%.o,$(patsubst %.c,$(B)/%.o,$(1)))

all: $(B)/tenor $(B)/libtenor.a

$(B)/tenor: $(call obj,$(LIB) $(APP))
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)
$(B)/libtenor.a: $(call obj,$(LIB))
	rm -f $@
	$(AR) rcs $@ $^
$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(B)/%.o: %.S model/embedded.tenor Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -c -o $@ $<
clean:
	rm -rf build
.PHONY: all clean
-include $(patsubst %.o,%.d,$(call obj,$(LIB) $(APP)))
