/* N threads take and release one lock K times. */
#ifndef N
#define N 2
#endif
#ifndef K
#define K 1
#endif

bit m;

active [N] proctype worker()
{
	byte k;
again:	atomic { !m -> m = 1 };
	atomic { m = 0; k++; if :: k < K -> goto again :: else fi };
end:	false
}
