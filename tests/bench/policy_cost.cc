// policy_cost [--most N] [--once] PATH ..
//
// What annotation policies cost, scenario by scenario, in processor time: a
// check without them; what is added by watching for those that look at the
// contexts one by one, and by their reports; the same for the automatic ones;
// and how long the reports of all of them took to be judged. Prints the dearest
// N scenarios and sums. With --once everything runs once, for those
// who count instructions: callgrind shows the functions phase_*.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "explorer/check/adjudicate.h"
#include "explorer/check/check.h"
#include "explorer/check/history_watch.h"
#include "explorer/search/states.h"
#include "spec/yaml/scenario_folder.h"
#include "spec/yaml/scenario_reader.h"

namespace picket {
namespace {

struct Cost {
  std::string name;
  double check = 0;                    // seconds
  double policies = 0, automatic = 0;  // besides
  double judging = 0;                  // the reports of all policies
  std::size_t reports = 0;
};

// The shortest of some runs.
bool once = false;

template <class Run>
double shortest(const Run& run) {
  double best = 1e9, sum = 0;
  for (int i = 0; i < (once ? 1 : 9) && (i == 0 || sum < 0.3); ++i) {
    const std::clock_t start = std::clock();
    run();
    const double took =
        static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    best = std::min(best, took);
    sum += took;
  }
  return best;
}

void search(const Program& program, PolicyWatch& watch, bool graph) {
  SearchOptions options;
  options.keep_graph = graph;
  search_states(program, options, watch);
}

[[gnu::noinline]] void phase_check(const Scenario& s) { check(s, {}); }

[[gnu::noinline]] void phase_search(const Program& program) {
  PolicyWatch nothing(program, nullptr, Watches::ends);
  search(program, nothing, false);
}

void report_all(const Program& program, const Observed& seen, bool automatic) {
  for (const PolicyFacts& f : watching_policies())
    if (is_automatic(f.kind) == automatic)
      reports_of(f.kind, program.scenario, seen);
}

// The same search, watched, and what the policies say of it.
[[gnu::noinline]] void phase_watch(const Program& program) {
  PolicyWatch watch(program, nullptr, Watches::ways);
  search(program, watch, true);
  report_all(program, watch.seen(), false);
}

[[gnu::noinline]] void phase_automatic(const Program& program,
                                       PolicyWatch& watch) {
  watch_histories(program, watch.seen());
  report_all(program, watch.seen(), true);
}

// How many reports there were.
[[gnu::noinline]] std::size_t phase_judge(const Scenario& s,
                                          const PolicyWatch& watch) {
  EnlargedEnds enlarged;
  std::size_t reports = 0;
  for (const PolicyFacts& f : watching_policies())
    reports += adjudicated(f.kind, s, watch, enlarged).reports.size();
  return reports;
}

Cost cost_of(Scenario s) {
  Cost cost;
  cost.name = s.name;
  s.reports.clear();
  cost.check = shortest([&] { phase_check(s); });
  const Program program(s);
  const double plain = shortest([&] { phase_search(program); });
  cost.policies = shortest([&] { phase_watch(program); }) - plain;
  PolicyWatch watch(program, nullptr, Watches::histories);
  search(program, watch, true);
  cost.automatic = shortest([&] {
    watch.seen().history = WaitHistory(s);
    phase_automatic(program, watch);
  });
  cost.judging = shortest([&] { cost.reports = phase_judge(s, watch); });
  return cost;
}

void print(std::vector<Cost> all, std::size_t most) {
  Cost sum;
  std::size_t slow = 0;
  for (const Cost& c : all) {
    sum.check += c.check;
    sum.policies += c.policies;
    sum.automatic += c.automatic;
    sum.judging = std::max(sum.judging, c.judging);
    sum.reports += c.reports;
    slow += c.judging > 1;
  }
  std::sort(all.begin(), all.end(), [](const Cost& a, const Cost& b) {
    return a.policies + a.automatic > b.policies + b.automatic;
  });
  std::printf("%-44s %10s %16s %16s %10s\n", "scenario", "check", "policies",
              "automatic ones", "judging");
  for (std::size_t i = 0; i < std::min(most, all.size()); ++i) {
    const Cost& c = all[i];
    std::printf("%-44s %7.2f ms %7.2f ms %4.0f%% %7.2f ms %4.0f%% %7.1f ms\n",
                c.name.c_str(), c.check * 1e3, c.policies * 1e3,
                100 * c.policies / c.check, c.automatic * 1e3,
                100 * c.automatic / c.check, c.judging * 1e3);
  }
  std::printf(
      "%zu scenarios, %zu reports: checks %.3f s, policies %.3f s (%.0f%%), "
      "automatic ones %.3f s (%.0f%%), longest judging %.2f s, over 1 s: %zu\n",
      all.size(), sum.reports, sum.check, sum.policies,
      100 * sum.policies / sum.check, sum.automatic,
      100 * sum.automatic / sum.check, sum.judging, slow);
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
    if (word == "--once") {
      once = true;
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
