#include "spec/rules/behaviour.h"

#include <algorithm>
#include <map>
#include <set>

#include "spec/rules/violation.h"

namespace picket {
namespace {

using Effect = Letter::Effect;

// What is held and open so far.
class Run {
 public:
  explicit Run(const Alphabet& a) : a_(a) {}

  // False: the letter cannot come now.
  bool take(const Occurrence& o) {
    const Letter& l = a_.letters[o.letter];
    const ContextId c = o.context;
    if (const auto open = trying_.find(c); open != trying_.end()) {
      if (l.tried_by != open->second) return false;
      trying_.erase(open);
    } else if (l.tried_by >= 0) {
      return false;
    }
    if (l.attempt) {
      trying_[c] = static_cast<std::int32_t>(o.letter);
      return true;
    }
    return apply(l, c);
  }

  // Before the letter is taken: does it change the fence?
  bool changes_fence(const Letter& l) const {
    if (l.effect == Effect::signal) return !signaled_.count(l.object);
    return l.effect == Effect::publish && !published_.count(l.object);
  }

  int section_depth(ContextId c, ClassId k) const {
    const auto it = sections_.find({c, k});
    return it == sections_.end() ? 0 : it->second;
  }

 private:
  using Hold = std::pair<ContextId, ObjectId>;

  int total(const std::map<Hold, int>& holds, ObjectId lock) const {
    int n = 0;
    for (const auto& [hold, depth] : holds)
      if (hold.second == lock) n += depth;
    return n;
  }

  static bool drop(std::map<Hold, int>& holds, const Hold& hold) {
    int& n = holds[hold];
    return n > 0 ? (--n, true) : false;
  }

  bool apply(const Letter& l, ContextId c) {
    const Hold hold{c, l.object};
    switch (l.effect) {
      case Effect::none: return true;
      case Effect::take:
        if (total(alone_, l.object) + total(shared_, l.object) > 0)
          return false;
        return ++alone_[hold] > 0;
      case Effect::take_shared:
        if (total(alone_, l.object) > 0 || shared_[hold] == 2) return false;
        return ++shared_[hold] > 0;
      case Effect::take_freely:
        if (freely_[hold] == 2) return false;
        return ++freely_[hold] > 0;
      case Effect::drop: return drop(alone_, hold);
      case Effect::drop_shared: return drop(shared_, hold);
      // A semaphore's count may be given by who has not taken it.
      case Effect::drop_freely: drop(freely_, hold); return true;
      case Effect::begin: {
        int& n = sections_[{c, l.klass}];
        return n < 2 ? (++n, true) : false;
      }
      case Effect::end: {
        int& n = sections_[{c, l.klass}];
        return n > 0 ? (--n, true) : false;
      }
      case Effect::signal: signaled_[l.object] = 1; return true;
      case Effect::publish: published_[l.object] = 1; return true;
      case Effect::await: return signaled_.count(l.object) > 0;
      case Effect::give: {
        int& n = given_[l.object];
        n = std::min(n + 1, 3);
        return true;
      }
      case Effect::get: {
        int& n = given_[l.object];
        return n > 0 ? (--n, true) : false;
      }
    }
    return false;
  }

  const Alphabet& a_;
  std::map<ContextId, std::int32_t> trying_;
  std::map<Hold, int> alone_, shared_, freely_;
  std::map<std::pair<ContextId, ClassId>, int> sections_;
  std::map<ObjectId, int> published_, signaled_, given_;
};

// The behaviour as a trace in which every event comes before the next.
class Telling {
 public:
  explicit Telling(const Alphabet& a) : a_(a), run_(a) {
    trace_.contexts = a.world->contexts.size();
    count_.assign(trace_.contexts, 0);
    slots_.resize(trace_.contexts);
  }

  Trace tell(const Behaviour& behaviour) {
    for (const Occurrence& o : behaviour) {
      tell(o);
      run_.take(o);
    }
    return std::move(trace_);
  }

 private:
  void tell(const Occurrence& o) {
    const Letter& l = a_.letters[o.letter];
    Event e;
    e.context = o.context;
    e.step = l.step;
    // An attempt stands somewhere behind the context's last event: right here,
    // then.
    const bool tries = l.attempt || l.tried_by < 0;
    if (tries && facts(a_.world->step(l.step).op).blocking) {
      Event before;
      before.context = o.context;
      append(before);
    }
    e.begins = tries;
    e.happens = !l.attempt;
    e.result = l.result;
    if (e.happens) tell_effect(l, e);
    append(e);
  }

