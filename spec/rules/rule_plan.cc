#include "spec/rules/rule_plan.h"

#include <algorithm>

#include "spec/base/contract.h"

namespace picket {
namespace {

class Planning {
 public:
  explicit Planning(const Scenario& scenario) : s_(scenario) {
    plans_.scenario = &scenario;
    plans_.held.assign(s_.objects.size(), 0);
    plans_.pending = plans_.held;
  }

  RulePlans run() {
    for (const Rule& rule : s_.rules) plan(rule);
    plans_.table = match_table(s_, plans_.selections);
    for (RulePlan& p : plans_.rules) gather_candidates(p);
    watch_locks();
    look_at_text();
    order_the_start();
    return std::move(plans_);
  }

 private:
  void plan(const Rule& rule) {
    variables_.clear();
    rule_ = &rule;
    name_variables(rule);
    PICKET_REQUIRE(variables_.size() <= kMaxVariables,
                   "a rule has few variables");
    RulePlan p;
    p.rule = &rule;
    p.candidates = std::make_unique<Candidates>();
    p.a = select(rule.a);
    p.b = select(rule.b);
    p.unless = select(rule.unless, true);
    const bool counts = rule.pattern == Rule::Pattern::at_most ||
                        rule.pattern == Rule::Pattern::exclusive;
    if (rule.has_within || counts) p.interval = interval(rule.interval);
    if (rule.pattern == Rule::Pattern::exclusive)
      p.second = interval(rule.second);
    plans_.waits |= rule.pattern == Rule::Pattern::acyclic;
    p.interval.candidates = p.second.candidates = p.candidates.get();
    plans_.rules.push_back(std::move(p));
  }

  void name_variables(const Rule& rule) {
    for (const Selector* s :
         {&rule.a, &rule.b, &rule.unless, &rule.interval.from,
          &rule.interval.to, &rule.second.from, &rule.second.to})
      for (const SelectorTerm& t : s->terms)
        if (t.argument == SelectorTerm::Argument::variable) name(t.text);
    for (const Interval* i : {&rule.interval, &rule.second}) name(i->variable);
  }

  void name(const std::string& variable) {
    if (!variable.empty() && index(variable) < 0)
      variables_.push_back(variable);
  }

  int index(const std::string& variable) const {
    const auto it = std::find(variables_.begin(), variables_.end(), variable);
    return it == variables_.end() ? -1
                                  : static_cast<int>(it - variables_.begin());
  }

  SelectionId select(const Selector& selector, bool exempts = false) {
    if (selector.terms.empty()) return {};
    unsigned uses = 0;
    for (const SelectorTerm& t : selector.terms)
      if (t.argument == SelectorTerm::Argument::variable)
        uses |= 1u << index(t.text);
    plans_.selections.push_back({&selector, rule_, exempts, variables_, uses});
    return SelectionId(plans_.selections.size() - 1);
  }

  IntervalPlan interval(const Interval& i) {
    IntervalPlan p;
    p.interval = &i;
    p.rule = rule_;
    p.variable = index(i.variable);
    switch (i.kind) {
      case Interval::Kind::held: watch(i, "lock", plans_.held); break;
      case Interval::Kind::signalling: plans_.sections = true; break;
      case Interval::Kind::pending: watch(i, "fence", plans_.pending); break;
      case Interval::Kind::between:
      case Interval::Kind::after:
      case Interval::Kind::before:
        p.from = select(i.from);
        p.to = select(i.to);
        break;
    }
    return p;
  }

  // The objects the interval names, or all that fit.
  void watch(const Interval& i, std::string_view kind,
             std::vector<char>& watched) {
    for (const ObjectId o : i.objects) watched[o.index()] = 1;
    if (!i.objects.empty()) return;
    for (std::size_t o = 0; o < s_.objects.size(); ++o)
      watched[o] |= type_fits(s_.objects[o].type, kind);
  }

  void gather_candidates(RulePlan& p) {
    Candidates& all = *p.candidates;
    for (const SelectionId id : {p.a, p.b, p.interval.from, p.interval.to,
                                 p.second.from, p.second.to}) {
      if (!id.valid()) continue;
      const Candidates& some = plans_.table.candidates[id.index()];
      for (std::size_t v = 0; v < kMaxVariables; ++v)
        all[v].insert(all[v].end(), some[v].begin(), some[v].end());
    }
    for (const IntervalPlan* i : {&p.interval, &p.second}) {
      if (!i->given() || i->variable < 0) continue;
      const bool held = i->kind() == Interval::Kind::held;
      for (std::size_t o = 0; o < s_.objects.size(); ++o)
        if (type_fits(s_.objects[o].type, held ? "lock" : "fence"))
          all[static_cast<std::size_t>(i->variable)].push_back(ObjectId(o));
    }
    for (auto& list : all) {
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
    }
  }

  void watch_locks() {
    std::vector<std::vector<LockStep>> lists(s_.steps.size());
    for (std::size_t i = 0; i < s_.steps.size(); ++i) {
      const Step& step = s_.steps[i];
      const Operand& lock = step.operands[0];
      if (lock.kind != Operand::Kind::object) continue;
      if (!plans_.held[lock.object().index()]) continue;
      const LockChange change = lock_change(step.op);
      if (change != LockChange::none)
        lists[i].push_back({lock.object(), change});
    }
    plans_.locks = Rows(lists);
  }

  void look_at_text() {
    for (const Step& step : s_.steps)
      plans_.blocking.push_back(facts(step.op).blocking);
    for (std::size_t i = 0; i < s_.classes.size(); ++i)
      if (s_.classes[i] == "dma_fence") plans_.fence_class = ClassId(i);
  }

  // In the order of their numbers: nothing else tells them apart, and a rule
  // about numbers must not see them swapped.
  void order(std::vector<ObjectId>& fences) const {
    std::stable_sort(fences.begin(), fences.end(), [&](ObjectId a, ObjectId b) {
      return s_.object(a).seqno < s_.object(b).seqno;
    });
  }

  // Those published, and those signalled, from the start. The fence that
  // merges leave where nothing is left to wait for is nobody's business.
  void order_the_start() {
    for (std::size_t o = 0; o < s_.objects.size(); ++o) {
      const Object& f = s_.objects[o];
      if (!type_fits(f.type, "fence") || f.implicit) continue;
      if (f.published &&
          (plans_.pending[o] || !plans_.table.publishes[o].empty()))
        plans_.published_at_start.push_back(ObjectId(o));
      // Nobody saw one signalled that is published later.
      if (f.signaled && f.published && !plans_.table.signals[o].empty())
        plans_.signaled_at_start.push_back(ObjectId(o));
    }
    order(plans_.published_at_start);
    order(plans_.signaled_at_start);
  }

  const Scenario& s_;
  const Rule* rule_ = nullptr;  // that is being planned
  std::vector<std::string> variables_;
  RulePlans plans_;
};

}  // namespace

RulePlans plan_rules(const Scenario& scenario) {
  return Planning(scenario).run();
}

}  // namespace picket
