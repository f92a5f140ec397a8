/*
 * NP producers of KK items each, NC consumers, a buffer of one item. A thread that cannot go on
 * queues itself, drops the lock, sleeps, takes the lock again and looks again; one that has moved an
 * item wakes every thread of the other side, one step each. queued[i]: thread i is queued and asleep.
 * NC must divide NP * KK.
 */
#ifndef NP
#define NP 1
#endif
#ifndef NC
#define NC 1
#endif
#ifndef KK
#define KK 2
#endif

bit m;
bit count;
bit queued[NP + NC];

/* STUCK: the count at which this side must wait, and which it leaves. FROM..TO-1: the other side. */
#define SIDE(STUCK, FROM, TO, ITEMS) \
	byte k, i; \
again:	atomic { !m -> m = 1 }; \
	atomic { if :: count == STUCK -> goto wait :: else -> goto move fi }; \
wait:	queued[_pid] = 1; \
	m = 0; \
	!queued[_pid]; \
	atomic { !m -> m = 1 }; \
	atomic { if :: count == STUCK -> goto wait :: else -> goto move fi }; \
move:	atomic { count = STUCK; i = FROM }; \
wake:	atomic { queued[i] = 0; i++; if :: i < TO -> goto wake :: else -> i = 0 fi }; \
	atomic { m = 0; k++; if :: k < ITEMS -> goto again :: else fi }; \
end:	false

active [NP] proctype producer()
{
	SIDE(1, NP, NP + NC, KK)
}

active [NC] proctype consumer()
{
	SIDE(0, 0, NP, NP * KK / NC)
}
