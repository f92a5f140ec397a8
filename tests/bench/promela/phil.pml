/* Dining philosophers. -DN=<philosophers> -DOK=1: the last one takes its forks the other way round. */
#ifndef N
#define N 3
#endif
#ifndef OK
#define OK 0
#endif

#define LAST   (OK && _pid == N - 1)
#define FIRST  ((_pid + (LAST -> 1 : 0)) % N)
#define SECOND ((_pid + (LAST -> 0 : 1)) % N)

bit taken[N];

active [N] proctype phil()
{
	atomic { !taken[FIRST] -> taken[FIRST] = 1 };
	atomic { !taken[SECOND] -> taken[SECOND] = 1 };
	taken[SECOND] = 0;
	taken[FIRST] = 0;
end:	false
}
