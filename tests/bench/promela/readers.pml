/* One writer, N readers of one variable. */
#ifndef N
#define N 4
#endif

bit x;

active proctype writer()
{
	x = 1;
end:	false
}

active [N] proctype reader()
{
	bit r;
	d_step { r = x; r = 0 };
end:	false
}
