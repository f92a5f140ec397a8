#include "explorer/report/comparison.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "explorer/report/html_page.h"
#include "explorer/report/json.h"
#include "explorer/report/policy_text.h"

namespace picket {
namespace {

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

// Does some schedule get stuck for good, or break a lock's contract?
std::string truth_of(const CheckResult& result) {
  for (const Finding& f : result.findings)
    if (f.code == FindingCode::deadlock) return "deadlock";
  for (const Finding& f : result.findings)
    if (f.code == FindingCode::misuse) return f.arguments.front();
  if (!result.findings.empty())
    return std::string(facts(result.findings.front().code).name);
  return result.limit.empty() ? "safe" : "unknown";
}

// How often a policy is right, over all scenarios.
struct Score {
  int reports = 0, real = 0;  // scenarios with a report, with a real one
  int stuck = 0, found = 0;   // with a deadlock; of these, with a real report
};

void count(const CheckResult& result, const PolicyResult& policy,
           Score& score) {
  const bool real =
      std::any_of(policy.reports.begin(), policy.reports.end(),
                  [](const JudgedReport& r) { return r.truth == Truth::real; });
  score.reports += !policy.reports.empty();
  score.real += real;
  const bool stuck = truth_of(result) == "deadlock";
  score.stuck += stuck;
  score.found += stuck && real;
}

std::string ratio(int part, int whole) {
  return whole == 0 ? "-" : std::to_string(part) + "/" + std::to_string(whole);
}

std::vector<Score> scores_of(const Comparison& results) {
  std::vector<Score> scores(all_policies().size());
  for (const CheckResult* result : results)
    for (const PolicyResult& p : result->policies)
      count(*result, p, scores[static_cast<std::size_t>(p.kind)]);
  return scores;
}

std::string precision(const Score& s) { return ratio(s.real, s.reports); }
std::string recall(const Score& s) { return ratio(s.found, s.stuck); }

using Cells = std::vector<std::string>;

// Every column is as wide as what stands in it, but for names that are long.
std::vector<std::size_t> widths_of(const std::vector<Cells>& rows) {
  constexpr std::size_t kWidestName = 44;
  std::vector<std::size_t> widths;
  for (const Cells& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i == widths.size()) widths.push_back(0);
      if (i == 0 && row[0].size() > kWidestName) continue;
      widths[i] = std::max(widths[i], row[i].size());
    }
  return widths;
}

void write_row(std::ostream& out, const Cells& row,
               const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t i = 0; i < row.size(); ++i)
    line += (i == 0 ? "" : "  ") + padded(row[i], widths[i]);
  line.erase(line.find_last_not_of(' ') + 1);
  out << line << "\n";
}

Cells row_of(const std::string& name, const std::string& truth,
             const Cells& policies) {
  Cells row = {name, truth};
  row.insert(row.end(), policies.begin(), policies.end());
  return row;
}

template <class Of>
std::vector<std::string> cells_of(const std::vector<Score>& scores, Of of) {
  std::vector<std::string> cells;
  for (const Score& s : scores) cells.push_back(of(s));
  return cells;
}

std::vector<std::string> words_of(const CheckResult& result) {
  std::vector<std::string> words;
  for (const PolicyResult& p : result.policies) words.push_back(policy_word(p));
  return words;
}

std::vector<std::string> policy_names() {
  std::vector<std::string> names;
  for (const PolicyFacts& f : watching_policies()) names.emplace_back(f.name);
  return names;
}

}  // namespace

void write_comparison_text(const Comparison& results, bool screens,
                           std::ostream& out) {
  const auto scores = scores_of(results);
  std::vector<Cells> rows = {row_of("scenario", "truth", policy_names())};
  for (const CheckResult* result : results)
    rows.push_back(
        row_of(result->scenario->name, truth_of(*result), words_of(*result)));
  rows.push_back(row_of("precision", "", cells_of(scores, precision)));
  rows.push_back(row_of("recall", "", cells_of(scores, recall)));
  const auto widths = widths_of(rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    write_row(out, rows[i], widths);
    if (!screens || i == 0 || i > results.size()) continue;
    for (const PolicyResult& p : results[i - 1]->policies)
      for (const JudgedReport& r : p.reports)
        out << "  " << facts(p.kind).name << "\n"
            << report_screen(*results[i - 1]->scenario, r);
  }
}

namespace {

Json reports_json(const Scenario& s, const PolicyResult& policy) {
  Json reports = Json::array();
  for (const JudgedReport& r : policy.reports)
    reports.push_back({{"report", report_line(r.report)},
                       {"truth", name_of(r.truth)},
                       {"contract", r.contract},
                       {"reason", r.reason},
                       {"screen", report_screen(s, r)}});
  return reports;
}

Json scenario_json(const CheckResult& result) {
  Json entry;
  entry["name"] = result.scenario->name;
  entry["file"] = result.scenario->file;
  entry["truth"] = truth_of(result);
  for (const PolicyResult& p : result.policies)
    entry["policies"][std::string(facts(p.kind).name)] = {
        {"verdict", policy_word(p)},
        {"reports", reports_json(*result.scenario, p)}};
  return entry;
}

Json comparison_json(const Comparison& results) {
  Json list = Json::array();
  for (const CheckResult* result : results)
    list.push_back(scenario_json(*result));
  Json scores;
  const auto all = scores_of(results);
  for (const PolicyFacts& f : watching_policies()) {
    const Score& s = all[static_cast<std::size_t>(f.kind)];
    scores[std::string(f.name)] = {{"about", f.doc},
                                   {"reported", s.reports},
                                   {"real", s.real},
                                   {"deadlocks", s.stuck},
                                   {"found", s.found}};
  }
  return {{"scenarios", list}, {"policies", scores}};
}

}  // namespace

void write_comparison_json(const Comparison& results, std::ostream& out) {
  out << json_text(comparison_json(results), 2) << "\n";
}

void write_comparison_html(const Comparison& results, std::ostream& out) {
  write_html_page(comparison_json(results), out);
}

}  // namespace picket
