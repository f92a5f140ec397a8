/*
 * M submitters of J jobs: under the reservation lock each waits for the job before its own, if there
 * was one, and hands its own to the scheduler, which finishes jobs one by one. A reset takes the
 * reservation too. -DBAD=1: while a reset is pending the scheduler takes it as well.
 */
#ifndef M
#define M 2
#endif
#ifndef J
#define J 1
#endif
#ifndef BAD
#define BAD 0
#endif

bit resv, submitted, pending;
byte jobs, idle;

active [M] proctype submit()
{
	byte k;
again:	atomic { !resv -> resv = 1 };
	atomic { if :: submitted -> skip :: else -> goto publish fi };
	atomic { idle > 0 -> idle-- };
publish: submitted = 1;
	jobs++;
	atomic { resv = 0; k++; if :: k < J -> goto again :: else fi };
end:	false
}

active proctype scheduler()
{
	byte k;
again:	atomic { jobs > 0 -> jobs-- };
#if BAD
	atomic { if :: pending -> skip :: else -> goto signal fi };
	atomic { !resv -> resv = 1 };
	resv = 0;
signal:
#endif
	atomic { idle++; k++; if :: k < M * J -> goto again :: else fi };
end:	false
}

active proctype reset()
{
#if BAD
	pending = 1;
#endif
	atomic { !resv -> resv = 1 };
	skip;
	resv = 0;
#if BAD
	pending = 0;
#endif
end:	false
}
