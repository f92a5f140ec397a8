/* N threads, each writes its own variable K times. */
#ifndef N
#define N 2
#endif
#ifndef K
#define K 3
#endif

bit mine[N];

active [N] proctype writer()
{
	byte k;
again:	atomic { mine[_pid] = 0; k++; if :: k < K -> goto again :: else fi };
end:	false
}
