/*
 * N threads take two locks, even and odd ones in opposite order; the second only by trying. One
 * that fails drops the first and tries once more, then gives up. got is cleared where it is dead.
 */
#ifndef N
#define N 2
#endif
#define A (_pid % 2)
#define B ((_pid + 1) % 2)

bit taken[2];

#define TRY(m, YES, NO) atomic { if :: !taken[m] -> taken[m] = 1; goto YES :: else -> goto NO fi }

active [N] proctype worker()
{
	atomic { !taken[A] -> taken[A] = 1 };
	TRY(B, both, backoff);
backoff: taken[A] = 0;
	atomic { !taken[A] -> taken[A] = 1 };
	TRY(B, both, out);
both:	taken[B] = 0;
out:	taken[A] = 0;
end:	false
}
