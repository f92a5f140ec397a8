// What some rules speak of: which operations, objects, classes, words.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "spec/model/scenario.h"

namespace picket {

struct Mentioned {
  std::set<Op> ops;        // whose events some selector selects
  std::set<Op> attempted;  // with `.enter`
  std::set<Op> unnamed;    // on any object, or a variable
  std::set<ObjectId> named;
  std::set<ClassId> section_classes;
  std::map<Op, std::set<ClassId>> classes;
  std::map<Op, std::set<std::string>> words;
  std::set<std::pair<Op, std::string>> labels;  // op(s) that carry it
  std::vector<ContextId> contexts;              // behind `by`
  bool sections = false, circles = false;
  bool unnamed_fences = false, unnamed_locks = false;  // of intervals
};

// `text`: the scenario, whose steps carry the labels.
Mentioned mentioned_by(const std::vector<Rule>& rules, const Scenario& text);

}  // namespace picket
