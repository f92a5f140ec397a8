#include "tests/oracle/report_truth.h"

#include <algorithm>

#include "explorer/check/deadlock.h"

namespace picket::oracle {
namespace {

bool one_map(PolicyKind kind) {
  return kind == PolicyKind::dma_fence_map ||
         kind == PolicyKind::dma_fence_map_trylock;
}

bool is(const Step& step, std::string_view text) {
  return facts(step.op).name.find(text) != std::string_view::npos;
}

// The map that waiting for things of this class takes; "": none.
std::string event_class(PolicyKind kind, const std::string& klass) {
  if (one_map(kind) || (kind == PolicyKind::wait_map && klass == "dma_fence"))
    return "dma_fence_map";
  return kind == PolicyKind::wait_map ? klass : "";
}

std::string lock_class(const Scenario& s, ObjectId id) {
  const Object& o = s.object(id);
  const std::string name =
      o.klass.valid() ? s.classes[o.klass.index()] : o.family;
  switch (o.type) {
    case ObjectType::dma_resv: return "reservation_ww_class_mutex";
    case ObjectType::work_struct: return "(work_completion)" + name;
    case ObjectType::workqueue_struct: return "(wq_completion)" + name;
    case ObjectType::timer_list: return "(timer)" + name;
    case ObjectType::srcu_struct: return name;
    case ObjectType::semaphore: return "";
    default: return type_fits(o.type, "lock") ? name : "";
  }
}

// Waits for fences, completions and what else a section may be about.
bool is_event(const Scenario& s, const Step& step) {
  if (step.operands[0].kind != Operand::Kind::object) return false;
  const Object& o = s.object(step.operands[0].object());
  if (o.type == ObjectType::completion) return true;
  return type_fits(o.type, "fence") && is(step, "dma_fence_wait");
}

ClassNames wanted(const Scenario& s, PolicyKind kind, const Waiter& w,
                  bool& event) {
  event = false;
  if (w.want.kind == Want::Kind::slot || w.want.kind == Want::Kind::cpu ||
      w.want.kind == Want::Kind::condition || w.want.kind == Want::Kind::line)
    return {};
  const Step& step = s.step(w.step);
  if (step.operands[0].kind != Operand::Kind::object) return {};
  const ObjectId object = step.operands[0].object();
  if (is_event(s, step)) {
    event = true;
    const Object& o = s.object(object);
    const std::string name =
        o.type == ObjectType::completion && kind != PolicyKind::wait_map
            ? ""
            : event_class(kind, s.classes[o.klass.index()]);
    return name.empty() ? ClassNames{} : ClassNames{name};
  }
  ClassNames names;
  if (const std::string name = lock_class(s, object); !name.empty())
    names.insert(name);
  if (is(step, "flush_work") && !is(step, "flush_workqueue"))
    for (const Step& q : s.steps)
      if (q.op == Op::queue_work && q.operands[1].object() == object &&
          s.object(q.operands[0].object()).max_active == 1)
        names.insert(lock_class(s, q.operands[0].object()));
  return names;
}

// What a context has taken and not dropped, event by event.
class Hands {
 public:
  Hands(const Scenario& s, PolicyKind kind, ContextId self)
      : s_(s), kind_(kind), self_(self) {}

  void see(const Event& e) {
    if (!e.step.valid()) return begin_item(e);
    const Step& step = s_.step(e.step);
    if (step.op == Op::dma_fence_signal && e.begins && !e.ends)
      section(event_class(kind_, class_of(step)));
    if (!e.ends) return;
    if (step.op == Op::dma_fence_signal && !e.begins) end_section();
    if (step.op == Op::dma_fence_begin_signalling)
      section(event_class(kind_, section_class(step)));
    if (step.op == Op::dma_fence_end_signalling) end_section();
    lock(step, e.result);
  }

  ClassNames all() const {
    ClassNames names(locks_.begin(), locks_.end());
    names.insert(sections_.begin(), sections_.end());
    names.erase("");
    return names;
  }
  bool has_begun() const { return begun_; }

