#include "spec/model/softirq_lock.h"

namespace picket {

// The reader makes it, behind what the file declares.
ObjectId softirq_lock(const Scenario& s) {
  for (std::size_t i = s.objects.size(); i-- > 0;)
    if (s.objects[i].implicit && s.objects[i].type == ObjectType::local_lock_t)
      return ObjectId(i);
  return {};
}

bool turns_bottom_halves_off(Op op) {
  switch (op) {
    case Op::local_bh_disable:
    case Op::rcu_read_lock_bh:
    case Op::spin_lock_bh:
    case Op::spin_trylock_bh:
    case Op::raw_spin_lock_bh:
    case Op::raw_spin_trylock_bh:
    case Op::read_lock_bh:
    case Op::write_lock_bh: return true;
    default: return false;
  }
}

}  // namespace picket
