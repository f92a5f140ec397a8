// A context's stack of activations: its body, calls, fence callbacks,
// enable_signaling, release and reclaim functions, each with its position and
// its local variables.
//
// Words of a frame: position, stage and kind, scratch words of the operation in
// progress, marks of the locals that are set, the locals.
// Words of a context's control: status, whether it has started, its depth, and
// where the top frame begins.
#pragma once

#include <cstdint>

#include "spec/semantics/control_word.h"
#include "spec/semantics/run.h"
#include "spec/semantics/step.h"

namespace picket {

enum class FrameKind : std::uint8_t {
  body,
  call,
  callback,
  enable,
  release,
  reclaim,
  own,  // a function of the kernel's own: model/container_code.h
};

// Scratch words an operation keeps in its frame between its transitions.
// Word 0 receives the value of a function the operation has run.
std::int32_t scratch_words(Op op);
// May the operation run fence callbacks, enable_signaling or release functions?
bool may_run_callbacks(Op op);
// May it run the functions of `reclaim`?
bool may_reclaim(Op op);

inline Control control(const Run& run) {
  return Control::unpack(run.words[run.own.control]);
}
inline void set_control(Run& run, const Control& control) {
  run.words[run.own.control] = control.pack();
}

// Words of every frame: where it stands; stage 0..6, whether the operation has
// been called in vain 7, kind 8..11, distance to the frame below
// 12..31.
constexpr std::int32_t kFrameHeader = 2;
constexpr int kStageMask = 127;
constexpr Word kCalled = 128;
constexpr int kKindShift = 8;
constexpr int kBelowShift = 12;

// The top frame.
inline Word* top_frame(const Run& run) {
  return run.words + run.own.stack + control(run).top;
}
inline StepId position(const Run& run) { return StepId(top_frame(run)[0]); }
inline void set_position(Run& run, StepId step) {
  top_frame(run)[0] = step.value;
}
inline int stage(const Run& run) { return top_frame(run)[1] & kStageMask; }
inline void set_stage(Run& run, int stage) {
  Word& w = top_frame(run)[1];
  w = (w & ~kStageMask) | stage;
}
// The operation was called and could not begin: its `when` was true then, and
// what becomes of that does not matter any more.
inline bool is_called(const Run& run) {
  return (top_frame(run)[1] & kCalled) != 0;
}
inline void set_called(Run& run, bool called) {
  Word& w = top_frame(run)[1];
  w = called ? (w | kCalled) : (w & ~kCalled);
}
inline Word& scratch(const Run& run, int i) {
  return top_frame(run)[kFrameHeader + i];
}
inline FrameKind kind(const Run& run) {
  return static_cast<FrameKind>((top_frame(run)[1] >> kKindShift) & 15);
}

// Starts `function` above the present frame. Act::called, or Act::limited
// where callbacks nest deeper than the layout foresees.
Act push(Run& run, FunctionId function, FrameKind kind);

// Ends the top frame; `value` goes to the operation below: into its `into` for
// a call, into its scratch word 0 for the rest. False: it was the body.
bool pop(Run& run, std::int32_t value);

// Local variables: the nearest activation of this call chain that has set the
// name, else (to write) the present one. Reading one that no activation has
// set yields 0; the reader refuses scenarios where no path sets it.
std::int32_t local(const Run& run, LocalId name);
void set_local(Run& run, LocalId name, std::int32_t value);

// Forgets the locals of the top frame that nobody will read again.
void forget_dead_locals(Run& run);

// The positions of all frames, the top one first: begins at control().top;
// false when there is no frame below.
StepId position_at(const Run& run, std::int32_t offset);
bool next_below(const Run& run, std::int32_t& offset);

}  // namespace picket
