// picket_oracle [--seeds A..B] [--rules] [--shrink] [--most N] [--print]
//               [FILE..]
//
// Checks on random scenarios, or on the given files, that independent pieces of
// picket agree: the searches, and with --rules the solvers. Prints every
// disagreement; exit status 1 if there is one.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "spec/yaml/scenario_reader.h"
#include "tests/oracle/agreement.h"
#include "tests/oracle/rule_agreement.h"
#include "tests/oracle/scenario_generator.h"
#include "tests/oracle/shrink.h"
#include "tests/oracle/totals.h"

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
    return rule_agreement(scenario, 200);
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
  if (options.print) std::cout << "---- " << name << "\n" << text;
  const ReadResult result = read(text);
  if (result.scenarios.empty() ||
      (options.rules && result.scenarios.front().rules.empty()))
    return totals.refuse(result);
  const Scenario& scenario = result.scenarios.front();
  std::string difference;
  if (options.rules) {
    const RuleAgreement a = ruled(scenario);
    difference = a.difference;
    totals.add(scenario, a);
  } else {
    const Agreement a = searched(scenario, options);
    difference = a.difference;
    totals.add(scenario, a);
  }
  if (!difference.empty()) report(name, text, difference, options);
}

void print(const Totals& totals, const Options& options) {
  if (options.files.empty())
    std::cout << "seeds " << options.first << ".." << options.last << ", ";
  totals.print_scenarios(std::cout);
  if (options.rules) return totals.print_rules(std::cout);
  totals.print_searches(std::cout);
  if (options.files.empty()) totals.print_operations(std::cout);
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
            options.rules ? random_scenario_with_rules(seed)
                          : random_scenario(seed),
            options, totals);
  print(totals, options);
  return totals.disagree > 0 ? 1 : 0;
}

}  // namespace
}  // namespace picket::oracle

int main(int argc, char** argv) { return picket::oracle::run(argc, argv); }
