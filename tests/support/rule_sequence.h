// One linear order of the events of a schedule, and what a rule says of it:
// read off the language pattern by pattern, as the oracle of spec/rules.
#pragma once

#include <algorithm>
#include <climits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "spec/model/scenario.h"
#include "spec/model/trace.h"
#include "tests/support/text_walk.h"

namespace picket::test {

using Variables = std::map<std::string, ObjectId>;

// A transition, an attempt, or a fence's publication or signal at the start.
struct Happening {
  const Event* event = nullptr;  // transitions
  bool enter = false;            // an attempt
  ObjectId at_start;             // a fence published from the start, or
  bool signaled = false;         // signalled
  ContextId context;
  StepId step;
  bool before_end = true;
};

struct Span {
  int open = -1;        // -1: from the start
  int close = INT_MAX;  // INT_MAX: to the end
  ContextId context;    // none: nobody's
};

class Sequence {
 public:
  Sequence(const Scenario& s, const Trace& t, const Rule& r,
           std::vector<Happening> h)
      : s_(s), trace_(t), rule_(r), h_(std::move(h)) {
    // A crash ends the schedule.
    for (std::size_t i = 0; i < h_.size(); ++i)
      if (h_[i].event && h_[i].event->crashes) {
        cut_off_.assign(h_.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                        h_.end());
        h_.resize(i + 1);
        break;
      }
  }

  bool breaks(const Variables& v) const {
    switch (rule_.pattern) {
      case Rule::Pattern::never: return never(v);
      case Rule::Pattern::only_if: return only_if(v);
      case Rule::Pattern::order: return order(v);
      case Rule::Pattern::leads_to: return leads_to(v);
      case Rule::Pattern::in_order: return in_order(v);
      case Rule::Pattern::at_most: return at_most(v);
      case Rule::Pattern::exclusive: return exclusive(v);
      case Rule::Pattern::acyclic: return cyclic();
    }
    return false;
  }

 private:
  const Step* step(const Happening& h) const {
    return h.step.valid() ? &s_.step(h.step) : nullptr;
  }

  // What a container does inside is no step of the scenario.
  const Step* written(const Happening& h) const {
    const Step* at = step(h);
    const bool inside =
        at && at->function.valid() && s_.function(at->function).implicit;
    return inside ? nullptr : at;
  }

  bool fits(const SelectorTerm& t, ObjectId o, const Variables& v) const {
    switch (t.argument) {
      case SelectorTerm::Argument::any: return true;
      case SelectorTerm::Argument::object:
        return std::count(t.objects.begin(), t.objects.end(), o) > 0;
      case SelectorTerm::Argument::variable: return v.at(t.text) == o;
      case SelectorTerm::Argument::klass: return s_.object(o).klass == t.klass;
      case SelectorTerm::Argument::word: return false;
    }
    return false;
  }

  bool operands_fit(const SelectorTerm& t, const Step& st,
                    const Variables& v) const {
    if (t.argument == SelectorTerm::Argument::any) return true;
    for (const Operand& o : st.operands) {
      const auto at = static_cast<std::size_t>(o.value);
      if (o.kind == Operand::Kind::object && fits(t, ObjectId(o.value), v))
        return true;
      if (o.kind == Operand::Kind::objects)
        for (const ObjectId x : s_.object_lists[at])
          if (fits(t, x, v)) return true;
      if (o.kind == Operand::Kind::assignments)
        for (const Assignment& a : s_.assignment_lists[at])
          if (fits(t, a.variable, v)) return true;
      if (o.kind == Operand::Kind::word &&
          t.argument == SelectorTerm::Argument::word && s_.words[at] == t.text)
        return true;
      if (o.kind == Operand::Kind::klass &&
          t.argument == SelectorTerm::Argument::klass &&
          t.klass == ClassId(o.value))
        return true;
    }
    return st.op == Op::dma_fence_begin_signalling && !st.operands[0].given() &&
           t.argument == SelectorTerm::Argument::klass &&
           s_.classes[t.klass.index()] == "dma_fence";
  }

  // `op`, `op.enter`, label, with `by`.
  bool is(const Happening& h, const SelectorTerm& t, const Variables& v) const {
    if (!t.by.empty() && std::count(t.by.begin(), t.by.end(), h.context) == 0)
      return false;
    if (t.kind == SelectorTerm::Kind::label)
      return h.event && h.event->happens && written(h) &&
             written(h)->label == t.text;
    if (t.enter)
      return h.enter && written(h) && written(h)->op == t.op &&
             operands_fit(t, *written(h), v);
    if (h.at_start.valid())
      return t.op == (h.signaled ? Op::dma_fence_signal : Op::publish_) &&
             fits(t, h.at_start, v);
    if (h.enter || !h.event) return false;
    if (t.op == Op::publish_ && h.event->published.valid())
      return fits(t, h.event->published, v);
    const bool own = h.event->happens && written(h) && written(h)->op == t.op &&
                     operands_fit(t, *written(h), v);
    if (t.op == Op::dma_fence_signal) {
      if (h.event->signals.valid()) return fits(t, h.event->signals, v);
      return own && h.event->result == -22;
    }
    return own;
  }

