#include "explorer/check/chain_words.h"
#include "spec/model/step_place.h"

namespace picket {
namespace {

std::string named(const Scenario& s, ObjectId o) {
  return std::string(facts(s.object(o).type).name) + " " + s.object(o).name;
}

std::string line_of(const Scenario& s, StepId step) {
  return step.valid() ? place_remark(s, s.step(step)) : "";
}

class Words {
 public:
  Words(const Scenario& s, const Resources& r) : s_(s), r_(r) {}

  std::string sentence(const ClosureLink& link) const {
    return subject(link) + ", " + condition(link);
  }

 private:
  std::string resource(ResourceId r) const {
    if (r_.is_start(r)) return "work item " + s_.object(r_.object(r)).name;
    if (r_.object(r).valid()) return named(s_, r_.object(r));
    if (r_.is_end(r)) return "the end of " + s_.context(r_.context(r)).name;
    if (r_.context(r).valid())
      return "the wake-up of " + s_.context(r_.context(r)).name;
    return "the CPU";
  }

  std::string who(const ClosureLink& link) const {
    return s_.context(link.context).name;
  }

  // "fence f is signalled by a (line 4)"
  std::string subject(const ClosureLink& link) const {
    const std::string what = resource(link.from);
    if (link.held) return what + " is held by " + who(link);
    return what + " " + verb(link) + " by " + who(link) +
           line_of(s_, link.gives);
  }

  std::string verb(const ClosureLink& link) const {
    if (r_.is_start(link.from)) return "is queued";
    const ObjectId o = r_.object(link.from);
    if (!o.valid()) return "is given";
    switch (s_.object(o).type) {
      case ObjectType::completion: return "is completed";
      case ObjectType::wait_queue_head: return "is woken";
      case ObjectType::semaphore: return "is given";
      case ObjectType::work_struct: return "is finished";
      case ObjectType::int_:
      case ObjectType::atomic_t: return "is changed";
      default: break;
    }
    return type_fits(s_.object(o).type, "fence") ? "is signalled"
                                                 : "is changed";
  }

  // "which first waits for mutex m (line 3)"
  std::string condition(const ClosureLink& link) const {
    const std::string on = resource(link.on);
    if (link.inside.valid() && link.waits == link.gives)
      return "in what " + on + " runs";
    const std::string when = link.held ? "while it " : "which first ";
    if (!link.waits.valid())
      return (r_.is_start(link.on) ? "once it is queued, "
                                   : std::string("which starts after ")) +
             on;
    return when + need(link) + on + line_of(s_, link.waits);
  }

  static std::string need(const ClosureLink& link) {
    switch (link.how) {
      case Dependence::given:
      case Dependence::watched: return "needs ";
      case Dependence::looked:
      case Dependence::value: break;
    }
    return "looks at ";
  }

  const Scenario& s_;
  const Resources& r_;
};

}  // namespace

std::vector<std::string> chain_words(const Scenario& s, const Closure& closure,
                                     const std::vector<ClosureLink>& chain) {
  const Words words(s, closure.resources());
  std::vector<std::string> out;
  for (const ClosureLink& link : chain) out.push_back(words.sentence(link));
  return out;
}

}  // namespace picket
