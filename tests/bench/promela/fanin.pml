/* N threads count up under a lock (load and store apart), one waits until the count is N. */
#ifndef N
#define N 2
#endif

bit m;
byte x;

active [N] proctype worker()
{
	byte r;
	atomic { !m -> m = 1 };
	r = x;
	d_step { x = r + 1; r = 0 };
	m = 0;
end:	false
}

active proctype gather()
{
	x == N;
end:	false
}
