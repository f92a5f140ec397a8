/* Thread 0 looks from the top for a zero; thread j sets a[j] to a[j-1] + 1 by load and store. */
#ifndef N
#define N 5
#endif

byte a[N + 1];

active proctype search()
{
	byte i = N;
again:	atomic { if :: a[i] == 0 -> i = 0 :: else -> i--; goto again fi };
end:	false
}

active [N] proctype adder()
{
	byte r;
	r = a[_pid - 1];
	d_step { a[_pid] = r + 1; r = 0 };
end:	false
}
