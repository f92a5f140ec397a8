#include "spec/yaml/sections.h"

namespace picket {

const std::vector<FileSection>& all_sections() {
  using V = FileSection::InVariant;
  static const std::vector<FileSection> table = {
      {"version", V::no, false, true, "Version of the language: 1."},
      {"scenario", V::no, false, true,
       "The name: lower-case words joined by `-`."},
      {"about", V::replaces, false, true,
       "Prose: the protocol and what goes wrong."},
      {"source", V::replaces, false, true,
       "Commit subject, Message-ID or URL."},
      {"config", V::by_key, false, true,
       "Behaviour that depends on the kernel's configuration."},
      {"include", V::no, false, true,
       "Files whose parameters, objects, functions, threads and rules are "
       "merged."},
      {"parameters", V::by_name, true, true,
       "Named integers, overridable with -D."},
      {"objects", V::by_name, true, true,
       "What the threads work on: name: type, or name: {type: .., ..}."},
      {"functions", V::by_name, true, true,
       "Steps run by call, work items, callbacks and reclaim."},
      {"reclaim", V::replaces, false, true,
       "Functions that direct reclaim may run in an allocating thread."},
      {"threads", V::by_name, true, true,
       "Who runs: name: [steps], or name: {.., steps: [..]}."},
      {"rules", V::by_name, true, true,
       "Order within and across schedules, judged over all linear orders."},
      {"rule_sets", V::by_name, false, true, "Named sets of rules."},
      {"claims", V::by_name, false, true,
       "What can and what cannot block a fence."},
      {"limits", V::replaces, false, true,
       "Bounds of the search; a bound that was hit makes the verdict "
       "inconclusive."},
      {"expect", V::own, false, true,
       "pass, inconclusive, or the findings that must be made."},
      {"reports", V::own, false, true, "Verdict per annotation policy."},
      {"variants", V::no, false, true,
       "Overlays of this scenario, each a check of its own."},
  };
  return table;
}

std::vector<std::string> section_names() {
  std::vector<std::string> names;
  for (const FileSection& section : all_sections())
    names.push_back(section.name);
  return names;
}

std::vector<std::string> variant_section_names() {
  std::vector<std::string> names;
  for (const FileSection& section : all_sections())
    if (section.in_variant != FileSection::InVariant::no)
      names.push_back(section.name);
  return names;
}

}  // namespace picket