 private:
  void begin_item(const Event& e) {
    const ObjectId work = s_.context(self_).work;
    if (!work.valid()) return;
    begun_ = !begun_;
    locks_.clear();
    if (!begun_) return;
    locks_.push_back(lock_class(s_, work));
    if (e.takes.valid()) locks_.push_back(lock_class(s_, e.takes));
  }

  std::string class_of(const Step& step) const {
    const Object& o = s_.object(step.operands[0].object());
    return s_.classes[o.klass.index()];
  }

  static std::string section_name(const Scenario& s, const Step& step) {
    return step.operands[0].given()
               ? s.classes[static_cast<std::size_t>(step.operands[0].value)]
               : "dma_fence";
  }
  std::string section_class(const Step& step) const {
    return section_name(s_, step);
  }

  // Nested in itself, or in atomic context, it is nothing.
  void section(const std::string& name) {
    const bool nested =
        std::find(sections_.begin(), sections_.end(), name) != sections_.end();
    const ContextKind context = s_.context(self_).kind;
    const bool atomic = spins_ > 0 || context == ContextKind::hardirq ||
                        context == ContextKind::softirq;
    sections_.push_back(nested || atomic ? "" : name);
  }
  void end_section() {
    if (!sections_.empty()) sections_.pop_back();
  }

  void lock(const Step& step, std::int32_t result) {
    if (step.operands[0].kind != Operand::Kind::object) return;
    const ObjectId object = step.operands[0].object();
    const std::string name = lock_class(s_, object);
    const bool spin = s_.object(object).type == ObjectType::spinlock_t ||
                      s_.object(object).type == ObjectType::rwlock_t;
    if (is(step, "unlock") || is(step, "up_")) {
      const auto at = std::find(locks_.begin(), locks_.end(), name);
      if (at != locks_.end()) locks_.erase(at);
      spins_ -= spin;
    } else if (is(step, "_lock") || is(step, "down_") ||
               (is(step, "trylock") && result == 1)) {
      if (is(step, "trylock") && result != 1) return;
      locks_.push_back(name);
      spins_ += spin;
    }
  }

  const Scenario& s_;
  const PolicyKind kind_;
  const ContextId self_;
  std::vector<std::string> locks_, sections_;
  int spins_ = 0;
  bool begun_ = false;
};

std::string family(std::string name) {
  name.resize(std::min(name.find('/'), name.size()));
  return name;
}

bool is_scope(const std::string& name) {
  return name == "fs_reclaim" || name.starts_with("mmu_notifier");
}

// The report with what each context of a circle has to do with it.
struct Question {
  const PolicyReport& report;
  std::vector<Standing> circle;
  std::vector<char> outside;
  std::vector<ClassNames> owes;

  bool named(const std::string& name) const {
    return std::find(report.classes.begin(), report.classes.end(), name) !=
           report.classes.end();
  }
  ClassNames of_report(const ClassNames& names) const {
    ClassNames out;
    for (const std::string& n : names)
      if (named(n)) out.insert(n);
    return out;
  }

  explicit Question(const PolicyReport& r, const std::vector<Standing>& c)
      : report(r), circle(c) {
    const std::size_t n = circle.size();
    std::vector<char> event(n, 0);
    for (std::size_t i = 0; i < n; ++i) {
      Standing& s = circle[i];
      const ClassNames all = s.wants;
      s.wants = of_report(all);
      s.holds = of_report(s.holds);
      event[i] = s.for_event;
      outside.push_back(!all.empty() && s.wants.empty());
      if (all.empty() && s.unbegun) s.wants = of_report(c[(i + 1) % n].holds);
    }
    owes.resize(n);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t k = 1; k <= n; ++k) {
        const std::size_t j = (i + n - k) % n;
        if (circle[j].wants.empty()) continue;
        if (event[j]) owes[i] = circle[j].wants;
        break;
      }
  }

