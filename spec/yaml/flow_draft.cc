#include "spec/yaml/flow_draft.h"

#include <map>

#include "spec/base/contract.h"
#include "spec/yaml/expressions.h"

namespace picket {
namespace {

class Layout {
 public:
  Layout(const Scenario& scenario, std::size_t room, std::int64_t loops)
      : scenario_(scenario), room_(room), loops_(loops) {}

  FlowDraft run(const StepTrees& body) {
    draft_.entry = new_slot();
    list(body, draft_.entry, FlowDraft::kEnd);
    return std::move(draft_);
  }

 private:
  struct Loop {
    int on_break;
    int on_continue;
  };

  int new_slot() {
    draft_.slots.push_back({});
    return static_cast<int>(draft_.slots.size()) - 1;
  }

  FlowSlot& slot(int index) {
    return draft_.slots[static_cast<std::size_t>(index)];
  }

  // Counts rounds as well as steps: a round may have none.
  bool has_room() {
    if (++used_ > room_) draft_.too_large = true;
    return !draft_.too_large;
  }

  FlowStep& place(int entry, const Step& step, const StepTree* tree) {
    slot(entry).step = static_cast<int>(draft_.steps.size());
    draft_.steps.push_back({step, 0, 0, {}, tree});
    FlowStep& out = draft_.steps.back();
    out.step.silent = silent(out.step);
    return out;
  }

  bool silent(const Step& step) const {
    if (!step.label.empty() || reads_shared(scenario_, step.when)) return false;
    switch (step.op) {
      case Op::if_:
      case Op::while_:
      case Op::return_:
        return step.operands[0].kind != Operand::Kind::expression ||
               !reads_shared(scenario_, step.operands[0].expression());
      case Op::break_:
      case Op::continue_:
      case Op::goto_:
      case Op::call_: return true;
      default: return false;
    }
  }

  void list(const StepTrees& trees, int entry, int follow) {
    if (trees.empty()) {
      slot(entry).same_as = follow;
      return;
    }
    std::vector<int> starts{entry};
    while (starts.size() < trees.size()) starts.push_back(new_slot());
    starts.push_back(follow);
    labels_.emplace_back();
    for (std::size_t k = 0; k < trees.size(); ++k)
      if (!trees[k].step.label.empty())
        labels_.back()[trees[k].step.label] = starts[k];
    for (std::size_t k = 0; k < trees.size(); ++k)
      one(trees[k], starts[k], starts[k + 1]);
    labels_.pop_back();
  }

  // A structure or jump with `when` becomes an `if` around it, so that its own
  // edges need not say where a skipped step goes on.
  void one(const StepTree& tree, int entry, int follow) {
    if (!has_room()) return;
    const bool own_edges = is_structure(tree.step.op) || is_jump(tree.step.op);
    if (!own_edges || !tree.step.when.valid())
      return bare(tree, tree.step, entry, follow);
    const int inner = new_slot();
    Step guard = tree.step;
    guard.op = Op::if_;
    guard.operands = {};
    guard.operands[0] = {Operand::Kind::expression, tree.step.when.value};
    guard.when = {};
    guard.label.clear();
    FlowStep& out = place(entry, guard, &tree);
    out.next = inner;
    out.other = follow;
    Step step = tree.step;
    step.when = {};
    bare(tree, step, inner, follow);
  }

  void bare(const StepTree& tree, const Step& step, int entry, int follow) {
    switch (step.op) {
      case Op::if_: return branch(tree, step, entry, follow);
      case Op::choose_: return choose(tree, step, entry, follow);
      case Op::while_: return while_loop(tree, step, entry, follow);
      case Op::repeat_: return repeat(tree, step, entry, follow);
      case Op::break_:
      case Op::continue_: {
        // Outside of a loop it is a mistake, reported by check_jumps.
        const Loop loop = loop_.empty() ? Loop{follow, follow} : loop_.back();
        place(entry, step, &tree).next =
            step.op == Op::break_ ? loop.on_break : loop.on_continue;
        return;
      }
      case Op::goto_:
        place(entry, step, &tree).next = label_slot(tree.jump, follow);
        return;
      case Op::return_:
        place(entry, step, &tree).next = FlowDraft::kEnd;
        return;
      default: place(entry, step, &tree).next = follow;
    }
  }

