#include "tests/oracle/agreement.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "explorer/check/judge.h"
#include "explorer/search/reference.h"
#include "explorer/search/schedules.h"
#include "explorer/search/states.h"
#include "tests/oracle/foresight.h"
#include "tests/oracle/trace_class.h"
#include "tests/support/ends.h"

namespace picket::oracle {
namespace {

using Keys = std::set<std::string>;

// What one search has met.
class Witness : public Judge {
 public:
  explicit Witness(const Program& program)
      : Judge(program, SolverKind::native, 1, false) {}

  bool on_schedule(const Trace& trace, const State& state,
                   int worker) override {
    const std::string key = class_of(trace);
    const Fingerprint what = class_facts(trace, state);
    const auto [at, fresh] = classes.emplace(key, what);
    duplicates += !fresh;
    if (!fresh && at->second != what && two_in_one.empty())
      two_in_one = "two schedules of one class differ in more than order:\n" +
                   text_of(trace);
    ends.insert(state);
    return Judge::on_schedule(trace, state, worker);
  }

  bool on_end(const State& state, const Path& path, int worker) override {
    ends.insert(state);
    return Judge::on_end(state, path, worker);
  }

  Keys keys() {
    Keys out;
    for (const auto& [key, finding] : findings())
      if (finding.code != FindingCode::livelock) out.insert(key);
    return out;
  }

  std::map<std::string, Fingerprint> classes;  // and what is known of each
  std::uint64_t duplicates = 0;
  std::string two_in_one;
  std::set<State> ends;
};

std::string listed(const Keys& keys) {
  std::string text;
  for (const std::string& k : keys) text += "    " + k + "\n";
  return text.empty() ? "    (nothing)\n" : text;
}

std::string compared(const std::string& what, const Keys& a,
                     const std::string& name, const Keys& b) {
  if (a == b) return "";
  return what + " differ\n  reference:\n" + listed(a) + "  " + name + ":\n" +
         listed(b);
}

std::string steps_of(const Program& program, const std::vector<char>& a,
                     const std::vector<char>& b, const std::string& name) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!a[i] != !b[i])
      return "step " + std::to_string(i) + " (" +
             describe(program.scenario, program.scenario.steps[i]) +
             ") is executed by " + (a[i] ? "reference" : name) + " only\n";
  return "";
}

std::string compare_schedules(Witness& reference, Witness& schedules,
                              const SearchSummary& summary) {
  if (summary.sleep_blocked > 0) return "schedules: blocked by a sleep set\n";
  if (schedules.duplicates > 0)
    return "schedules: " + std::to_string(schedules.duplicates) +
           " schedules of a class already seen\n";
  if (!reference.two_in_one.empty()) return reference.two_in_one;
  if (reference.classes.size() != schedules.classes.size())
    return "classes differ: reference " +
           std::to_string(reference.classes.size()) + ", schedules " +
           std::to_string(schedules.classes.size()) + "\n";
  if (reference.classes != schedules.classes)
    return "as many classes, but others\n";
  return "";
}

std::string compare_ends(const Witness& reference, const Witness& other,
                         const std::string& name) {
  if (reference.ends == other.ends) return "";
  return "end states differ: reference " +
         std::to_string(reference.ends.size()) + ", " + name + " " +
         std::to_string(other.ends.size()) + "\n";
}

}  // namespace

Agreement search_agreement(const Scenario& scenario, std::uint64_t most) {
  Agreement out;
  const Program program(scenario);
  Witness reference(program), schedules(program), states(program),
      reduced(program);
  SearchOptions options;
  options.limits.schedules = most;
  // A loop that the file does not bound has no longest schedule.
  options.limits.steps = 200;
  const SearchSummary all = search_reference(program, options, reference);
  out.interleavings = all.schedules;
  if (!all.limit.empty()) {
    out.kind = Agreement::Kind::too_large;
    return out;
  }
  const SearchSummary one_each = search_schedules(program, {}, schedules);
  out.states = search_states(program, {}, states, false).states;
  out.reduced_states = search_states(program, {}, reduced, true).states;
  out.classes = schedules.classes.size();
  const Keys keys = reference.keys();
  out.findings = keys.size();
  out.executed = reference.steps_seen();

  std::string& d = out.difference;
  d += broken_foresight(program);
  if (const std::string broken = test::broken_independence(program);
      !broken.empty())
    d += "dependence: " + broken + "\n";
  d += compare_schedules(reference, schedules, one_each);
  const std::pair<const char*, Witness*> others[] = {
      {"schedules", &schedules},
      {"states", &states},
      {"reduced states", &reduced}};
  for (const auto& [name, other] : others) {
    d += compared("findings", keys, name, other->keys());
    d += compare_ends(reference, *other, name);
    d += steps_of(program, reference.steps_seen(), other->steps_seen(), name);
  }
  if (!d.empty()) out.kind = Agreement::Kind::disagree;
  return out;
}

}  // namespace picket::oracle