  bool any(auto is_so) const {
    for (std::size_t i = 0; i < circle.size(); ++i)
      if (is_so(i)) return true;
    return false;
  }
  bool wanted(const std::string& name) const {
    return any([&](std::size_t i) { return circle[i].wants.contains(name); });
  }
  bool has(std::size_t i, const std::string& from) const {
    return circle[i].holds.contains(from) || owes[i].contains(from);
  }
  bool made(const ReportEdge& e, const Scenario& s) const {
    return e.source.held.valid() && s.step(e.source.wanted).op != Op::link_ &&
           !is_scope(e.to);
  }
};

bool is_closed(const Question& q, const Scenario& s) {
  const auto& edges = q.report.edges;
  std::size_t needed = 0;
  ClassNames waited;
  bool literal = true, realised = true, outside = false;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const ReportEdge& e = edges[i];
    const ReportEdge& next = edges[(i + 1) % edges.size()];
    const bool made = q.made(e, s);
    const bool of_contract =
        !e.source.held.valid() && next.source.held.valid() && !is_scope(e.to);
    needed += made || of_contract;
    if (q.wanted(e.to)) waited.insert(e.to);
    if (of_contract && !q.wanted(e.to)) return false;
    if (!made) continue;
    if (!q.wanted(e.to) && !q.any([&](std::size_t k) {
          return q.circle[k].holds.contains(e.to) && q.has(k, e.from);
        }))
      return false;
    const auto comes_to = [&](std::size_t k) {
      return q.circle[k].holds.contains(e.to) ||
             q.circle[k].wants.contains(e.to);
    };
    literal &= q.any([&](std::size_t k) {
      return q.circle[k].context == s.context(e.source.context).name &&
             comes_to(k);
    });
    realised &=
        q.any([&](std::size_t k) { return q.has(k, e.from) && comes_to(k); });
  }
  for (const char o : q.outside) outside |= o;
  const bool enough =
      waited.size() >= 2 || (waited.size() == 1 && (needed < 2 || literal));
  return enough && (!outside || realised);
}

}  // namespace

bool StuckEnds::on_schedule(const Trace& trace, const State& state, int) {
  const Scenario& s = program_.scenario;
  for (const PolicyFacts& f : watching_policies()) {
    if (trace.crashed) {
      for (const Event& e : trace.events)
        if (e.crashes && e.misuse == Misuse::recursive_lock)
          circles_[f.kind].insert(
              {{"", {lock_class(s, e.culprit)}, false, {}, false}});
      continue;
    }
    const EndAnalysis end = analyse_end(program_, state);
    std::vector<Hands> hands;
    for (std::size_t c = 0; c < s.contexts.size(); ++c)
      hands.emplace_back(s, f.kind, ContextId(c));
    for (const Event& e : trace.events) hands[e.context.index()].see(e);
    auto stuck = end.circles;
    for (const EndFinding& finding : end.findings)
      if (finding.code == FindingCode::deadlock)
        stuck.push_back(finding.contexts);
    for (const std::vector<ContextId>& contexts : stuck) {
      Circle circle;
      for (const ContextId c : contexts)
        for (const Waiter& w : end.waiters) {
          if (w.context != c) continue;
          const Hands& own = hands[c.index()];
          Standing standing;
          standing.context = s.context(c).name;
          standing.wants = wanted(s, f.kind, w, standing.for_event);
          standing.holds = own.all();
          standing.unbegun = s.context(c).work.valid() && !own.has_begun();
          circle.push_back(std::move(standing));
        }
      circles_[f.kind].insert(std::move(circle));
    }
  }
  return true;
}

bool StuckEnds::along(PolicyKind kind, const PolicyReport& original) const {
  PolicyReport report = original;
  for (std::string& name : report.classes) name = family(name);
  for (ReportEdge& e : report.edges) {
    e.from = family(e.from);
    e.to = family(e.to);
  }
  const auto at = circles_.find(kind);
  if (at == circles_.end()) return false;
  return std::any_of(at->second.begin(), at->second.end(),
                     [&](const Circle& circle) {
                       const Question q(report, circle);
                       // A lock that a context takes twice.
                       if (circle.size() == 1 && circle.front().context.empty())
                         return !q.circle.front().wants.empty();
                       if (report.kind == ReportKind::recursion)
                         return q.wanted(report.classes.front());
                       return is_closed(q, program_.scenario);
                     });
}

}  // namespace picket::oracle
