#include "explorer/report/coverage_text.h"

#include <nlohmann/json.hpp>

#include "explorer/report/console.h"
#include "explorer/report/json.h"
#include "spec/model/step_place.h"

namespace picket {
namespace {

std::string_view name_of(CoverageGap::Kind kind) {
  switch (kind) {
    case CoverageGap::Kind::missing: return "missing";
    case CoverageGap::Kind::narrow: return "narrow";
    case CoverageGap::Kind::wide: return "wide";
    case CoverageGap::Kind::unlinked: return "unlinked";
  }
  return "";
}

std::string place(const Scenario& s, StepId id) {
  const Step& step = s.step(id);
  const std::string file = included_file(s, id);
  return describe(s, step) + " in " + (file.empty() ? "" : file + ", ") +
         "line " + std::to_string(step.span.line);
}

std::string places(const Scenario& s, const std::vector<StepId>& steps) {
  std::string text;
  for (const StepId step : steps)
    text += (text.empty() ? "" : ", ") + place(s, step);
  return text;
}

std::string words(const Scenario& s, const CoverageGap& gap) {
  const auto fence = [&] { return s.object(gap.fence).name; };
  switch (gap.kind) {
    case CoverageGap::Kind::missing:
      return "missing   " + place(s, gap.at) +
             (gap.steps.empty()
                  ? " is in no section"
                  : " and what comes before it are in no section: " +
                        places(s, gap.steps));
    case CoverageGap::Kind::narrow:
      return "narrow    the section of " + place(s, gap.at) +
             " begins too late: " + places(s, gap.steps) +
             " can hold it up while " + fence() + " is visible";
    case CoverageGap::Kind::wide:
      if (gap.steps.empty())
        return "wide      the section of " + place(s, gap.at) +
               " covers nothing that a fence needs";
      return "wide      the section of " + place(s, gap.at) +
             " forbids needlessly: " + places(s, gap.steps);
    case CoverageGap::Kind::unlinked:
      return "unlinked  " + fence() + " needs " + s.object(gap.other).name +
             ", by " + place(s, gap.at) + "; no link says so";
  }
  return "";
}

Json json_of(const Scenario& s, StepId id) {
  const Step& step = s.step(id);
  return {{"step", describe(s, step)},
          {"file", s.function(step.function).file},
          {"line", step.span.line}};
}

Json json_of(const Scenario& s, const CoverageGap& gap) {
  Json json = {{"kind", name_of(gap.kind)},
               {"thread", s.context(gap.context).name},
               {"at", json_of(s, gap.at)}};
  if (gap.fence.valid()) json["fence"] = s.object(gap.fence).name;
  if (gap.other.valid()) json["needs"] = s.object(gap.other).name;
  if (!gap.steps.empty()) {
    json["steps"] = Json::array();
    for (const StepId step : gap.steps)
      json["steps"].push_back(json_of(s, step));
  }
  return json;
}

}  // namespace

void write_coverage_text(const CoverageResult& result, std::ostream& out) {
  const Scenario& s = *result.scenario;
  const Paint paint = paint_for(1);
  out << paint.strong(s.name) << "\n";
  for (const CoverageGap& gap : result.gaps)
    out << "  " << s.context(gap.context).name << "  " << words(s, gap) << "\n";
  const bool complete = result.limit.empty();
  if (!complete)
    out << "  undetermined: " << result.limit
        << (result.gaps.empty() ? "; nothing was found until then\n"
                                : "; there may be more\n");
  else if (result.gaps.empty())
    out << (result.applies ? "  sections cover what they should\n"
                           : "  nobody signals a fence that others can see\n");
  out.flush();
}

void write_coverage_json(const std::vector<CoverageResult>& results,
                         std::ostream& out) {
  Json all = Json::array();
  for (const CoverageResult& result : results) {
    Json json = {{"scenario", result.scenario->name},
                 {"signals", result.applies},
                 {"complete", result.limit.empty()},
                 {"gaps", Json::array()}};
    for (const CoverageGap& gap : result.gaps)
      json["gaps"].push_back(json_of(*result.scenario, gap));
    if (!result.limit.empty()) json["limit"] = result.limit;
    all.push_back(std::move(json));
  }
  out << json_text({{"sections", std::move(all)}}, 2) << "\n";
}

}  // namespace picket
