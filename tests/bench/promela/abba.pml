/* Two threads, two locks, opposite order. */
bit taken[2];

active [2] proctype worker()
{
	atomic { !taken[_pid] -> taken[_pid] = 1 };
	atomic { !taken[1 - _pid] -> taken[1 - _pid] = 1 };
	taken[1 - _pid] = 0;
	taken[_pid] = 0;
end:	false
}
