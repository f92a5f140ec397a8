/* N threads count up atomically, one waits until the count is N. */
#ifndef N
#define N 2
#endif

byte x;

active [N] proctype worker()
{
	x++;
end:	false
}

active proctype gather()
{
	x == N;
end:	false
}