  bool is(const Happening& h, const Selector& sel, const Variables& v) const {
    for (const SelectorTerm& t : sel.terms)
      if (is(h, t, v)) return true;
    return false;
  }

  // Exempt is the whole operation: also its attempt, and what it signals.
  bool exempt(const Happening& h, const Variables& v) const {
    for (const SelectorTerm& t : rule_.unless.terms) {
      if (!t.by.empty() && std::count(t.by.begin(), t.by.end(), h.context) == 0)
        continue;
      if (const Step* st = written(h)) {
        if (t.kind == SelectorTerm::Kind::label && st->label == t.text)
          return true;
        if (t.kind == SelectorTerm::Kind::operation && st->op == t.op &&
            operands_fit(t, *st, v))
          return true;
      }
      if (t.kind == SelectorTerm::Kind::operation && !t.enter && is(h, t, v))
        return true;
    }
    return false;
  }

  bool counts(int i, const Selector& sel, const Variables& v) const {
    const Happening& h = h_[static_cast<std::size_t>(i)];
    return is(h, sel, v) && !exempt(h, v);
  }

  int size() const { return static_cast<int>(h_.size()); }
  const Happening& at(int i) const { return h_[static_cast<std::size_t>(i)]; }

  bool never(const Variables& v) const {
    for (int i = 0; i < size(); ++i) {
      if (!counts(i, rule_.a, v)) continue;
      if (!rule_.has_within) return true;
      for (const Span& span : spans(rule_.interval, v))
        if (span.open < i && i < span.close && same_context(span, i, v))
          return true;
    }
    return false;
  }

  bool same_context(const Span& span, int i, const Variables& v) const {
    if (rule_.across) return true;
    if (rule_.interval.kind == Interval::Kind::pending) return true;
    if (rule_.interval.kind == Interval::Kind::before) {
      // before(B) is the interval of those who do B, were it behind the end.
      bool any = false;
      for (const auto* part : {&h_, &cut_off_})
        for (const Happening& h : *part) {
          if (!is(h, rule_.interval.to, v)) continue;
          any = true;
          if (h.context == at(i).context) return true;
        }
      return !any;
    }
    return !span.context.valid() || span.context == at(i).context;
  }

  bool only_if(const Variables& v) const {
    for (int i = 0; i < size(); ++i) {
      if (!counts(i, rule_.a, v)) continue;
      bool first = false;
      for (int j = 0; j < i; ++j) first |= is(at(j), rule_.b, v);
      if (!first) return true;
    }
    return false;
  }

  bool order(const Variables& v) const {
    for (int j = 0; j < size(); ++j)
      for (int i = j + 1; i < size(); ++i)
        if (counts(i, rule_.a, v) && counts(j, rule_.b, v)) return true;
    return false;
  }

  bool leads_to(const Variables& v) const {
    if (trace_.crashed || trace_.limited) return false;
    for (int i = 0; i < size(); ++i) {
      if (!counts(i, rule_.a, v)) continue;
      bool followed = false;
      for (int j = i + 1; j < size(); ++j) followed |= is(at(j), rule_.b, v);
      if (!followed) return true;
    }
    return false;
  }

  // Objects this event of A is about: without -EINVAL, which changes nothing.
  std::set<ObjectId> numbered(int i, const Variables& v) const {
    std::set<ObjectId> out;
    for (std::size_t o = 0; o < s_.objects.size(); ++o) {
      if (!type_fits(s_.objects[o].type, "fence")) continue;
      Selector narrowed = rule_.a;
      for (SelectorTerm& t : narrowed.terms) {
        if (t.argument == SelectorTerm::Argument::object &&
            std::count(t.objects.begin(), t.objects.end(), ObjectId(o)) == 0)
          t.objects.clear();
        else if (t.argument == SelectorTerm::Argument::klass &&
                 t.klass != s_.objects[o].klass)
          t.objects.clear();
        else
          t.objects = {ObjectId(o)};
        t.argument = SelectorTerm::Argument::object;
      }
      const Happening& h = at(i);
      const bool idle = h.event && !h.event->signals.valid() && step(h) &&
                        step(h)->op == Op::dma_fence_signal;
      const bool idle_publish = h.event && !h.event->published.valid() &&
                                step(h) && step(h)->op == Op::publish_;
      if (!idle && !idle_publish && is(h, narrowed, {}) && !exempt(h, v))
        out.insert(ObjectId(o));
    }
    return out;
  }

