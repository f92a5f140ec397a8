// picket_oracle [--seeds A..B] [--rules] [--shrink] [--most N] [--print]
//               [FILE..]
//
// Checks on random scenarios, or on the given files, that independent pieces of
// picket agree: the searches, and with --rules the solvers. Prints every
// disagreement; exit status 1 if there is one.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "spec/yaml/scenario_reader.h"
#include "tests/oracle/agreement.h"
#include "tests/oracle/rule_agreement.h"
#include "tests/oracle/scenario_generator.h"
#include "tests/oracle/shrink.h"

namespace picket::oracle {
namespace {

struct Options {
  std::uint64_t first = 1, last = 1000;
  Most most;
  bool rules = false;
  bool shrink = false;
  bool print = false;
  std::vector<std::string> files;
};

struct Totals {
  std::uint64_t scenarios = 0, agree = 0, too_large = 0, rejected = 0,
                disagree = 0, interleavings = 0, classes = 0, states = 0,
                reduced = 0, findings = 0, larger = 0, violated = 0,
                reference = 0, endless = 0, livelocks = 0;
  std::map<std::string, std::uint64_t> mistakes;
  std::set<Op> executed;
};

ReadResult read(const std::string& text) {
  return read_scenario_text("random.yaml", text, {});
}

Agreement searched(const Scenario& scenario, const Options& options) {
  try {
    return search_agreement(scenario, options.most);
  } catch (const std::exception& e) {
    Agreement failed;
    failed.kind = Agreement::Kind::disagree;
    failed.difference = std::string("exception: ") + e.what() + "\n";
    return failed;
  }
}

RuleAgreement ruled(const Scenario& scenario) {
  try {
    return rule_agreement(scenario, 40);
  } catch (const std::exception& e) {
    RuleAgreement failed;
    failed.difference = std::string("exception: ") + e.what() + "\n";
    return failed;
  }
}

std::string difference_of(const std::string& text, const Options& options) {
  const ReadResult result = read(text);
  if (result.scenarios.empty()) return "";
  const Scenario& scenario = result.scenarios.front();
  if (options.rules)
    return scenario.rules.empty() ? "" : ruled(scenario).difference;
  return searched(scenario, options).difference;
}

// What a difference is about: its first words.
std::string topic(const std::string& difference) {
  return difference.substr(0, difference.find_first_of(":\n"));
}

void report(const std::string& name, const std::string& text,
            const std::string& difference, const Options& options) {
  std::cout << "---- " << name << "\n" << difference;
  if (!options.shrink) {
    std::cout << text << std::flush;
    return;
  }
  const std::string about = topic(difference);
  const std::string small = shrink(text, [&](const std::string& t) {
    return topic(difference_of(t, options)) == about;
  });
  std::cout << "shrunk:\n"
            << difference_of(small, options) << small << std::flush;
}

void check(const std::string& name, const std::string& text,
           const Options& options, Totals& totals) {
  ++totals.scenarios;
  if (options.print) std::cout << "---- " << name << "\n" << text;
  const ReadResult result = read(text);
  if (result.scenarios.empty() ||
      (options.rules && result.scenarios.front().rules.empty())) {
    ++totals.rejected;
    for (const Diagnostic& d : result.diagnostics)
      if (d.severity == Severity::error)
        ++totals.mistakes[d.code + ": " + d.message];
    return;
  }
  const Scenario& scenario = result.scenarios.front();
  std::string difference;
  if (options.rules) {
    const RuleAgreement a = ruled(scenario);
    difference = a.difference;
    totals.classes += a.classes;
    totals.larger += a.larger;
    totals.violated += a.violated;
    if (a.classes == 0 && difference.empty()) {
      ++totals.too_large;
      return;
    }
  } else {
    const Agreement a = searched(scenario, options);
    difference = a.difference;
    if (a.kind == Agreement::Kind::too_large) {
      ++totals.too_large;
      return;
    }
    totals.endless += a.endless;
    totals.livelocks += a.livelocks;
    totals.reference += a.reference;
    if (a.reference) totals.interleavings += a.interleavings;
    totals.classes += a.classes;
    totals.states += a.states;
    totals.reduced += a.reduced_states;
    totals.findings += a.findings;
    for (std::size_t i = 0; i < a.executed.size(); ++i)
      if (a.executed[i]) totals.executed.insert(scenario.steps[i].op);
  }
  if (difference.empty()) {
    ++totals.agree;
    return;
  }
  ++totals.disagree;
  report(name, text, difference, options);
}

void print_mistakes(const Totals& totals) {
  std::vector<std::pair<std::uint64_t, std::string>> list;
  for (const auto& [message, n] : totals.mistakes) list.push_back({n, message});
  std::sort(list.rbegin(), list.rend());
  for (std::size_t i = 0; i < std::min<std::size_t>(list.size(), 12); ++i)
    std::cout << "  " << list[i].first << " x " << list[i].second << "\n";
}

// Words that only lead from step to step.
bool leaves_no_step(Op op) {
  return op == Op::repeat_ || op == Op::break_ || op == Op::continue_ ||
         op == Op::goto_;
}

void print_operations(const Totals& t) {
  std::string missing;
  std::size_t steps = 0, executed = 0;
  for (const OperationFacts& f : all_operations()) {
    if (!f.modelled || leaves_no_step(f.op)) continue;
    ++steps;
    if (t.executed.count(f.op))
      ++executed;
    else
      missing += " " + std::string(f.name);
  }
  std::cout << executed << " of " << steps << " operations executed"
            << (missing.empty() ? "" : "; not:" + missing) << "\n";
}

void print_totals(const Totals& t, const Options& options) {
  std::cout << t.scenarios << " scenarios: " << t.agree << " agree, "
            << t.disagree << " disagree, " << t.too_large << " too large, "
            << t.rejected << " refused by the reader\n";
  if (t.rejected * 50 > t.scenarios) print_mistakes(t);
  if (options.rules) {
    std::cout << t.classes << " classes enumerated (" << t.violated
              << " break their rule), " << t.larger << " too large\n";
    return;
  }
  std::cout << t.interleavings << " interleavings of " << t.reference
            << " scenarios, " << t.classes << " classes, " << t.states
            << " states (" << t.reduced << " reduced), " << t.findings
            << " findings; " << t.endless << " scenarios without end, "
            << t.livelocks << " livelocks\n";
  if (options.files.empty()) print_operations(t);
}

bool parse(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--rules")
      options.rules = true;
    else if (word == "--shrink")
      options.shrink = true;
    else if (word == "--print")
      options.print = true;
    else if (word == "--most" && i + 1 < argc)
      options.most.interleavings = std::strtoull(argv[++i], nullptr, 10);
    else if (word == "--seeds" && i + 1 < argc) {
      unsigned long long a = 0, b = 0;
      if (std::sscanf(argv[++i], "%llu..%llu", &a, &b) != 2) return false;
      options.first = a;
      options.last = b;
    } else if (word[0] == '-')
      return false;
    else
      options.files.push_back(word);
  }
  return true;
}

int run(int argc, char** argv) {
  Options options;
  if (!parse(argc, argv, options)) {
    std::cerr << "usage: picket_oracle [--seeds A..B] [--rules] [--shrink] "
                 "[--most N] [--print] [FILE..]\n";
    return 2;
  }
  Totals totals;
  for (const std::string& file : options.files) {
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    check(file, text.str(), options, totals);
  }
  if (options.files.empty())
    for (std::uint64_t seed = options.first; seed <= options.last; ++seed)
      check("seed " + std::to_string(seed),
            options.rules ? random_scenario_with_rule(seed)
                          : random_scenario(seed),
            options, totals);
  if (options.files.empty())
    std::cout << "seeds " << options.first << ".." << options.last << ", ";
  print_totals(totals, options);
  return totals.disagree > 0 ? 1 : 0;
}

}  // namespace
}  // namespace picket::oracle

int main(int argc, char** argv) { return picket::oracle::run(argc, argv); }
