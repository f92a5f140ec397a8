/* N threads allocate a block for an inode each: 32 inodes, 26 blocks, one lock per inode and per block. */
#ifndef N
#define N 4
#endif
#define INODES 32
#define BLOCKS 26
#define I (_pid % INODES)
#define B ((2 * I + tried) % BLOCKS)

bit inode_lock[INODES];
byte inode[INODES];
bit block_lock[BLOCKS];
bit busy[BLOCKS];

active [N] proctype creator()
{
	byte tried;
	atomic { !inode_lock[I] -> inode_lock[I] = 1 };
	atomic { if :: inode[I] -> goto out :: else fi };
next:	atomic { !block_lock[B] -> block_lock[B] = 1 };
	atomic { if :: busy[B] -> goto occupied :: else fi };
	busy[B] = 1;
	inode[I] = B + 1;
	d_step { block_lock[B] = 0; tried = 0 };
out:	inode_lock[I] = 0;
	goto end;
occupied:	atomic { block_lock[B] = 0; tried++; if :: tried < BLOCKS -> goto next :: else -> tried = 0; goto out fi };
end:	false
}
