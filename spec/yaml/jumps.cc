// Are labels unique and jumps possible? Looks at the steps as written, so that
// a mistake in a body that `repeat: 0` drops is still found.
#include <algorithm>
#include <map>

#include "spec/yaml/flow.h"

namespace picket {
namespace {

struct Walk {
  Reading& reading;
  std::map<std::string, Place> labels;           // of the whole function
  std::vector<std::vector<std::string>> around;  // labels of the lists around
  int loops = 0;
};

void collect_labels(Walk& walk, const StepTrees& list) {
  for (const StepTree& tree : list) {
    if (!tree.step.label.empty() &&
        !walk.labels.emplace(tree.step.label, tree.place).second)
      walk.reading.mistakes.add(
          Mistake::duplicate_label, tree.place,
          "the label " + in_quotes(tree.step.label) + " is given twice",
          "the first is in line " +
              std::to_string(walk.labels[tree.step.label].span.line));
    for (const StepTrees& inner : tree.lists) collect_labels(walk, inner);
  }
}

void check_goto(Walk& walk, const StepTree& tree) {
  if (tree.jump.empty()) return;
  for (const auto& list : walk.around)
    if (std::find(list.begin(), list.end(), tree.jump) != list.end()) return;
  if (walk.labels.count(tree.jump)) {
    walk.reading.mistakes.add(
        Mistake::goto_into_list, tree.jump_place,
        in_quotes(tree.jump) + " stands in an inner list",
        "`goto` reaches its own list and the lists around it");
    return;
  }
  std::vector<std::string> known;
  for (const auto& [label, place] : walk.labels) known.push_back(label);
  walk.reading.mistakes.add(
      Mistake::unknown_label, tree.jump_place,
      "there is no label " + in_quotes(tree.jump) +
          " in this thread or function",
      did_you_mean(tree.jump, known,
                   known.empty() ? "give the step `label: " + tree.jump + "`"
                                 : "labels are " + one_of(known)));
}

void check_list(Walk& walk, const StepTrees& list) {
  std::vector<std::string> labels;
  for (const StepTree& tree : list)
    if (!tree.step.label.empty()) labels.push_back(tree.step.label);
  walk.around.push_back(std::move(labels));
  for (const StepTree& tree : list) {
    const Op op = tree.step.op;
    if (op == Op::goto_) check_goto(walk, tree);
    if ((op == Op::break_ || op == Op::continue_) && walk.loops == 0)
      walk.reading.mistakes.add(
          Mistake::break_outside_loop, tree.place,
          in_quotes(facts(op).name) + " outside of `while` and `repeat`",
          "to leave the thread or function, `return`");
    const bool loop = op == Op::while_ || op == Op::repeat_;
    walk.loops += loop;
    for (const StepTrees& inner : tree.lists) check_list(walk, inner);
    walk.loops -= loop;
  }
  walk.around.pop_back();
}

}  // namespace

void check_jumps(Reading& reading, const StepTrees& body) {
  Walk walk{reading, {}, {}, 0};
  collect_labels(walk, body);
  check_list(walk, body);
}

}  // namespace picket
