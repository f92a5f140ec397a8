#include "explorer/report/want_text.h"

namespace picket {
namespace {

std::string named(const Scenario& s, ObjectId id) {
  if (!id.valid()) return "something";
  const Object& o = s.object(id);
  return std::string(facts(o.type).name) + " " + o.name;
}

std::string any_of(const Scenario& s, std::int32_t list) {
  std::string text;
  for (const ObjectId o : s.object_lists[static_cast<std::size_t>(list)])
    text += (text.empty() ? "any of " : ", ") + s.object(o).name;
  return text;
}

std::string wake_up(const Scenario& s, const Want& want) {
  std::string text = "a wake-up";
  if (want.object.valid()) text += " on " + s.object(want.object).name;
  if (want.condition.valid()) text += " until " + describe(s, want.condition);
  return text;
}

}  // namespace

std::string want_text(const Scenario& s, const Want& want) {
  switch (want.kind) {
    case Want::Kind::nothing: return "nothing";
    case Want::Kind::lock:
    case Want::Kind::completion: return named(s, want.object);
    case Want::Kind::signal:
      return want.list < 0 ? named(s, want.object) : any_of(s, want.list);
    case Want::Kind::wake_up: return wake_up(s, want);
    case Want::Kind::condition: return describe(s, want.condition);
    case Want::Kind::work:
    case Want::Kind::queue: return named(s, want.object) + " to finish";
    case Want::Kind::slot: return "a place on " + named(s, want.object);
    case Want::Kind::count: return "a count of " + named(s, want.object);
    case Want::Kind::cpu: return "its CPU";
    case Want::Kind::line: return "its interrupt line";
    case Want::Kind::point: return "a point of " + named(s, want.object);
    case Want::Kind::thread:
    case Want::Kind::exit: return s.context(want.context).name + " to finish";
    case Want::Kind::park: return s.context(want.context).name + " to park";
    case Want::Kind::unpark: return "being unparked";
    case Want::Kind::readers:
      return want.object.valid() ? "the readers of " + named(s, want.object)
                                 : "a grace period of RCU";
    case Want::Kind::callbacks: return "the callbacks of call_rcu";
  }
  return "";
}

}  // namespace picket
