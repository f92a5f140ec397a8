/*
 * N waiters with a queue each, one waker that sets the condition and then wakes whoever sleeps.
 * queued[i]: waiter i is on its queue and asleep. The bad waiter tests before it queues, the good
 * one (-DOK=1) after.
 */
#ifndef N
#define N 1
#endif
#ifndef OK
#define OK 0
#endif

bit queued[N];
bit cond;

active [N] proctype waiter()
{
#if OK
	queued[_pid] = 1;
	atomic { if :: cond -> goto end :: else fi };
#else
	atomic { if :: cond -> goto end :: else fi };
	queued[_pid] = 1;
#endif
	!queued[_pid];
end:	false
}

active proctype waker()
{
	byte i;
	cond = 1;
look:	atomic {
		if
		:: queued[i] -> skip
		:: else -> i++; if :: i < N -> goto look :: else -> goto end fi
		fi
	};
	atomic { queued[i] = 0; i++; if :: i < N -> goto look :: else fi };
end:	false
}
