#include "tests/oracle/agreement.h"

#include <set>
#include <utility>

#include "explorer/search/reference.h"
#include "explorer/search/schedules.h"
#include "explorer/search/states.h"
#include "tests/oracle/fair_walk.h"
#include "tests/oracle/foresight.h"
#include "tests/oracle/preemption.h"
#include "tests/oracle/state_graph.h"
#include "tests/oracle/witness.h"
#include "tests/support/ends.h"

namespace picket::oracle {
namespace {

std::string listed(const Keys& keys) {
  std::string text;
  for (const std::string& k : keys) text += "    " + k + "\n";
  return text.empty() ? "    (nothing)\n" : text;
}

// What must be the same for everybody who has seen all of a scenario.
struct View {
  std::string name;
  Keys keys;
  const std::set<State>& ends;
  const std::vector<char>& executed;
};

std::string steps_of(const Program& program, const View& a, const View& b) {
  for (std::size_t i = 0; i < a.executed.size(); ++i)
    if (!a.executed[i] != !b.executed[i])
      return "step " + std::to_string(i) + " (" +
             describe(program.scenario, program.scenario.steps[i]) +
             ") is executed by " + (a.executed[i] ? a.name : b.name) +
             " only\n";
  return "";
}

std::string compared(const Program& program, const View& a, const View& b) {
  std::string d;
  if (a.keys != b.keys)
    d += "findings differ\n  " + a.name + ":\n" + listed(a.keys) + "  " +
         b.name + ":\n" + listed(b.keys);
  if (a.ends != b.ends)
    d += "end states differ: " + a.name + " " + std::to_string(a.ends.size()) +
         ", " + b.name + " " + std::to_string(b.ends.size()) + "\n";
  return d + steps_of(program, a, b);
}

View view(const std::string& name, Witness& w) {
  return {name, w.keys(), w.ends, w.steps_seen()};
}

std::string compare_classes(const Witness& reference,
                            const Witness& schedules) {
  if (reference.classes.size() != schedules.classes.size())
    return "classes differ: reference " +
           std::to_string(reference.classes.size()) + ", schedules " +
           std::to_string(schedules.classes.size()) + "\n";
  if (reference.classes != schedules.classes)
    return "as many classes, but others\n";
  return "";
}

class Comparison {
 public:
  Comparison(const Scenario& scenario, const Most& most)
      : program_(scenario),
        most_(most),
        graph_(state_graph(program_, most.states)) {}

  Agreement run() {
    if (!graph_.complete) {
      out_.kind = Agreement::Kind::too_large;
      return out_;
    }
    out_.interleavings = schedules_of(graph_, most_.interleavings + 1);
    out_.endless = out_.interleavings == 0;
    out_.executed = graph_.executed;
    out_.findings = graph_.findings.size();
    out_.difference += broken_foresight(program_);
    if (const std::string broken = test::broken_independence(program_);
        !broken.empty())
      out_.difference += "dependence: " + broken + "\n";
    compare_states();
    if (program_.scenario.limits.preemptions >= 0)
      out_.difference += broken_bound(
          program_, static_cast<int>(program_.scenario.limits.preemptions));
    if (!out_.endless) compare_schedules();
    if (!out_.difference.empty()) out_.kind = Agreement::Kind::disagree;
    return out_;
  }

 private:
  void compare(const std::string& name, Witness& witness, const Keys& keys) {
    const View graph{"graph", keys, graph_.ends, graph_.executed};
    out_.difference += compared(program_, graph, view(name, witness));
    if (!witness.broken.empty())
      out_.difference += name + ": " + witness.broken;
  }

  void compare_states() {
    Keys keys = graph_.findings;
    if (out_.endless) keys.merge(livelocks(program_, graph_));
    out_.livelocks = keys.size() - graph_.findings.size();
    Witness whole(program_), reduced(program_);
    out_.states = search_states(program_, {}, whole, false).states;
    out_.reduced_states = search_states(program_, {}, reduced, true).states;
    compare("states", whole, keys);
    compare("reduced states", reduced, keys);
    if (out_.states != graph_.nodes.size())
      out_.difference += "states differ: graph " +
                         std::to_string(graph_.nodes.size()) + ", states " +
                         std::to_string(out_.states) + "\n";
  }

  // One search per class against one that tries everything, or, where there is
  // too much to try, against what is known from the states.
  void compare_schedules() {
    out_.reference = out_.interleavings <= most_.interleavings;
    Witness schedules(program_);
    SearchOptions options;
    if (!out_.reference) options.limits.schedules = most_.classes;
    const SearchSummary each = search_schedules(program_, options, schedules);
    out_.classes = schedules.classes.size();
    std::string& d = out_.difference;
    if (each.sleep_blocked > 0) d += "schedules: blocked by a sleep set\n";
    if (schedules.duplicates > 0)
      d += "schedules: " + std::to_string(schedules.duplicates) +
           " schedules of a class already seen\n";
    const bool all = out_.reference || each.schedules < most_.classes;
    if (all) compare("schedules", schedules, graph_.findings);
    if (!out_.reference) return;
    Witness reference(program_);
    const SearchSummary every = search_reference(program_, {}, reference);
    compare("reference", reference, graph_.findings);
    if (every.schedules != out_.interleavings)
      d += "interleavings differ: graph " + std::to_string(out_.interleavings) +
           ", reference " + std::to_string(every.schedules) + "\n";
    d += compare_classes(reference, schedules);
  }

  const Program program_;
  const Most most_;
  const StateGraph graph_;
  Agreement out_;
};

}  // namespace

Agreement search_agreement(const Scenario& scenario, const Most& most) {
  return Comparison(scenario, most).run();
}

}  // namespace picket::oracle
