// picket classify: every class of a scenario that somebody waits for, and
// whether it can block a fence.
#include <algorithm>
#include <iostream>
#include <map>

#include "explorer/check/claim_study.h"
#include "explorer/check/claim_words.h"
#include "explorer/cli/commands.h"
#include "explorer/cli/interrupt.h"
#include "explorer/cli/scenario_files.h"
#include "explorer/report/console.h"

namespace picket {
namespace {

// What is waited for, by what it is and its class, in the order of the file.
struct WaitClass {
  std::string name;
  std::vector<ObjectId> objects;
};

std::vector<WaitClass> wait_classes(const Scenario& s) {
  std::vector<WaitClass> out;
  for (std::size_t i = 0; i < s.objects.size(); ++i) {
    const Object& o = s.objects[i];
    if (!has_signals(o.type)) continue;
    const std::string name =
        std::string(facts(o.type).name) + " " +
        (o.klass.valid() ? s.classes[o.klass.index()] : o.family);
    const auto same =
        std::find_if(out.begin(), out.end(),
                     [&](const WaitClass& w) { return w.name == name; });
    if (same == out.end())
      out.push_back({name, {ObjectId(i)}});
    else
      same->objects.push_back(ObjectId(i));
  }
  return out;
}

std::string_view consequence(const Scenario& s, const ClaimResult& r) {
  const bool fence = type_fits(s.object(r.object).type, "fence");
  switch (r.verdict) {
    case ClaimVerdict::can_block: return "full dma_fence rules apply";
    case ClaimVerdict::orthogonal:
      return fence ? "needs not be a dma_fence for the other fences' sake" : "";
    case ClaimVerdict::not_blocked_here:
    case ClaimVerdict::undetermined: break;
  }
  return "";
}

void write_class(const Scenario& s, const WaitClass& w, ClaimStudy& study,
                 std::size_t width) {
  const ClaimResult r = study.decide(w.objects, {});
  if (study.interrupted()) return;
  std::string name = w.name;
  name.resize(std::max(name.size(), width), ' ');
  std::cout << "  " << name << "  ";
  if (!r.fence.valid()) {
    std::cout << "there is no other fence here\n";
    return;
  }
  std::cout << verdict_words(r.verdict);
  const std::string_view so = consequence(s, r);
  if (!so.empty()) std::cout << ": " << so;
  std::cout << "\n";
  if (r.verdict == ClaimVerdict::orthogonal) return;
  std::cout << "    " << verdict_text(s, r) << "\n";
  for (const std::string& line : chain_lines(r))
    std::cout << "    " << line << "\n";
}

}  // namespace

int classify_command(const ClassifyArguments& arguments) {
  const ScenarioFiles read =
      read_scenarios(arguments.paths, arguments.parameters, arguments.only);
  if (read.bad) return kBadInput;
  const Paint paint = paint_for(1);
  SearchOptions options;
  options.interrupt = &watch_interrupts();
  options.limits.states = arguments.max_states;
  for (const Scenario* s : read.scenarios) {
    const std::vector<WaitClass> classes = wait_classes(*s);
    std::cout << paint.strong(s->name) << "\n";
    if (classes.empty()) std::cout << "  nobody waits for anything here\n";
    std::size_t width = 0;
    for (const WaitClass& w : classes) width = std::max(width, w.name.size());
    ClaimStudy study(*s, options);
    for (const WaitClass& w : classes) write_class(*s, w, study, width);
    std::cout.flush();
    if (*options.interrupt) return kInterrupted;
  }
  return kAsExpected;
}

}  // namespace picket
