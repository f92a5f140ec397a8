#include "spec/rules/lock_change.h"

namespace picket {
namespace {

bool has(std::string_view name, std::string_view part) {
  return name.find(part) != name.npos;
}

// The kernel's names are regular: …_trylock…, …unlock…, up_….
LockChange by_name(const OperationFacts& op) {
  const std::string_view name = op.name;
  if (has(name, "unlock") || name.substr(0, 3) == "up_" || name == "up" ||
      has(name, "_up_"))
    return LockChange::release;
  if (has(name, "downgrade")) return LockChange::none;
  if (has(name, "trylock"))
    return name == "down_trylock" ? LockChange::take_if_zero
                                  : LockChange::take_if_one;
  return op.result.empty() ? LockChange::take : LockChange::take_if_zero;
}

}  // namespace

LockChange lock_change(Op op) {
  const OperationFacts& f = facts(op);
  switch (f.group) {
    case OpGroup::mutex:
    case OpGroup::spin:
    case OpGroup::rwlock:
    case OpGroup::rwsem:
    case OpGroup::semaphore: return by_name(f);
    case OpGroup::ww:
      if (op == Op::ww_acquire_init) return LockChange::take;
      if (op == Op::ww_acquire_fini) return LockChange::release;
      return op == Op::ww_acquire_done ? LockChange::none : by_name(f);
    case OpGroup::annotation:
      if (op == Op::lock_map_acquire || op == Op::lock_map_acquire_read)
        return LockChange::take;
      return op == Op::lock_map_release ? LockChange::release
                                        : LockChange::none;
    case OpGroup::fence:
    case OpGroup::sections:
    case OpGroup::containers:
    case OpGroup::resv:
    case OpGroup::wait_queue:
    case OpGroup::completion:
    case OpGroup::work:
    case OpGroup::rcu:
    case OpGroup::memory:
      return has(f.name, "mmap_") ? by_name(f) : LockChange::none;
    case OpGroup::context:
    case OpGroup::data:
    case OpGroup::control:
    case OpGroup::implicit: break;
  }
  return LockChange::none;
}

}  // namespace picket
