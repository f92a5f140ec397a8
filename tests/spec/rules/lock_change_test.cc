#include "spec/rules/lock_change.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

TEST_GROUP(lock_change){};

TEST(lock_change, a_lock_that_can_fail_is_taken_if_it_returns_zero) {
  for (const Op op : {Op::mutex_lock_interruptible, Op::ww_mutex_lock,
                      Op::dma_resv_lock, Op::down_interruptible}) {
    CHECK(takes(lock_change(op), 0));
    CHECK(!takes(lock_change(op), -4));
  }
}

TEST(lock_change, a_trylock_is_taken_if_it_returns_one) {
  for (const Op op : {Op::mutex_trylock, Op::spin_trylock_irqsave,
                      Op::down_read_trylock, Op::dma_resv_trylock}) {
    CHECK(takes(lock_change(op), 1));
    CHECK(!takes(lock_change(op), 0));
  }
}

TEST(lock_change, down_trylock_is_the_other_way_round) {
  CHECK(takes(lock_change(Op::down_trylock), 0));
  CHECK(!takes(lock_change(Op::down_trylock), 1));
}

TEST(lock_change, releases) {
  for (const Op op : {Op::mutex_unlock, Op::spin_unlock_irqrestore, Op::up_,
                      Op::up_write, Op::ww_mutex_unlock, Op::dma_resv_unlock,
                      Op::ww_acquire_fini, Op::lock_map_release})
    CHECK(lock_change(op) == LockChange::release);
}

TEST(lock_change, other_operations_leave_locks_alone) {
  for (const Op op :
       {Op::downgrade_write, Op::ww_acquire_done, Op::lockdep_assert_held,
        Op::might_lock, Op::dma_fence_signal, Op::wait_event})
    CHECK(lock_change(op) == LockChange::none);
}
