#include "spec/yaml/flow.h"

#include <map>

#include "spec/yaml/flow_draft.h"

namespace picket {
namespace {

std::vector<int> successors(const FlowDraft& draft, const FlowStep& step) {
  std::vector<int> out;
  for (const int slot : step.branches) out.push_back(step_at(draft, slot));
  if (step.branches.empty()) {
    out.push_back(step_at(draft, step.next));
    out.push_back(step_at(draft, step.other));
  }
  return out;
}

std::vector<bool> reachable_steps(const FlowDraft& draft) {
  std::vector<bool> seen(draft.steps.size());
  std::vector<int> stack{step_at(draft, draft.entry)};
  while (!stack.empty()) {
    const int index = stack.back();
    stack.pop_back();
    if (index < 0 || seen[static_cast<std::size_t>(index)]) continue;
    seen[static_cast<std::size_t>(index)] = true;
    for (const int next :
         successors(draft, draft.steps[static_cast<std::size_t>(index)]))
      stack.push_back(next);
  }
  return seen;
}

// A step may have many copies, in unrolled loops: it is dead if all are.
enum class Life { none, dead, alive };
using Lives = std::map<const StepTree*, Life>;

// A label says that something is to come here: then it is a mistake.
void report_dead(Reading& reading, const Lives& lives, const StepTrees& list,
                 bool reported) {
  for (const StepTree& tree : list) {
    const auto it = lives.find(&tree);
    const bool dead = it != lives.end() && it->second == Life::dead;
    const bool labelled = !tree.step.label.empty();
    if (dead && (labelled || !reported))
      reading.mistakes.add(
          labelled ? Mistake::unreachable_step : Mistake::dead_step, tree.place,
          "this step can never run",
          "nothing leads here; delete it or jump to it");
    reported = dead;
    for (const StepTrees& inner : tree.lists)
      report_dead(reading, lives, inner, dead);
  }
}

void check_dead(Reading& reading, const FlowDraft& draft,
                const std::vector<bool>& reached, const StepTrees& body) {
  Lives lives;
  for (std::size_t k = 0; k < draft.steps.size(); ++k) {
    Life& life = lives[draft.steps[k].tree];
    if (life != Life::alive) life = reached[k] ? Life::alive : Life::dead;
  }
  report_dead(reading, lives, body, false);
}

// Appends the reached steps; `number` tells their ids.
void append(Scenario& scenario, FunctionId function, FlowDraft& draft,
            const std::vector<bool>& reached) {
  std::vector<StepId> number(draft.steps.size());
  std::size_t count = scenario.steps.size();
  for (std::size_t k = 0; k < draft.steps.size(); ++k)
    if (reached[k]) number[k] = StepId(count++);
  const auto target = [&](int slot) {
    const int index = step_at(draft, slot);
    return index < 0 ? StepId{} : number[static_cast<std::size_t>(index)];
  };
  for (std::size_t k = 0; k < draft.steps.size(); ++k) {
    if (!reached[k]) continue;
    FlowStep& from = draft.steps[k];
    Step step = std::move(from.step);
    step.function = function;
    step.next = target(from.next);
    step.other = target(from.other);
    for (const int slot : from.branches) step.branches.push_back(target(slot));
    step.back = step.next.valid() && step.next <= number[k];
    scenario.steps.push_back(std::move(step));
  }
  scenario.functions[function.index()].entry = target(draft.entry);
}

// A loop of silent steps only would run for ever inside one step of the
// search: its way back is made a step of its own. Peels off, again and again,
// the silent steps that lead to no other silent step; what remains leads to
// such a loop.
void break_silent_loops(Scenario& scenario, std::size_t first) {
  const std::size_t count = scenario.steps.size() - first;
  std::vector<int> ways(count);
  std::vector<std::vector<std::size_t>> from(count);
  const auto add_edge = [&](std::size_t k, StepId to) {
    if (!to.valid() || !scenario.step(to).silent) return;
    ++ways[k];
    from[to.index() - first].push_back(k);
  };
  std::vector<std::size_t> ends;
  for (std::size_t k = 0; k < count; ++k) {
    const Step& step = scenario.steps[first + k];
    if (!step.silent) continue;
    add_edge(k, step.next);
    add_edge(k, step.other);
    if (ways[k] == 0) ends.push_back(k);
  }
  while (!ends.empty()) {
    const std::size_t k = ends.back();
    ends.pop_back();
    for (const std::size_t before : from[k])
      if (--ways[before] == 0) ends.push_back(before);
  }
  for (std::size_t k = 0; k < count; ++k)
    if (Step& step = scenario.steps[first + k];
        step.silent && step.back && ways[k] > 0)
      step.silent = false;
}

}  // namespace

void flatten(Reading& reading, FunctionId function, const StepTrees& body) {
  Scenario& scenario = reading.scenario;
  if (reading.too_large) return;  // reported already
  const std::size_t first = scenario.steps.size();
  FlowDraft draft = draft_flow(scenario, body, kLargestProgram - first,
                               scenario.limits.loops);
  const Function& f = scenario.function(function);
  if (draft.too_large) {
    reading.mistakes.add(Mistake::program_too_large, {f.file, f.span},
                         "with its loops unrolled the program has more than " +
                             std::to_string(kLargestProgram) + " steps");
    reading.too_large = true;
    return;
  }
  const std::vector<bool> reached = reachable_steps(draft);
  // A step left out for its mistake may have been the jump that is missing.
  if (!reading.broken.count(function))
    check_dead(reading, draft, reached, body);
  append(scenario, function, draft, reached);
  break_silent_loops(scenario, first);
}

}  // namespace picket
