/* Runs of ASCII, sixteen bytes at a time where the processor can: SSE2, which
 * every x86-64 has, or NEON, which every arm64 has; else byte by byte, with
 * the same result.
 *
 * Pure functions, safe from any thread. */
#ifndef TENOR_MODEL_RUN_H
#define TENOR_MODEL_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined __SSE2__
#include <emmintrin.h>
#elif defined __aarch64__
#include <arm_neon.h>
#endif

/* How many of the first bytes are ASCII letters or digits. */
size_t run_alnum(const char *s, size_t len);

/* How many of the first bytes are ASCII other than `stop`. */
size_t run_ascii(const char *s, size_t len, char stop);

#define RUN_STEP 16

/* run_alnum for at least RUN_STEP bytes, of which it looks at that many. */
static inline size_t run_alnum_step(const char *s);

static inline bool run_is_alnum(char c)
{
    const unsigned char low = (unsigned char)c | 32;

    return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9');
}

#if defined __SSE2__

/* Bytes of v in [low, low + n): comparison is signed, so the range is moved to
 * the bottom of the signed ones. */
static inline __m128i run_in_range(__m128i v, char low, char n)
{
    const __m128i moved = _mm_add_epi8(v, _mm_set1_epi8((char)(-128 - low)));

    return _mm_cmplt_epi8(moved, _mm_set1_epi8((char)(-128 + n)));
}

static inline size_t run_alnum_step(const char *s)
{
    const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)s);
    const __m128i letters =
        run_in_range(_mm_or_si128(v, _mm_set1_epi8(32)), 'a', 26);
    const __m128i digits = run_in_range(v, '0', 10);
    const int other = ~_mm_movemask_epi8(_mm_or_si128(letters, digits));

    return (size_t)__builtin_ctz((unsigned)(other | 1 << RUN_STEP));
}

#elif defined __aarch64__

/* The first byte of m that is not 0; RUN_STEP when all are. */
static inline size_t run_first(uint8x16_t m)
{
    const uint64_t mask = vget_lane_u64(
        vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(m), 4)), 0);

    return mask ? (size_t)__builtin_ctzll(mask) / 4 : RUN_STEP;
}

static inline size_t run_alnum_step(const char *s)
{
    const uint8x16_t v = vld1q_u8((const uint8_t *)s);
    const uint8x16_t low = vorrq_u8(v, vdupq_n_u8(32));
    const uint8x16_t letters =
        vcltq_u8(vsubq_u8(low, vdupq_n_u8('a')), vdupq_n_u8(26));
    const uint8x16_t digits =
        vcltq_u8(vsubq_u8(v, vdupq_n_u8('0')), vdupq_n_u8(10));

    return run_first(vmvnq_u8(vorrq_u8(letters, digits)));
}

#else

static inline size_t run_alnum_step(const char *s)
{
    size_t n = 0;

    while (n < RUN_STEP && run_is_alnum(s[n]))
        n++;
    return n;
}

#endif
#endif
