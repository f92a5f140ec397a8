#include "spec/rules/selection.h"

#include <algorithm>

namespace picket {
namespace {

void add_once(std::vector<ObjectId>& list, ObjectId o) {
  if (std::find(list.begin(), list.end(), o) == list.end()) list.push_back(o);
}

int variable_index(const Selection& s, const std::string& name) {
  const auto it = std::find(s.variables.begin(), s.variables.end(), name);
  return it == s.variables.end() ? -1
                                 : static_cast<int>(it - s.variables.begin());
}

// What stands in an operand, as a selector writes it.
std::string word_of(const Scenario& s, const Operand& o) {
  const auto at = static_cast<std::size_t>(o.value);
  switch (o.kind) {
    case Operand::Kind::number: return std::to_string(o.value);
    case Operand::Kind::function: return s.functions[at].name;
    case Operand::Kind::context: return s.contexts[at].name;
    case Operand::Kind::klass: return s.classes[at];
    case Operand::Kind::word: return s.words[at];
    case Operand::Kind::none:
    case Operand::Kind::object:
    case Operand::Kind::objects:
    case Operand::Kind::expression:
    case Operand::Kind::assignments: break;
  }
  return "";
}

class Matching {
 public:
  Matching(const Scenario& scenario, const std::vector<Selection>& selections)
      : s_(scenario), selections_(selections) {
    for (auto* rows : {&returns_, &attempts_, &idle_, &exemptions_})
      rows->resize(s_.steps.size());
    for (auto* rows : {&signals_, &publishes_}) rows->resize(s_.objects.size());
    table_.candidates.resize(selections.size());
  }

  MatchTable run() {
    for (std::size_t i = 0; i < selections_.size(); ++i) {
      id_ = SelectionId(i);
      selection_ = &selections_[i];
      for (const SelectorTerm& term : selection_->selector->terms)
        match_term(term);
    }
    table_.returns = Rows(returns_);
    table_.attempts = Rows(attempts_);
    table_.idle = Rows(idle_);
    table_.signals = Rows(signals_);
    table_.publishes = Rows(publishes_);
    table_.exemptions = Rows(exemptions_);
    return std::move(table_);
  }

 private:
  using Lists = std::vector<std::vector<Match>>;

  bool exempts() const { return selection_->exempts; }
  bool about(ObjectId o) const {
    return is_about(*selection_->rule, s_.object(o));
  }

  void match_term(const SelectorTerm& term) {
    const std::int32_t by = by_set(term.by);
    for (std::size_t i = 0; i < s_.steps.size(); ++i) {
      const Step& step = s_.steps[i];
      if (group_of(step.op) == OpGroup::implicit) continue;
      if (step.function.valid() && s_.function(step.function).implicit)
        continue;
      if (term.kind == SelectorTerm::Kind::label) {
        if (step.label == term.text)
          add(exempts() ? exemptions_[i] : returns_[i], -1, {}, by);
      } else if (step.op == term.op) {
        match_step(term, step, list_for(term, i), by);
      }
    }
    if (term.kind == SelectorTerm::Kind::label || term.enter) return;
    if (term.op == Op::dma_fence_signal) match_objects(term, signals_, by);
    if (term.op == Op::publish_) match_objects(term, publishes_, by);
  }

  std::vector<Match>& list_for(const SelectorTerm& term, std::size_t step) {
    if (exempts()) return exemptions_[step];
    if (term.enter) return attempts_[step];
    const bool by_effect =
        term.op == Op::dma_fence_signal || term.op == Op::publish_;
    return by_effect ? idle_[step] : returns_[step];
  }

  // Fences that an operation of another name may signal or publish.
  void match_objects(const SelectorTerm& term, Lists& lists, std::int32_t by) {
    for (std::size_t o = 0; o < s_.objects.size(); ++o)
      if (type_fits(s_.objects[o].type, "fence"))
        match_object(term, ObjectId(o), lists[o], by);
  }

  void match_step(const SelectorTerm& term, const Step& step,
                  std::vector<Match>& list, std::int32_t by) {
    const std::vector<ObjectId> objects = objects_of(s_, step);
    if (term.argument == SelectorTerm::Argument::any) {
      if (!objects.empty() && !about(objects.front())) return;
      add(list, -1, objects.empty() ? ObjectId{} : objects.front(), by);
      return;
    }
    if (names_operand(term, step)) add(list, -1, {}, by);
    for (const ObjectId o : objects) match_object(term, o, list, by);
  }

  bool names_operand(const SelectorTerm& term, const Step& step) const {
    const bool klass = term.argument == SelectorTerm::Argument::klass;
    if (!klass && term.argument != SelectorTerm::Argument::word) return false;
    const std::string word = klass && term.klass.valid()
                                 ? s_.classes[term.klass.index()]
                                 : term.text;
    if (step.op == Op::dma_fence_begin_signalling && !step.operands[0].given())
      return word == "dma_fence";
    for (const Operand& o : step.operands)
      if (o.given() && word_of(s_, o) == word) return true;
    return false;
  }

  void match_object(const SelectorTerm& term, ObjectId o,
                    std::vector<Match>& list, std::int32_t by) {
    if (!about(o)) return;
    switch (term.argument) {
      case SelectorTerm::Argument::any: add(list, -1, o, by); break;
      case SelectorTerm::Argument::object:
        if (std::find(term.objects.begin(), term.objects.end(), o) !=
            term.objects.end())
          add(list, -1, o, by);
        break;
      case SelectorTerm::Argument::variable:
        add(list, variable_index(*selection_, term.text), o, by);
        break;
      case SelectorTerm::Argument::klass:
        if (s_.object(o).klass == term.klass) add(list, -1, o, by);
        break;
      case SelectorTerm::Argument::word: break;
    }
  }

  void add(std::vector<Match>& list, int variable, ObjectId object,
           std::int32_t by) {
    const Match m{id_, variable, object, by};
    if (std::find(list.begin(), list.end(), m) != list.end()) return;
    list.push_back(m);
    if (variable >= 0)
      add_once(
          table_.candidates[id_.index()][static_cast<std::size_t>(variable)],
          object);
  }

  std::int32_t by_set(const std::vector<ContextId>& contexts) {
    if (contexts.empty()) return -1;
    std::vector<char> set(s_.contexts.size(), 0);
    for (const ContextId c : contexts) set[c.index()] = 1;
    const auto it = std::find(table_.by.begin(), table_.by.end(), set);
    if (it != table_.by.end())
      return static_cast<std::int32_t>(it - table_.by.begin());
    table_.by.push_back(std::move(set));
    return static_cast<std::int32_t>(table_.by.size() - 1);
  }

  const Scenario& s_;
  const std::vector<Selection>& selections_;
  SelectionId id_;
  const Selection* selection_ = nullptr;
  Lists returns_, attempts_, idle_, exemptions_, signals_, publishes_;
  MatchTable table_;
};

}  // namespace

std::vector<ObjectId> objects_of(const Scenario& s, const Step& step) {
  std::vector<ObjectId> out;
  for (const Operand& o : step.operands) {
    const auto at = static_cast<std::size_t>(o.value);
    if (o.kind == Operand::Kind::object) add_once(out, o.object());
    if (o.kind == Operand::Kind::objects)
      for (const ObjectId x : s.object_lists[at]) add_once(out, x);
    if (o.kind == Operand::Kind::assignments)
      for (const Assignment& a : s.assignment_lists[at])
        add_once(out, a.variable);
  }
  return out;
}

MatchTable match_table(const Scenario& scenario,
                       const std::vector<Selection>& selections) {
  return Matching(scenario, selections).run();
}

}  // namespace picket
