/* N threads insert K entries each into one hash table by compare-and-swap, probing linearly. */
#ifndef N
#define N 4
#endif
#ifndef K
#define K 4
#endif
#define SIZE 128
#define ENTRY(m) (((m) + 1) * 11 + _pid)
#define HASH(w)  ((7 * (w)) % SIZE)

byte table[SIZE];

active [N] proctype inserter()
{
	byte m, probe;
again:	atomic {
		if
		:: table[(HASH(ENTRY(m)) + probe) % SIZE] == 0 ->
			table[(HASH(ENTRY(m)) + probe) % SIZE] = ENTRY(m);
			probe = 0;
			m++;
			if :: m < K -> goto again :: else fi
		:: else ->
			probe++;
			goto again
		fi
	};
end:	false
}