  bool in_order(const Variables& v) const {
    for (int i = 0; i < size(); ++i)
      for (int j = i + 1; j < size(); ++j)
        for (const ObjectId x : numbered(i, v))
          for (const ObjectId y : numbered(j, v)) {
            const Object &a = s_.object(x), &b = s_.object(y);
            const bool group = rule_.per == "class" ? a.klass == b.klass
                                                    : a.timeline == b.timeline;
            if (group && a.seqno > b.seqno) return true;
          }
    return false;
  }

  bool at_most(const Variables& v) const {
    const auto all = spans(rule_.interval, v);
    for (int i = -1; i < size(); ++i) {
      int open = 0;
      for (const Span& s : all) open += s.open <= i && i < s.close;
      if (open > rule_.number) return true;
    }
    return false;
  }

  bool exclusive(const Variables& v) const {
    for (const Span& a : spans(rule_.interval, v))
      for (const Span& b : spans(rule_.second, v)) {
        const bool different =
            !a.context.valid() || !b.context.valid() || a.context != b.context;
        if (different && std::max(a.open, b.open) < std::min(a.close, b.close))
          return true;
      }
    return false;
  }

  std::vector<Span> spans(const Interval& i, const Variables& v) const {
    switch (i.kind) {
      case Interval::Kind::held: return held(i, v);
      case Interval::Kind::signalling: return signalling(i, v);
      case Interval::Kind::pending: return pending(i, v);
      case Interval::Kind::between:
      case Interval::Kind::after: {
        std::vector<Span> out;
        for (int k = 0; k < size(); ++k) {
          if (!is(at(k), i.from, v)) continue;
          Span s{k, INT_MAX, at(k).context};
          for (int j = k + 1; j < size() && s.close == INT_MAX; ++j)
            if (is(at(j), i.to, v)) s.close = j;
          out.push_back(s);
        }
        return out;
      }
      case Interval::Kind::before: {
        Span s;
        for (int j = 0; j < size() && s.close == INT_MAX; ++j)
          if (is(at(j), i.to, v)) s.close = j;
        return {s};
      }
    }
    return {};
  }

  bool wanted(const Interval& i, ObjectId o, const Variables& v) const {
    if (!i.variable.empty()) return v.at(i.variable) == o;
    return std::count(i.objects.begin(), i.objects.end(), o) > 0;
  }

  static bool contains(std::string_view text, const char* part) {
    return text.find(part) != text.npos;
  }

  // +1 takes its lock, -1 releases it.
  static int change(const Step& st, std::int32_t result) {
    const std::string_view name = facts(st.op).name;
    if (contains(name, "unlock") || contains(name, "up_") || name == "up" ||
        name == "ww_acquire_fini" || name == "lock_map_release")
      return -1;
    if (contains(name, "trylock") && name != "down_trylock") return result == 1;
    return result == 0 &&
           (contains(name, "lock") || contains(name, "down_") ||
            name == "down" || name == "ww_acquire_init" ||
            contains(name, "lock_map_acquire")) &&
           !contains(name, "assert") && !contains(name, "might") &&
           name != "lock_sync";
  }

  std::vector<Span> held(const Interval& i, const Variables& v) const {
    std::map<std::pair<ContextId, ObjectId>, std::pair<int, std::size_t>> depth;
    std::vector<Span> out;
    int k = 0;
    const auto note = [&](ObjectId lock, int by) {
      if (!lock.valid() || by == 0 || !wanted(i, lock, v)) return;
      auto& [count, index] = depth[{at(k).context, lock}];
      if (by < 0 && count > 0 && --count == 0) out[index].close = k;
      if (by < 0 || count++ > 0) return;
      index = out.size();
      out.push_back({k, INT_MAX, at(k).context});
    };
    for (; k < size(); ++k) {
      const Happening& h = at(k);
      if (!h.event) continue;
      note(h.event->takes, 1);
      note(h.event->drops, -1);
      if (!h.event->happens || !step(h)) continue;
      const Step& st = *step(h);
      if (st.operands[0].kind != Operand::Kind::object) continue;
      const ObjectId lock(st.operands[0].value);
      if (type_fits(s_.object(lock).type, "lock"))
        note(lock, change(st, h.event->result));
    }
    return out;
  }

