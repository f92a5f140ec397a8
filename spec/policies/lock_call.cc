#include "spec/policies/lock_call.h"

#include <vector>

namespace picket {
namespace {

bool has(std::string_view name, std::string_view part) {
  return name.find(part) != std::string_view::npos;
}

LockCall::Form form_of(std::string_view name) {
  if (name.ends_with("_irqsave") || name.ends_with("_irqrestore"))
    return LockCall::Form::irqsave;
  if (name.ends_with("_irq")) return LockCall::Form::irq;
  if (name.ends_with("_bh")) return LockCall::Form::bh;
  return LockCall::Form::plain;
}

LockCall call_named(const OperationFacts& f) {
  switch (f.group) {
    case OpGroup::mutex:
    case OpGroup::spin:
    case OpGroup::rwlock:
    case OpGroup::rwsem: break;
    default: return {};
  }
  LockCall call;
  call.form = form_of(f.name);
  call.shared = has(f.name, "read");
  call.spins = f.group == OpGroup::spin || f.group == OpGroup::rwlock;
  if (has(f.name, "downgrade"))
    call.kind = LockCall::Kind::downgrade;
  else if (has(f.name, "unlock") || has(f.name, "up_"))
    call.kind = LockCall::Kind::release;
  else if (has(f.name, "trylock"))
    call.kind = LockCall::Kind::try_;
  else
    call.kind = LockCall::Kind::take;
  return call;
}

}  // namespace

LockCall lock_call(Op op) {
  static const std::vector<LockCall> calls = [] {
    std::vector<LockCall> all;
    for (const OperationFacts& f : all_operations())
      all.push_back(call_named(f));
    return all;
  }();
  // Those that the language has no name for come last.
  const auto index = static_cast<std::size_t>(op);
  return index < calls.size() ? calls[index] : call_named(facts(op));
}

}  // namespace picket
