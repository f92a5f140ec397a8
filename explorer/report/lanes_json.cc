#include "explorer/report/lanes_json.h"

#include <nlohmann/json.hpp>

#include "explorer/report/state_text.h"

namespace picket {
namespace {

using Json = nlohmann::ordered_json;

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

const char* name_of(ScheduleRow::Kind kind) {
  switch (kind) {
    case ScheduleRow::Kind::done: return "done";
    case ScheduleRow::Kind::crashed: return "crashed";
    case ScheduleRow::Kind::waiting: return "waiting";
    case ScheduleRow::Kind::unstarted: return "unstarted";
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

Json row_json(const FindingLanes& of, const ScheduleRow& row) {
  Json entry;
  entry["lane"] = of.lane_of(row.context);
  if (row.line > 0) entry["line"] = row.line;
  if (!row.file.empty()) entry["file"] = row.file;
  entry["text"] = row.text;
  if (row.kind != ScheduleRow::Kind::done) entry["kind"] = name_of(row.kind);
  if (row.depth > 0) entry["depth"] = row.depth;
  if (!row.after.empty()) entry["after"] = row.after;
  if (row.marked) entry["marked"] = true;
  if (row.repeats) entry["repeats"] = true;
  return entry;
}

Json rows_json(const FindingLanes& of) {
  Json list = Json::array();
  std::vector<StateFact> was = state_facts(of.program, of.run.states.front());
  for (std::size_t i = 0; i < of.lanes.rows.size(); ++i) {
    std::vector<StateFact> is =
        state_facts(of.program, of.run.states[of.lanes.after[i]]);
    Json entry = row_json(of, of.lanes.rows[i]);
    Json changed = changes(was, is);
    if (!changed.empty()) entry["changes"] = std::move(changed);
    list.push_back(std::move(entry));
    was = std::move(is);
  }
  return list;
}

Json bars_json(const FindingLanes& of) {
  Json list = Json::array();
  for (const LaneBar& bar : of.lanes.bars) {
    if (!of.has(bar.context)) continue;
    if (bar.kind == LaneBar::Kind::unstarted) continue;
    Json entry;
    entry["kind"] = picket::name_of(bar.kind);
    entry["lane"] = of.lane_of(bar.context);
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

Json lanes_json(const FindingLanes& of) {
  Json names = Json::array();
  for (const ContextId c : of.shown)
    names.push_back(
        {{"name", of.name(c)}, {"kind", kind_of(of.scenario.context(c))}});
  Json start = Json::array();
  for (const StateFact& fact : state_facts(of.program, of.run.states.front()))
    start.push_back({{"name", fact.name}, {"text", fact.text}});
  return {{"lanes", names},
          {"start", start},
          {"steps", rows_json(of)},
          {"bars", bars_json(of)},
          {"arrows", arrows_json(of.lanes)}};
}

}  // namespace picket
