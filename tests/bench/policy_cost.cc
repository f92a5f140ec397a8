// policy_cost [--most N] PATH ..
//
// What annotation policies cost, scenario by scenario: a check without them,
// the same check beside which all of them watch and report, and the longest
// that one policy's reports took to be judged. Prints the dearest N scenarios
// and sums.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "explorer/check/adjudicate.h"
#include "explorer/check/check.h"
#include "explorer/search/schedules.h"
#include "spec/yaml/scenario_folder.h"
#include "spec/yaml/scenario_reader.h"

namespace picket {
namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Cost {
  std::string name;
  double check = 0, policies = 0;  // seconds; policies: besides
  double judging = 0;              // of the dearest policy's reports
  std::string dearest;
  std::size_t reports = 0;
};

// The shortest of some runs: others use the machine, too.
template <class Run>
double shortest(const Run& run) {
  double best = 1e9, sum = 0;
  for (int i = 0; i < 5 && (i == 0 || sum < 0.5); ++i) {
    const auto start = Clock::now();
    run();
    best = std::min(best, since(start));
    sum += best;
  }
  return best;
}

Cost cost_of(Scenario s) {
  Cost cost;
  cost.name = s.name;
  s.reports.clear();
  CheckOptions plain, watched;
  watched.policies = {PolicyKind::none};
  cost.check = shortest([&] { check(s, plain); });
  const double watching = shortest([&] { check(s, watched); });

  const Program program(s);
  PolicyWatch watch(program, nullptr);
  SearchOptions options;
  options.limits.schedules = 20'000;
  options.limits.steps = 400;
  search_schedules(program, options, watch);
  double reporting = 0;
  for (const PolicyFacts& f : all_policies()) {
    const double report =
        shortest([&] { reports_of(f.kind, s, watch.seen()); });
    reporting += report;
    PolicyResult result;
    const double judging =
        shortest([&] { result = adjudicated(f.kind, s, watch); }) - report;
    cost.reports += result.reports.size();
    if (judging <= cost.judging) continue;
    cost.judging = judging;
    cost.dearest = f.name;
  }
  cost.policies = std::max(0.0, watching - cost.check) + reporting;
  return cost;
}

void print(std::vector<Cost> all, std::size_t most) {
  Cost sum;
  std::size_t slow = 0;
  for (const Cost& c : all) {
    sum.check += c.check;
    sum.policies += c.policies;
    sum.judging = std::max(sum.judging, c.judging);
    sum.reports += c.reports;
    slow += c.judging > 1;
  }
  std::sort(all.begin(), all.end(), [](const Cost& a, const Cost& b) {
    return a.policies + a.judging > b.policies + b.judging;
  });
  std::printf("%-48s %10s %10s %7s %10s  %s\n", "scenario", "check", "policies",
              "", "judging", "of");
  for (std::size_t i = 0; i < std::min(most, all.size()); ++i) {
    const Cost& c = all[i];
    std::printf("%-48s %7.1f ms %7.1f ms %6.0f%% %7.1f ms  %s\n",
                c.name.c_str(), c.check * 1e3, c.policies * 1e3,
                100 * c.policies / c.check, c.judging * 1e3, c.dearest.c_str());
  }
  std::printf(
      "%zu scenarios, %zu reports: checks %.2f s, policies %.2f s (%.0f%%), "
      "longest judging %.2f s, over 1 s: %zu\n",
      all.size(), sum.reports, sum.check, sum.policies,
      100 * sum.policies / sum.check, sum.judging, slow);
}

std::vector<std::string> files_of(const std::string& path) {
  if (std::filesystem::is_directory(path))
    return scenario_files_below(path).files;
  return {path};
}

int run(int argc, char** argv) {
  std::vector<Cost> all;
  std::size_t most = 15;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--most" && i + 1 < argc) {
      most = std::strtoull(argv[++i], nullptr, 10);
      continue;
    }
    for (const std::string& file : files_of(word)) {
      const ReadResult read = read_scenario_file(file, {});
      for (const Scenario& s : read.scenarios) all.push_back(cost_of(s));
    }
  }
  print(std::move(all), most);
  return 0;
}

}  // namespace
}  // namespace picket

int main(int argc, char** argv) { return picket::run(argc, argv); }
