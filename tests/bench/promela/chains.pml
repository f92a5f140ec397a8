/* N independent chains of L threads. */
#ifndef N
#define N 2
#endif
#ifndef L
#define L 4
#endif
#define C (((_pid - N) / (L - 1)) * L)
#define P ((_pid - N) % (L - 1))

bit flag[N * L];

active [N] proctype head()
{
	flag[_pid * L] = 1;
end:	false
}

active [N * (L - 1)] proctype link()
{
	flag[C + P];
	flag[C + P + 1] = 1;
end:	false
}