  int label_slot(const std::string& label, int otherwise) const {
    for (auto scope = labels_.rbegin(); scope != labels_.rend(); ++scope)
      if (const auto it = scope->find(label); it != scope->end())
        return it->second;
    return otherwise;
  }

  void branch(const StepTree& tree, const Step& step, int entry, int follow) {
    const int yes = new_slot();
    const int no = new_slot();
    FlowStep& out = place(entry, step, &tree);
    out.next = yes;
    out.other = no;
    list(tree.lists[0], yes, follow);
    list(tree.lists[1], no, follow);
  }

  void choose(const StepTree& tree, const Step& step, int entry, int follow) {
    std::vector<int> starts;
    for (std::size_t k = 0; k < tree.lists.size(); ++k)
      starts.push_back(new_slot());
    place(entry, step, &tree).branches = starts;
    for (std::size_t k = 0; k < starts.size(); ++k)
      list(tree.lists[k], starts[k], follow);
  }

  void while_loop(const StepTree& tree, const Step& step, int entry,
                  int follow) {
    const StepTrees& body = tree.lists[0];
    if (loops_ > 0) return unrolled(tree, step, entry, follow);
    const int inner = new_slot();
    FlowStep& head = place(entry, step, &tree);
    head.next = inner;
    head.other = follow;
    const int again = round_end(body, entry);
    loop_.push_back({follow, entry});
    list(body, inner, again);
    loop_.pop_back();
    if (again != entry) place_round_end(again, entry, tree);
  }

  // The edge back to the head must be the `next` of a step. A structure at the
  // end of the body leaves it by other edges: it needs a step behind it.
  int round_end(const StepTrees& body, int head) {
    const bool needed =
        !body.empty() &&
        (is_structure(body.back().step.op) ||
         (is_jump(body.back().step.op) && body.back().step.when.valid()));
    return needed ? new_slot() : head;
  }

  void place_round_end(int entry, int head, const StepTree& tree) {
    Step step;
    step.op = Op::goto_;
    step.span = tree.step.span;
    place(entry, step, nullptr).next = head;
  }

  void unrolled(const StepTree& tree, const Step& step, int entry, int follow) {
    for (std::int64_t round = 0; round < loops_ && has_room(); ++round) {
      const int inner = new_slot();
      const int again = new_slot();
      FlowStep& head = place(entry, step, &tree);
      head.next = inner;
      head.other = follow;
      loop_.push_back({follow, again});
      list(tree.lists[0], inner, again);
      loop_.pop_back();
      entry = again;
    }
    FlowStep& last = place(entry, step, &tree);
    last.step.loop_limit = true;
    last.other = follow;
  }

  void repeat(const StepTree& tree, const Step& step, int entry, int follow) {
    if (!step.label.empty()) {
      // The label needs a step to stand on.
      Step mark = step;
      mark.op = Op::nop;
      const int inner = new_slot();
      place(entry, mark, &tree).next = inner;
      entry = inner;
    }
    const StepTrees& body = tree.lists[0];
    const std::int32_t times = body.empty() ? 0 : tree.times;
    for (std::int32_t round = 0; round < times && has_room(); ++round) {
      const int again = new_slot();
      loop_.push_back({follow, again});
      list(body, entry, again);
      loop_.pop_back();
      entry = again;
    }
    slot(entry).same_as = follow;
  }

  const Scenario& scenario_;
  std::size_t room_;
  std::int64_t loops_;
  std::size_t used_ = 0;
  FlowDraft draft_;
  std::vector<Loop> loop_;
  std::vector<std::map<std::string, int>> labels_;
};

}  // namespace

FlowDraft draft_flow(const Scenario& scenario, const StepTrees& body,
                     std::size_t room, std::int64_t loops) {
  return Layout(scenario, room, loops).run(body);
}

int step_at(const FlowDraft& draft, int slot) {
  while (slot != FlowDraft::kEnd) {
    const FlowSlot& s = draft.slots[static_cast<std::size_t>(slot)];
    if (s.same_as < 0) return s.step;
    slot = s.same_as;
  }
  return -1;
}

}  // namespace picket
