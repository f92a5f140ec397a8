// free and init: what must not be going on then, and what an object is after.
#include <string>

#include "explorer/exchange/promela_text.h"

namespace picket {
namespace {

std::string owned(const std::string& name) {
  return "owner[" + name + "] != 0";
}

// Is somebody holding it, or a part of it? "": nobody can.
std::string held(const PromelaText& text, ObjectId id) {
  const Object& o = text.scenario.object(id);
  const std::string& name = text.name(id);
  switch (o.type) {
    case ObjectType::mutex:
    case ObjectType::rt_mutex:
    case ObjectType::spinlock_t:
    case ObjectType::raw_spinlock_t:
    case ObjectType::ww_mutex:
    case ObjectType::dma_resv: return owned(name);
    case ObjectType::rwlock_t:
    case ObjectType::rw_semaphore:
    case ObjectType::percpu_rw_semaphore:
      return owned(name) + " || readers[" + name + "] > 0";
    case ObjectType::dma_fence: {
      const ObjectId own = text.scenario.own_lock(id);
      return own.valid() ? owned(text.name(own)) : "";
    }
    default: return "";
  }
}

// What it is when it has just been initialised.
std::string values(const PromelaText& text, ObjectId id) {
  const Object& o = text.scenario.object(id);
  const std::string& name = text.name(id);
  switch (o.type) {
    case ObjectType::int_:
    case ObjectType::atomic_t:
      return name + " = " + std::to_string(o.initial) + ";\n";
    case ObjectType::semaphore:
      return "count[" + name + "] = " + std::to_string(o.count) + ";\n";
    case ObjectType::completion:
      return "done_count[" + name + "] = " + std::to_string(o.done) + ";\n";
    default: return "";
  }
}

bool can_be_initialised(ObjectType type) {
  switch (type) {
    case ObjectType::mutex:
    case ObjectType::rt_mutex:
    case ObjectType::spinlock_t:
    case ObjectType::raw_spinlock_t:
    case ObjectType::completion:
    case ObjectType::semaphore:
    case ObjectType::int_:
    case ObjectType::atomic_t: return true;
    default: return false;
  }
}

std::string forbidden(const std::string& when, const char* kind) {
  if (when.empty()) return "";
  return "if\n:: " + when + " -> misuse(" + kind + ")\n:: else\nfi;\n";
}

void require(PromelaText& text, ObjectId id) {
  if (!held(text, id).empty()) text.parts.insert(PromelaPart::lock);
}

}  // namespace

std::optional<PromelaStatements> promela_lifetime(PromelaText& text,
                                                  const Step& step) {
  if (step.op != Op::free_ && step.op != Op::init_) return {};
  const ObjectId id = step.operands[0].object();
  const std::string name = text.place(id);
  const ObjectId own = text.scenario.own_lock(id);
  require(text, id);
  if (step.op == Op::free_)
    return PromelaStatements{promela_atomic(
        "alive(" + name + ");\n" + forbidden(held(text, id), "free_held_lock") +
        "gone[" + name + "] = 1;\n" +
        (own.valid() ? "gone[" + text.name(own) + "] = 1;\n" : ""))};
  if (!can_be_initialised(text.scenario.object(id).type))
    text.problem(step, "init of such an object cannot be exported");
  return PromelaStatements{
      promela_atomic(forbidden(held(text, id), "init_held_lock") + "gone[" +
                     name + "] = 0;\n" + values(text, id))};
}

}  // namespace picket
