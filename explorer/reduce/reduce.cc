#include "explorer/reduce/reduce.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <unordered_set>

#include "explorer/reduce/cut.h"
#include "explorer/reduce/same_bug.h"
#include "spec/yaml/scenario_reader.h"
#include "spec/yaml/scenario_tree.h"

namespace picket {
namespace {

// So much may a smaller scenario cost to check: the search gives up on it
// rather than on the reduction.
constexpr std::uint64_t kMostStates = 200'000;
constexpr std::uint64_t kMostSchedules = 20'000;

std::string quoted(const std::string& word) {
  const bool plain = std::all_of(word.begin(), word.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
  });
  return plain ? word : "\"" + word + "\"";
}

// As `expect` has it: "deadlock: [a, b]", "hang: a".
std::string pattern_of(const Finding& f) {
  std::string text(facts(f.code).name);
  if (f.arguments.empty()) return text;
  std::string list;
  for (const std::string& a : f.arguments)
    list += (list.empty() ? "" : ", ") + quoted(a);
  return text + ": " + (f.arguments.size() > 1 ? "[" + list + "]" : list);
}

CheckOptions bounded(const CheckOptions& options) {
  CheckOptions bounded = options;
  bounded.max_states = kMostStates;
  bounded.max_schedules = options.search == SearchKind::schedules
                              ? kMostSchedules
                              : options.max_schedules;
  bounded.progress = nullptr;
  bounded.policies.clear();
  return bounded;
}

NodePtr scalar(const std::string& text) {
  auto node = std::make_shared<Node>();
  node->kind = Node::Kind::scalar;
  node->text = text;
  return node;
}

// Without what says something about the whole, and under a name of its own.
NodePtr bare(const Node& root, const std::string& name) {
  static const std::set<std::string> said = {"about", "source", "expect",
                                             "reports"};
  Node copy = root;
  std::erase_if(copy.entries,
                [&](const Entry& e) { return said.count(e.key->text) > 0; });
  for (Entry& e : copy.entries)
    if (e.key->text == "scenario") e.value = scalar(name);
  return std::make_shared<Node>(std::move(copy));
}

std::string reduced_name(const std::string& name) {
  std::string out = name + "-reduced";
  std::replace(out.begin(), out.end(), '/', '-');
  return out;
}

class Reducing {
 public:
  Reducing(const CheckResult& original, const Finding& finding,
           const ReduceOptions& options)
      : options_(bounded(options.check)),
        clean_(!options.smallest),
        wanted_(finding.words()) {
    for (const Finding& f : original.findings) known_.insert(f.words());
    core_ = core_of(*original.scenario, finding);
    passing_ = passing(*original.scenario, finding);
    if (options.smallest) passing_ = std::min(passing_, Passing::otherwise);
  }

  // The one finding, and, to be clean, none that the larger scenario did not
  // have; where some schedule was in order, some still is.
  bool still_found(const NodePtr& tree) {
    if (interrupted()) return false;
    const std::string yaml = to_yaml(*tree);
    if (refused_.count(yaml)) return false;
    const bool good = is_good(yaml);
    if (!good && !interrupted()) refused_.insert(yaml);
    return good;
  }

  bool interrupted() const {
    return options_.interrupt && options_.interrupt->load();
  }

  bool is_good(const std::string& yaml) const {
    const ReadResult read = read_scenario_text("reduced.yaml", yaml, {});
    if (read.scenarios.size() != 1 || has_errors(read.diagnostics))
      return false;
    const CheckResult result = check(read.scenarios.front(), options_);
    if (!result.limit.empty() && result.findings.empty()) return false;
    const Finding* found = nullptr;
    for (const Finding& f : result.findings) {
      if (clean_ && !known_.count(f.words())) return false;
      if (f.words() == wanted_) found = &f;
    }
    const Scenario& s = read.scenarios.front();
    return found && core_of(s, *found) == core_ &&
           (passing_ == Passing::never || passing(s, *found) >= passing_);
  }

  // What the result expects: all it finds.
  std::string finish(const NodePtr& tree, std::size_t& steps) {
    options_.interrupt = nullptr;
    const std::string yaml = to_yaml(*tree);
    const ReadResult read = read_scenario_text("reduced.yaml", yaml, {});
    const CheckResult result = check(read.scenarios.front(), options_);
    std::set<std::string> patterns;
    for (const Finding& f : result.findings) patterns.insert(pattern_of(f));
    std::string text = yaml + "expect:\n";
    for (const std::string& p : patterns) text += "  - " + p + "\n";
    steps = written_steps(read.scenarios.front());
    return text;
  }

 private:
  CheckOptions options_;
  bool clean_;
  std::string wanted_;
  std::string core_;
  Passing passing_ = Passing::never;
  std::set<std::string> known_;
  std::unordered_set<std::string> refused_;
};

// Without what only some of the forms have: "deadlock: [a, b]" of `expect` and
// of the check's line, "deadlock: a, b" of a reduction.
std::string plain(const std::string& finding) {
  std::string text;
  for (const char c : finding)
    if (c != '[' && c != ']' && c != '"' && c != ' ') text += c;
  return text;
}

// "misuse: recursive-lock (line 7)", "misuse: recursive-lock".
bool is_called(const Finding& f, const std::string& finding) {
  if (finding.empty() || finding == f.words() || finding == f.key())
    return true;
  const std::string line =
      f.words() + " (line " + std::to_string(f.span.line) + ")";
  return plain(finding) == plain(f.words()) || plain(finding) == plain(line);
}

const Finding* chosen(const CheckResult& result, const std::string& finding) {
  for (const Finding& f : result.findings)
    if (f.has_schedule && is_called(f, finding)) return &f;
  return nullptr;
}

}  // namespace

std::size_t written_steps(const Scenario& scenario) {
  std::set<SourceSpan> places;
  for (const Step& step : scenario.steps) places.insert(step.span);
  return places.size();
}

Reduction reduced(const Scenario& scenario, const ReduceOptions& options) {
  const std::string& finding = options.finding;
  Reduction out;
  const CheckResult original = check(scenario, options.check);
  const Finding* what = chosen(original, finding);
  out.interrupted = original.interrupted;
  if (!what && original.interrupted) {
    out.error = "it was interrupted before anything was found";
    return out;
  }
  if (!what) {
    out.error = finding.empty() ? "nothing was found that has a schedule"
                                : "`" + finding + "` was not found";
    return out;
  }
  const NodePtr whole =
      scenario_tree(scenario.file, scenario.name, scenario.parameters);
  if (!whole) {
    out.error = "it cannot be written as one scenario";
    return out;
  }
  Reducing reducing(original, *what, options);
  const NodePtr start = bare(*whole, reduced_name(scenario.name));
  if (!reducing.still_found(start)) {
    out.interrupted = reducing.interrupted();
    out.error = out.interrupted
                    ? "it was interrupted"
                    : "the finding was not found again within the limits";
    return out;
  }
  const NodePtr smallest = cut_down(
      start, [&](const NodePtr& tree) { return reducing.still_found(tree); });
  out.interrupted = reducing.interrupted();
  out.finding = what->words();
  out.steps_before = written_steps(scenario);
  out.yaml = reducing.finish(smallest, out.steps_after);
  return out;
}

}  // namespace picket
