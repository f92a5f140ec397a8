/* Thread i waits for flag i-1 and sets flag i. -DCYC=1: thread 0 waits for the last, so nothing ever runs. */
#ifndef N
#define N 4
#endif
#ifndef CYC
#define CYC 0
#endif

bit flag[N];

#if CYC
active [N] proctype link()
{
	flag[(_pid + N - 1) % N];
	flag[_pid] = 1;
end:	false
}
#else
active proctype head()
{
	flag[0] = 1;
end:	false
}

active [N - 1] proctype link()
{
	flag[_pid - 1];
	flag[_pid] = 1;
end:	false
}
#endif