  void tell_effect(const Letter& l, Event& e) {
    const bool fresh = run_.changes_fence(l);
    auto& slots = slots_[e.context.index()];
    switch (l.effect) {
      case Effect::signal:
        if (fresh) e.signals = l.object;
        e.result = fresh ? 0 : -22;
        return;
      case Effect::publish:
        if (fresh) e.published = l.object;
        return;
      case Effect::begin:
        e.section = static_cast<std::int32_t>(slots.size());
        slots.push_back(l.klass);
        return;
      case Effect::end:
        for (std::size_t i = slots.size(); i-- > 0;)
          if (slots[i] == l.klass) {
            e.section = static_cast<std::int32_t>(i);
            slots[i] = ClassId{};
            return;
          }
        return;
      default: return;
    }
  }

  void append(Event e) {
    e.ordinal = ++count_[e.context.index()];
    trace_.events.push_back(e);
    for (const std::int32_t n : count_)
      trace_.clocks.push_back(static_cast<std::uint16_t>(n));
  }

  const Alphabet& a_;
  Run run_;
  Trace trace_;
  std::vector<std::int32_t> count_;
  std::vector<std::vector<ClassId>> slots_;
};

bool holds_in(const BaseOrder& order, const CaseList& cases, std::size_t c) {
  for (std::size_t i = 0; i < cases.clauses(c); ++i) {
    bool some = false;
    for (const OrderAtom& atom : cases.clause(c, i))
      some |= order.before(atom.first, atom.then);
    if (!some) return false;
  }
  return true;
}

// Rules about circles ask what else a context would still do. Here everything
// that it does is in the word: x needs y if some context tries to wait for y
// before it signals x.
class Circles {
 public:
  Circles(const Alphabet& a, const Behaviour& behaviour) : a_(a) {
    for (std::size_t i = 0; i < behaviour.size(); ++i) {
      const ObjectId y = tried(behaviour[i]);
      for (std::size_t j = i + 1; y.valid() && j < behaviour.size(); ++j) {
        const Letter& l = a_.letters[behaviour[j].letter];
        if (behaviour[j].context == behaviour[i].context &&
            l.effect == Effect::signal)
          needs_[l.object].push_back(y);
      }
    }
  }

  bool any() {
    for (const auto& [x, list] : needs_)
      if (reaches(x, x, 0)) return true;
    return false;
  }

 private:
  // The fence that the context begins to wait for.
  ObjectId tried(const Occurrence& o) const {
    const Letter& l = a_.letters[o.letter];
    if (!l.attempt && l.tried_by >= 0) return {};
    const Step& step = a_.world->step(l.step);
    return step.op == Op::dma_fence_wait ? step.operands[0].object()
                                         : ObjectId{};
  }

  bool reaches(ObjectId from, ObjectId to, std::size_t depth) const {
    const auto it = needs_.find(from);
    if (it == needs_.end() || depth > needs_.size()) return false;
    for (const ObjectId y : it->second)
      if (y == to || reaches(y, to, depth + 1)) return true;
    return false;
  }

  const Alphabet& a_;
  std::map<ObjectId, std::vector<ObjectId>> needs_;
};

bool names_all_relations(const Rule& rule) {
  const std::set<Relation> all(rule.relations.begin(), rule.relations.end());
  return all.size() == 3;
}

}  // namespace

bool well_formed(const Alphabet& a, const Behaviour& behaviour) {
  Run run(a);
  for (const Occurrence& o : behaviour)
    if (!run.take(o)) return false;
  return true;
}

bool breaks(const Alphabet& a, const Behaviour& behaviour, std::size_t rule) {
  const Rule& r = a.world->rules[rule];
  if (r.pattern == Rule::Pattern::acyclic)
    return names_all_relations(r) && Circles(a, behaviour).any();
  const Trace trace = Telling(a).tell(behaviour);
  RuleEvents events(a.plans);
  Violations violations(a.plans);
  CaseList cases;
  events.read(trace);
  violations.find(events, rule, cases);
  for (std::size_t c = 0; c < cases.size(); ++c)
    if (holds_in(events.order(), cases, c)) return true;
  return false;
}

std::vector<std::string> behaviour_words(const Alphabet& a,
                                         const Behaviour& behaviour) {
  std::vector<std::string> out;
  for (const Occurrence& o : behaviour) {
    const Letter& l = a.letters[o.letter];
    const Step& step = a.world->step(l.step);
    std::string words = describe(*a.world, step);
    if (l.attempt) {
      const auto at = std::min(words.find('('), words.size());
      words.insert(at, ".enter");
    }
    if (!step.label.empty()) words += " at label " + step.label;
    out.push_back(a.world->context(o.context).name + ": " + words);
  }
  return out;
}

}  // namespace picket
