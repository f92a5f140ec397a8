// picket_oracle [--seeds A..B] [--with TEXT] [--rules | --claims | --policies]
//               [--shrink] [--most N] [--print] [FILE..]
//
// Checks on random scenarios, or on the given files, that independent pieces of
// picket agree: the searches; with --rules the solvers; with --claims closure
// and knock-out; with --policies the searches and what they make of reports.
// With TEXT, only on those random scenarios that contain it. Prints every
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
#include "tests/oracle/claim_generator.h"
#include "tests/oracle/report_generator.h"
#include "tests/oracle/rule_agreement.h"
#include "tests/oracle/scenario_generator.h"
#include "tests/oracle/shrink.h"
#include "tests/oracle/totals.h"

namespace picket::oracle {
namespace {

enum class Mode { searches, rules, claims, policies };

struct Options {
  std::uint64_t first = 1, last = 1000;
  Most most;
  Mode mode = Mode::searches;
  std::string with;  // only random scenarios whose text has this
  bool shrink = false;
  bool print = false;
  std::vector<std::string> files;
};

ReadResult read(const std::string& text) {
  return read_scenario_text("random.yaml", text, {});
}

// What `look` says; an exception is a difference.
template <class Result, class Look>
Result guarded(const Look& look) {
  try {
    return look();
  } catch (const std::exception& e) {
    Result failed;
    failed.difference = std::string("exception: ") + e.what() + "\n";
    return failed;
  }
}

Agreement searched(const Scenario& scenario, const Options& options) {
  auto a = guarded<Agreement>(
      [&] { return search_agreement(scenario, options.most); });
  if (a.difference.starts_with("exception")) a.kind = Agreement::Kind::disagree;
  return a;
}

RuleAgreement ruled(const Scenario& scenario) {
  return guarded<RuleAgreement>([&] { return rule_agreement(scenario, 200); });
}

ClaimAgreement claimed(const Scenario& scenario) {
  return guarded<ClaimAgreement>(
      [&] { return claim_agreement(scenario, 20'000); });
}

ReportAgreement reported(const Scenario& scenario) {
  return guarded<ReportAgreement>(
      [&] { return report_agreement(scenario, 30'000); });
}

std::string difference_of(const std::string& text, const Options& options) {
  const ReadResult result = read(text);
  if (result.scenarios.empty()) return "";
  const Scenario& scenario = result.scenarios.front();
  switch (options.mode) {
    case Mode::rules:
      return scenario.rules.empty() ? "" : ruled(scenario).difference;
    case Mode::claims: return claimed(scenario).difference;
    case Mode::policies: return reported(scenario).difference;
    case Mode::searches: break;
  }
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
      (options.mode == Mode::rules && result.scenarios.front().rules.empty()))
    return totals.refuse(result);
  const Scenario& scenario = result.scenarios.front();
  std::string difference;
  const auto count = [&](const auto& a) {
    difference = a.difference;
    return a;
  };
  switch (options.mode) {
    case Mode::searches:
      totals.add(scenario, count(searched(scenario, options)));
      break;
    case Mode::rules: totals.add(scenario, count(ruled(scenario))); break;
    case Mode::claims: totals.add(count(claimed(scenario))); break;
    case Mode::policies: totals.add(count(reported(scenario))); break;
  }
  if (!difference.empty()) report(name, text, difference, options);
}

void print(const Totals& totals, const Options& options) {
  if (options.files.empty())
    std::cout << "seeds " << options.first << ".." << options.last << ", ";
  totals.print_scenarios(std::cout);
  switch (options.mode) {
    case Mode::rules: return totals.print_rules(std::cout);
    case Mode::claims: return totals.print_claims(std::cout);
    case Mode::policies: return totals.print_reports(std::cout);
    case Mode::searches: break;
  }
  totals.print_searches(std::cout);
  if (options.files.empty()) totals.print_operations(std::cout);
}

bool parse(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--rules")
      options.mode = Mode::rules;
    else if (word == "--claims")
      options.mode = Mode::claims;
    else if (word == "--policies")
      options.mode = Mode::policies;
    else if (word == "--shrink")
      options.shrink = true;
    else if (word == "--print")
      options.print = true;
    else if (word == "--with" && i + 1 < argc)
      options.with = argv[++i];
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

std::string random_text(Mode mode, std::uint64_t seed) {
  switch (mode) {
    case Mode::rules: return random_scenario_with_rules(seed);
    case Mode::claims: return random_claim_scenario(seed);
    case Mode::policies: return random_report_scenario(seed);
    case Mode::searches: break;
  }
  return random_scenario(seed);
}

int run(int argc, char** argv) {
  Options options;
  if (!parse(argc, argv, options)) {
    std::cerr << "usage: picket_oracle [--seeds A..B] [--with TEXT] [--rules | "
                 "--claims | --policies] [--shrink] [--most N] [--print] "
                 "[FILE..]\n";
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
    for (std::uint64_t seed = options.first; seed <= options.last; ++seed) {
      const std::string text = random_text(options.mode, seed);
      if (text.find(options.with) != text.npos)
        check("seed " + std::to_string(seed), text, options, totals);
    }
  print(totals, options);
  return totals.disagree > 0 ? 1 : 0;
}

}  // namespace
}  // namespace picket::oracle

int main(int argc, char** argv) { return picket::oracle::run(argc, argv); }
