/* As mutex.pml, with a write to a private variable inside the section. */
#ifndef N
#define N 3
#endif
#ifndef K
#define K 1
#endif

bit m;
bit mine[N];

active [N] proctype worker()
{
	byte k;
again:	atomic { !m -> m = 1 };
	mine[_pid] = 0;
	atomic { m = 0; k++; if :: k < K -> goto again :: else fi };
end:	false
}
