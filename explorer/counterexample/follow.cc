#include "explorer/counterexample/follow.h"

#include <algorithm>

#include "explorer/counterexample/step_text.h"
#include "spec/semantics/step.h"

namespace picket {
namespace {

// How many added steps may stand before one that matches.
constexpr int kMostAdded = 32;

class Follower {
 public:
  Follower(const Program& program, const Witness& witness, bool strict)
      : program_(program), witness_(witness), strict_(strict) {
    followed_.replay = start_replay(program);
  }

  Followed run() {
    for (std::size_t i = 0; i < witness_.steps.size(); ++i) {
      if (take(i)) continue;
      if (strict_) break;
    }
    find_stuck(program_, followed_.replay);
    return std::move(followed_);
  }

 private:
  const Scenario& scenario() const { return program_.scenario; }

  // False: there was a difference.
  bool take(std::size_t i) {
    const WitnessStep& step = witness_.steps[i];
    const ContextId context = context_named(step.context);
    if (!context.valid())
      return differ(i, "there is no context `" + step.context + "` any more");
    if (at(context, step)) return extend_with(i, context, step.alternative);
    if (strict_)
      return differ(i, step.context + " stands at " + place(context));
    return take_after_added(i, context);
  }

  bool extend_with(std::size_t i, ContextId context, int alternative) {
    if (extend(program_, followed_.replay, {context, alternative})) return true;
    return differ(
        i, witness_.steps[i].context + " is blocked at " + place(context));
  }

  // Steps were added in front of it, or it was removed. Tried on a copy, so
  // that a removed step leaves no trace.
  bool take_after_added(std::size_t i, ContextId context) {
    const WitnessStep& step = witness_.steps[i];
    Replay trial = followed_.replay;
    for (int added = 1; added <= kMostAdded; ++added) {
      if (!extend(program_, trial, {context, 0})) break;
      std::swap(trial, followed_.replay);
      const bool there = at(context, step);
      std::swap(trial, followed_.replay);
      if (!there) continue;
      followed_.replay = std::move(trial);
      differ(i, step.context + " does more before it: " +
                    std::to_string(added) + " added");
      extend_with(i, context, step.alternative);
      return false;
    }
    return differ(i,
                  step.context + " stands at " + place(context) + "; left out");
  }

  ContextId context_named(const std::string& name) const {
    const auto& contexts = scenario().contexts;
    const auto it =
        std::find_if(contexts.begin(), contexts.end(),
                     [&](const Context& c) { return c.name == name; });
    if (it == contexts.end()) return {};
    return ContextId(static_cast<std::size_t>(it - contexts.begin()));
  }

  const Word* state() const { return followed_.replay.states.back().data(); }

  // The words of what the context would do next.
  std::string words_of_next(ContextId context) const {
    switch (status(program_, state(), context)) {
      case Status::idle: return "(starts)";
      case Status::running: break;
      case Status::finished:
      case Status::crashed:
      case Status::limited: return "";
    }
    const StepId step = position(program_, state(), context);
    return step.valid() ? step_words(scenario(), step, Moment::Kind::step)
                        : "(ends)";
  }

  bool at(ContextId context, const WitnessStep& step) const {
    return words_of_next(context) == step.words;
  }

  std::string place(ContextId context) const {
    const std::string words = words_of_next(context);
    if (words.empty()) return "its end";
    const int line =
        line_of(scenario(), context, position(program_, state(), context));
    return words + " (line " + std::to_string(line) + ")";
  }

  bool differ(std::size_t i, const std::string& how) {
    const WitnessStep& step = witness_.steps[i];
    followed_.differences.push_back(
        "step " + std::to_string(i + 1) + ", " + step.context + ": " +
        step.words + " (line " + std::to_string(step.line) + "): " + how);
    return false;
  }

  const Program& program_;
  const Witness& witness_;
  bool strict_;
  Followed followed_;
};

}  // namespace

Followed follow(const Program& program, const Witness& witness, bool strict) {
  return Follower(program, witness, strict).run();
}

}  // namespace picket
