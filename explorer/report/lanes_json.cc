#include "explorer/report/lanes_json.h"

#include <map>
#include <nlohmann/json.hpp>

#include "explorer/counterexample/finding_scenario.h"
#include "explorer/report/finding_rows.h"
#include "explorer/report/lanes.h"
#include "explorer/report/state_text.h"
#include "spec/base/contract.h"

namespace picket {
namespace {

using Json = nlohmann::ordered_json;

// Only contexts that act or wait get a lane.
class LaneNumbers {
 public:
  explicit LaneNumbers(const Lanes& lanes) {
    for (const ScheduleRow& row : lanes.rows) numbers_[row.context] = 0;
    std::size_t next = 0;
    for (auto& [context, number] : numbers_) number = next++;
  }
  bool has(ContextId c) const { return numbers_.count(c) > 0; }
  std::size_t of(ContextId c) const { return numbers_.at(c); }
  const std::map<ContextId, std::size_t>& all() const { return numbers_; }

 private:
  std::map<ContextId, std::size_t> numbers_;
};

std::string kind_of(const Context& c) {
  if (c.work.valid()) return "worker";
  switch (c.kind) {
    case ContextKind::task: return "thread";
    case ContextKind::kthread: return "kthread";
    case ContextKind::softirq: return "softirq";
    case ContextKind::hardirq: return "hardirq";
  }
  return "";
}

std::string file_of(const Scenario& s, const Replay& run,
                    const ScheduleRow& row) {
  if (!row.moment || !run.moments[*row.moment].step.valid()) return "";
  const StepId step = run.moments[*row.moment].step;
  const std::string& file = s.function(s.step(step).function).file;
  return file == s.file ? "" : file;
}

const char* name_of(ScheduleRow::Kind kind) {
  switch (kind) {
    case ScheduleRow::Kind::done: return "done";
    case ScheduleRow::Kind::crashed: return "crashed";
    case ScheduleRow::Kind::waiting: return "waiting";
  }
  return "";
}

// [[fact, its new text], ..]
Json changes(const std::vector<StateFact>& was,
             const std::vector<StateFact>& is) {
  Json list = Json::array();
  for (std::size_t i = 0; i < is.size(); ++i)
    if (was[i] != is[i]) list.push_back({i, is[i].text});
  return list;
}

Json row_json(const Scenario& s, const Replay& run, const ScheduleRow& row,
              const LaneNumbers& numbers) {
  Json entry;
  entry["lane"] = numbers.of(row.context);
  if (row.line > 0) entry["line"] = row.line;
  const std::string file = file_of(s, run, row);
  if (!file.empty()) entry["file"] = file;
  entry["text"] = row.text;
  if (row.kind != ScheduleRow::Kind::done) entry["kind"] = name_of(row.kind);
  if (row.depth > 0) entry["depth"] = row.depth;
  if (!row.after.empty()) entry["after"] = row.after;
  if (row.marked) entry["marked"] = true;
  if (row.repeats) entry["repeats"] = true;
  return entry;
}

Json rows_json(const Program& program, const Replay& run, const Lanes& lanes,
               const LaneNumbers& numbers) {
  Json list = Json::array();
  std::vector<StateFact> was = state_facts(program, run.states.front());
  for (std::size_t i = 0; i < lanes.rows.size(); ++i) {
    std::vector<StateFact> is =
        state_facts(program, run.states[lanes.after[i]]);
    Json entry = row_json(program.scenario, run, lanes.rows[i], numbers);
    Json changed = changes(was, is);
    if (!changed.empty()) entry["changes"] = std::move(changed);
    list.push_back(std::move(entry));
    was = std::move(is);
  }
  return list;
}

Json bars_json(const Lanes& lanes, const LaneNumbers& numbers) {
  Json list = Json::array();
  for (const LaneBar& bar : lanes.bars) {
    if (!numbers.has(bar.context)) continue;
    Json entry;
    entry["kind"] = picket::name_of(bar.kind);
    entry["lane"] = numbers.of(bar.context);
    if (bar.object.valid()) entry["object"] = bar.object.value;
    if (!bar.text.empty()) entry["text"] = bar.text;
    if (bar.from) entry["from"] = *bar.from;
    if (bar.to) entry["to"] = *bar.to;
    list.push_back(std::move(entry));
  }
  return list;
}

Json arrows_json(const Lanes& lanes) {
  Json list = Json::array();
  for (const LaneArrow& a : lanes.arrows)
    list.push_back({{"from", a.from},
                    {"to", a.to},
                    {"kind", a.lock ? "lock" : "signal"},
                    {"text", a.text}});
  return list;
}

}  // namespace

Json lanes_json(const Scenario& checked, const Finding& finding) {
  const Scenario scenario = scenario_of(checked, finding);
  const Program program(scenario);
  const Replay run = replay(program, finding.witness);
  PICKET_REQUIRE(!run.refused, "what is reported replays");
  const Lanes lanes = lanes_of(program, run, rows_about(finding, run));
  const LaneNumbers numbers(lanes);
  Json names = Json::array();
  for (const auto& [context, number] : numbers.all())
    names.push_back({{"name", scenario.context(context).name},
                     {"kind", kind_of(scenario.context(context))}});
  Json start = Json::array();
  for (const StateFact& fact : state_facts(program, run.states.front()))
    start.push_back({{"name", fact.name}, {"text", fact.text}});
  return {{"lanes", names},
          {"start", start},
          {"steps", rows_json(program, run, lanes, numbers)},
          {"bars", bars_json(lanes, numbers)},
          {"arrows", arrows_json(lanes)}};
}

}  // namespace picket
