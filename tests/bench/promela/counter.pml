/* N threads count up under a lock K times; load and store are two steps. r is cleared once it is dead. */
#ifndef N
#define N 3
#endif
#ifndef K
#define K 1
#endif

bit m;
byte x;

active [N] proctype worker()
{
	byte k, r;
again:	atomic { !m -> m = 1 };
	r = x;
	d_step { x = r + 1; r = 0 };
	atomic { m = 0; k++; if :: k < K -> goto again :: else fi };
end:	false
}