  std::vector<Span> signalling(const Interval& i, const Variables& v) const {
    // A section in a section of its class is part of that.
    std::map<std::pair<ContextId, int>, std::string> open;
    std::map<std::pair<ContextId, std::string>, std::size_t> outer;
    std::vector<Span> out;
    for (int k = 0; k < size(); ++k) {
      const Happening& h = at(k);
      if (!h.event || h.event->section < 0 || !step(h)) continue;
      const auto key = std::make_pair(h.context, h.event->section);
      if (step(h)->op == Op::dma_fence_begin_signalling) {
        if (!section_wanted(i, *step(h), v)) continue;
        const std::string klass = class_begun(*step(h));
        int inside = 0;
        for (const auto& [k2, klass2] : open)
          inside += k2.first == h.context && klass2 == klass;
        open[key] = klass;
        if (inside > 0) continue;
        outer[{h.context, klass}] = out.size();
        out.push_back({k, INT_MAX, h.context});
      } else if (open.count(key)) {
        const std::string klass = open[key];
        open.erase(key);
        int inside = 0;
        for (const auto& [k2, klass2] : open)
          inside += k2.first == h.context && klass2 == klass;
        if (inside == 0) out[outer[{h.context, klass}]].close = k;
      }
    }
    return out;
  }

  std::string class_begun(const Step& begin) const {
    return begin.operands[0].given()
               ? s_.classes[static_cast<std::size_t>(begin.operands[0].value)]
               : "dma_fence";
  }

  bool section_wanted(const Interval& i, const Step& begin,
                      const Variables& v) const {
    const std::string klass = class_begun(begin);
    const auto of = [&](ObjectId o) {
      return s_.classes[s_.object(o).klass.index()] == klass;
    };
    if (!i.variable.empty()) return of(v.at(i.variable));
    if (i.klass.valid()) return s_.classes[i.klass.index()] == klass;
    if (i.objects.empty()) return true;
    return std::any_of(i.objects.begin(), i.objects.end(), of);
  }

  std::vector<Span> pending(const Interval& i, const Variables& v) const {
    std::vector<Span> out;
    for (std::size_t o = 0; o < s_.objects.size(); ++o) {
      const ObjectId f(o);
      if (!type_fits(s_.objects[o].type, "fence") || !wanted(i, f, v)) continue;
      bool published = false, signaled = s_.objects[o].signaled, open = false;
      for (int k = 0; k < size(); ++k) {
        const Happening& h = at(k);
        const bool init =
            h.event && h.event->happens && step(h) &&
            (step(h)->op == Op::dma_fence_init || step(h)->op == Op::init_) &&
            ObjectId(step(h)->operands[0].value) == f;
        published |= h.at_start == f && !h.signaled;
        published |= h.event && h.event->published == f;
        if (init) signaled = false;
        if (init && step(h)->op == Op::init_) {
          published = s_.objects[o].published;
          signaled = s_.objects[o].signaled;
        }
        if (h.event && h.event->signals == f) signaled = true;
        const bool now = published && !signaled;
        if (now && !open) out.push_back({k, INT_MAX, {}});
        if (!now && open) out.back().close = k;
        open = now;
      }
    }
    return out;
  }

  // x needs y: an attempt to wait for y with a signal of x still in the text.
  // Without one of the three relations there is no need.
  bool cyclic() const {
    if (rule_.relations.size() < 3) return false;
    std::map<ObjectId, std::set<ObjectId>> needs;
    for (int i = 0; i < size(); ++i) {
      const Happening& h = at(i);
      if (!h.enter) continue;
      std::set<ObjectId> on = in_reservation(i);
      for (const ObjectId y : waited_for(s_, *step(h))) on.insert(y);
      if (on.empty()) continue;
      for (const ObjectId x : signals_behind(s_, h.context, h.step))
        needs[x].insert(on.begin(), on.end());
    }
    for (const auto& [x, unused] : needs) {
      std::set<ObjectId> seen;
      std::vector<ObjectId> todo{x};
      while (!todo.empty()) {
        const ObjectId at = todo.back();
        todo.pop_back();
        for (const ObjectId y : needs[at]) {
          if (y == x) return true;
          if (seen.insert(y).second) todo.push_back(y);
        }
      }
    }
    return false;
  }

  // Fences that a wait on a reservation may have seen there: until it returned,
  // or at any time.
  std::set<ObjectId> in_reservation(int attempt) const {
    const Happening& h = at(attempt);
    std::set<ObjectId> seen;
    for (int i = 0; i < size(); ++i) {
      const Happening& other = at(i);
      if (!other.event || !other.event->happens || !step(other)) continue;
      if (i > attempt && other.context == h.context && other.step == h.step)
        break;
      if (waits_for_fence_added(s_, *step(h), *step(other)))
        seen.insert(step(other)->operands[1].object());
    }
    return seen;
  }

  const Scenario& s_;
  const Trace& trace_;
  const Rule& rule_;
  std::vector<Happening> h_;
  std::vector<Happening> cut_off_;
};

}  // namespace picket::test
