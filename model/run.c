#include "model/run.h"

/* run_ascii for RUN_STEP bytes. */
static size_t ascii_step(const char *s, char stop)
{
#if defined __SSE2__
    const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)s);
    const __m128i hit = _mm_or_si128(v, _mm_cmpeq_epi8(v, _mm_set1_epi8(stop)));

    return (size_t)__builtin_ctz(
        (unsigned)(_mm_movemask_epi8(hit) | 1 << RUN_STEP));
#elif defined __aarch64__
    const uint8x16_t v = vld1q_u8((const uint8_t *)s);

    return run_first(vorrq_u8(vcgeq_u8(v, vdupq_n_u8(0x80)),
                              vceqq_u8(v, vdupq_n_u8((uint8_t)stop))));
#else
    size_t n = 0;

    while (n < RUN_STEP && (unsigned char)s[n] < 0x80 && s[n] != stop)
        n++;
    return n;
#endif
}

size_t run_alnum(const char *s, size_t len)
{
    size_t at = 0, n = RUN_STEP;

    while (n == RUN_STEP && len - at >= RUN_STEP) {
        n = run_alnum_step(s + at);
        at += n;
    }
    while (n == RUN_STEP && at < len && run_is_alnum(s[at]))
        at++;
    return at;
}

size_t run_ascii(const char *s, size_t len, char stop)
{
    size_t at = 0, n = RUN_STEP;

    while (n == RUN_STEP && len - at >= RUN_STEP) {
        n = ascii_step(s + at, stop);
        at += n;
    }
    while (n == RUN_STEP && at < len && (unsigned char)s[at] < 0x80 &&
           s[at] != stop)
        at++;
    return at;
}
