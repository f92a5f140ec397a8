#include "explorer/check/along_report.h"

#include <algorithm>

#include "explorer/search/execution.h"

namespace picket {
namespace {

using Names = std::vector<std::string>;

bool contains(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void add_once(Names& names, const std::string& name) {
  if (!contains(names, name)) names.push_back(name);
}

bool by_context(const ReportEdge& e) { return e.source.held.valid(); }

// Nobody ever waits for these: they stand for being inside of something.
bool is_scope(const std::string& name) {
  return name == "fs_reclaim" || name.starts_with("mmu_notifier_");
}

}  // namespace

std::string class_family(std::string name) {
  name.resize(std::min(name.find('/'), name.size()));
  if (name.ends_with("_acquire")) name.replace(name.size() - 8, 8, "_mutex");
  return name;
}

ReportedCycle::ReportedCycle(const Scenario& s, const PolicyReport& report)
    : circular(report.kind == ReportKind::circular) {
  if (!circular) {
    for (const std::string& name : report.classes)
      classes.push_back({class_family(name), "", true, false});
    return;
  }
  for (std::size_t i = 0; i < report.edges.size(); ++i) {
    const ReportEdge& e = report.edges[i];
    const ReportEdge& next = report.edges[(i + 1) % report.edges.size()];
    const bool made = by_context(e);
    const bool linked = made && s.step(e.source.wanted).op == Op::link_;
    const bool scope = is_scope(class_family(e.to));
    Class c;
    c.name = class_family(e.to);
    c.before = class_family(e.from);
    c.given = !made || linked || scope;
    c.must_be_wanted = !made && by_context(next) && !scope;
    if (c.name != c.before) classes.push_back(c);
    if (made && !linked && !scope)
      edges.push_back({c.before, c.name, s.context(e.source.context).name});
  }
}

bool ReportedCycle::names(const std::string& klass) const {
  return std::any_of(classes.begin(), classes.end(),
                     [&](const Class& c) { return c.name == klass; });
}

const StuckClasses::Seen& StuckClasses::look_at(const StuckCycle& cycle) {
  const auto [at, fresh] = seen_.try_emplace(&cycle);
  Seen& seen = at->second;
  if (!fresh) return seen;
  for (const StepId step : cycle.steps) {
    seen.wanted.push_back(eyes_.wanted(step));
    for (ClassWanted& k : seen.wanted.back()) k.name = class_family(k.name);
  }
  seen.held.resize(cycle.contexts.size());
  const Execution run = execute(program_, cycle.witness);
  if (run.refused) return seen;
  const auto held = eyes_.held(run.trace);
  for (std::size_t i = 0; i < cycle.contexts.size(); ++i) {
    seen.held[i] = held[cycle.contexts[i].index()];
    for (ClassHeld& k : seen.held[i]) k.name = class_family(k.name);
  }
  return seen;
}

// A map beside a semaphore is held by who has it and by who waits for it, and
// touched by who is about to wait; an item that waits for a place of its queue
// waits for the items that run. So who waits for something without a class
// waits for the class that the next one holds, if it is inside that class
// itself, or has said so before, or has not begun.
Names StuckClasses::stands_for(const ReportedCycle& report,
                               const StuckCycle& cycle, const Seen& seen,
                               std::size_t i) const {
  Names names;
  const bool item = program_.scenario.context(cycle.contexts[i]).work.valid();
  const auto& own = seen.held[i];
  for (const ClassHeld& k : seen.held[(i + 1) % cycle.contexts.size()]) {
    if (k.touched || !report.names(k.name)) continue;
    const bool same =
        k.annotation &&
        std::any_of(own.begin(), own.end(), [&](const ClassHeld& mine) {
          return mine.annotation && mine.name == k.name;
        });
    if (same || (item && own.empty())) add_once(names, k.name);
  }
  return names;
}

std::vector<StuckClasses::Part> StuckClasses::parts(const ReportedCycle& report,
                                                    const StuckCycle& cycle,
                                                    const Seen& seen) const {
  std::vector<Part> parts(cycle.contexts.size());
  std::vector<Names> events(parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Part& part = parts[i];
    for (const ClassHeld& k : seen.held[i])
      if (!k.touched && report.names(k.name)) add_once(part.holds, k.name);
    for (const ClassWanted& k : seen.wanted[i]) {
      if (!report.names(k.name)) continue;
      add_once(part.wants, k.name);
      if (k.event) add_once(events[i], k.name);
    }
    part.outside = part.wants.empty() && !seen.wanted[i].empty();
    if (seen.wanted[i].empty()) part.wants = stands_for(report, cycle, seen, i);
  }
  // Through those in between; who waits for nobody else owes it to itself.
  for (std::size_t i = 0; i < parts.size(); ++i)
    for (std::size_t back = 1; back <= parts.size(); ++back) {
      const std::size_t j = (i + parts.size() - back) % parts.size();
      if (parts[j].wants.empty()) continue;
      parts[i].owes = events[j];
      break;
    }
  return parts;
}

// Does somebody have `from`, or has to bring it about, and `to` besides?
bool StuckClasses::somebody_has(const std::vector<Part>& parts,
                                const std::string& from, const std::string& to,
                                bool or_wants) {
  return std::any_of(parts.begin(), parts.end(), [&](const Part& p) {
    return (contains(p.holds, from) || contains(p.owes, from)) &&
           (contains(p.holds, to) || (or_wants && contains(p.wants, to)));
  });
}

// Each class is waited for, or held by who has come to it from the one before.
bool StuckClasses::is_covered(const ReportedCycle& report,
                              const std::vector<Part>& parts) {
  return std::all_of(
      report.classes.begin(), report.classes.end(),
      [&](const ReportedCycle::Class& c) {
        const bool wanted = std::any_of(
            parts.begin(), parts.end(),
            [&](const Part& p) { return contains(p.wants, c.name); });
        return wanted ||
               (!c.must_be_wanted &&
                (c.given || somebody_has(parts, c.before, c.name, false)));
      });
}

// Does the code that is reported stand there itself?
bool StuckClasses::stands_in(const ReportedCycle& report,
                             const StuckCycle& cycle,
                             const std::vector<Part>& parts) const {
  return std::all_of(
      report.edges.begin(), report.edges.end(),
      [&](const ReportedCycle::Edge& e) {
        for (std::size_t i = 0; i < parts.size(); ++i) {
          std::string name = program_.scenario.context(cycle.contexts[i]).name;
          if (name.ends_with("'")) name.pop_back();  // a copy of it
          if (name == e.context && (contains(parts[i].wants, e.to) ||
                                    contains(parts[i].holds, e.to)))
            return true;
        }
        return false;
      });
}

// Or else at least two of the classes have to be waited for, if there are two:
// it is not enough that a lock is held where other things are waited for.
bool StuckClasses::closes(const ReportedCycle& report, const StuckCycle& cycle,
                          const std::vector<Part>& parts) const {
  if (!is_covered(report, parts)) return false;
  std::size_t waitable = 0, waited = 0;
  for (const ReportedCycle::Class& c : report.classes) {
    waitable += !c.given || c.must_be_wanted;
    waited += std::any_of(parts.begin(), parts.end(), [&](const Part& p) {
      return contains(p.wants, c.name);
    });
  }
  if (waited < std::clamp<std::size_t>(waitable, 1, 2) &&
      (waited == 0 || !stands_in(report, cycle, parts)))
    return false;
  if (std::none_of(parts.begin(), parts.end(),
                   [](const Part& p) { return p.outside; }))
    return true;
  return std::all_of(report.edges.begin(), report.edges.end(),
                     [&](const ReportedCycle::Edge& e) {
                       return somebody_has(parts, e.from, e.to, true);
                     });
}

// One class is taken twice, or one or two are used in an interrupt and outside.
bool StuckClasses::concerns(const ReportedCycle& report,
                            const std::vector<Part>& parts) {
  const auto any = [&](const auto& is_so) {
    return std::any_of(parts.begin(), parts.end(), is_so);
  };
  if (!any([](const Part& p) { return !p.wants.empty(); })) return false;
  return std::all_of(report.classes.begin(), report.classes.end(),
                     [&](const ReportedCycle::Class& c) {
                       return any([&](const Part& p) {
                         return contains(p.wants, c.name) ||
                                contains(p.holds, c.name);
                       });
                     });
}

bool StuckClasses::is_along(const ReportedCycle& report,
                            const StuckCycle& cycle) {
  if (!cycle.twice.empty())
    return report.names(class_family(eyes_.class_of(cycle.twice.front())));
  const std::vector<Part> all = parts(report, cycle, look_at(cycle));
  return report.circular ? closes(report, cycle, all) : concerns(report, all);
}

}  // namespace picket
