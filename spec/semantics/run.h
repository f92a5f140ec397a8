// One attempt at one transition: what every primitive works with.
//
// A primitive's function either returns Act::blocked before it has changed
// anything (after recording what it looked at and why it waits), or changes
// the state and says how the operation goes on.
#pragma once

#include <cstdint>

#include "spec/model/effect.h"
#include "spec/model/scenario.h"
#include "spec/model/state.h"
#include "spec/semantics/program.h"

namespace picket {

// How an operation goes on after one of its transitions.
enum class Act : std::uint8_t {
  done,    // the operation is over, and this transition is its event
  ended,   // it is over; its event was an earlier transition
  stay,    // more transitions of the same operation follow (stage was set)
  called,  // a frame was pushed; the operation goes on when it has ended
  blocked,
  crashed,
  limited,
  jumped,  // control flow: the position was set
};

struct Run {
  const Program& program;
  Word* words;
  ContextId self;
  int alternative;
  Effect& effect;
  const ContextLayout& own = program.layout.contexts[self.index()];
  // It has been spinning for this alternative, seen by others of its CPU: that
  // it takes this one is decided.
  bool decided = false;

  const Scenario& scenario() const { return program.scenario; }
  const Step& step() const { return scenario().step(effect.step); }
  const Operand& operand(std::size_t i) const { return step().operands[i]; }
  // As the file names it, and the object that is meant: a file's name stands
  // for the fence in it.
  ObjectId named(std::size_t i = 0) const { return operand(i).object(); }
  ObjectId object(std::size_t i = 0) const { return meant(named(i)); }
  ObjectId meant(ObjectId o) const {
    const std::int32_t at = program.layout.objects[o.index()].alias;
    if (at < 0) return o;
    effect.footprint.read(location(o));
    return words[at] == 0 ? o : ObjectId(words[at] - 1);
  }

  // The words of an object's block.
  Word* block(ObjectId o) {
    return words + program.layout.objects[o.index()].words;
  }
  const ContextLayout& context() const { return own; }

  // Footprint.
  std::uint32_t location(ObjectId o) const {
    return program.layout.objects[o.index()].location;
  }
  void reads(ObjectId o) { effect.footprint.read(location(o)); }
  void writes(ObjectId o) { effect.footprint.write(location(o)); }
  void adds(ObjectId o) { effect.footprint.add(location(o)); }
  void reads(ContextId c) {
    effect.footprint.read(program.layout.context_location[c.index()]);
  }
  void adds(ContextId c) {
    effect.footprint.add(program.layout.context_location[c.index()]);
  }
  void writes(ContextId c) {
    effect.footprint.write(program.layout.context_location[c.index()]);
  }
  // Of a context that shares its CPU.
  std::uint32_t cpu_location() const {
    return program.layout.cpus[static_cast<std::size_t>(own.cpu)].location;
  }

  // Ways out.
  Act blocked(Want want) {
    effect.want = want;
    return Act::blocked;
  }
  Act misuse(Misuse kind, ObjectId culprit = ObjectId{}) {
    effect.misuse = kind;
    effect.culprit = culprit;
    return Act::crashed;
  }
  // The operation's own event is this transition.
  void happens() { effect.happens = true; }

  // The result goes to `into` when the operation is done.
  Act result(std::int32_t value) {
    effect.result = value;
    return Act::done;
  }
};

// Frames: semantics/frame.h. Task state and atomic context: semantics/task.h.
// Life of objects: semantics/lifetime.h.

}  // namespace picket
