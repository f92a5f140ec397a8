// What signalling sections cover, and what they should: everything that a
// context does between the publication of a fence and its signal of it, and
// nothing else.
//
// After Documentation/driver-api/dma-buf.rst and the comment "fence signalling
// annotation" in drivers/dma-buf/dma-fence.c of Linux 6.12. Only steps that may
// wait, or reclaim, matter: the others hold nobody up.
//
// Must not know: searches, maps.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "spec/model/scenario.h"
#include "spec/model/trace.h"

namespace picket {

struct CoverageGap {
  enum class Kind : std::uint8_t {
    missing,   // `at` signals in no section; `steps` come before it
    narrow,    // `at` signals in one, and `steps` come before that begins
    wide,      // `at` begins one, and no signal in it needs `steps`
    unlinked,  // `at`, in one or in a callback, waits for `other`: no link says
               // so
  };
  Kind kind = Kind::missing;
  ContextId context;
  ObjectId fence;  // none: wide
  ObjectId other;
  StepId at;
  std::vector<StepId> steps;
};

class Coverage {
 public:
  explicit Coverage(const Scenario& scenario) : s_(scenario) {}

  // One schedule; the more, the better is what it says.
  void add(const Trace& trace);

  // By kind, context and place.
  std::vector<CoverageGap> gaps() const;
  // Has somebody signalled a published fence?
  bool applies() const { return applies_; }

 private:
  struct Delay {
    EventId event;
    StepId step;
    std::vector<StepId> sections;  // that were open, by where they begin
    ObjectId waited;               // for an event of this object
  };
  struct Open {
    std::int32_t slot = 0;
    StepId begin;
  };
  struct Flow {
    std::vector<Delay> delays;
    std::vector<Open> sections;
    std::vector<StepId> within;  // operations, the outer ones first
    bool atomic = false;
  };
  using Where = std::pair<ContextId, StepId>;
  using Signal = std::pair<ObjectId, Where>;

  void look(const Trace& trace, EventId id);
  void look_at_section(Flow& flow, const Event& e, const Step& step);
  void look_at_signal(const Trace& trace, EventId id, const Flow& flow);
  void look_at_chain(const Event& e, const Flow& flow);
  void wait_inside(const Event& e, const Delay& delay);
  std::vector<StepId> sections_of(const Flow& flow) const;
  bool delays(const Step& step) const;
  bool is_for(StepId begin, ObjectId fence) const;
  bool linked(ObjectId from, ObjectId to) const;
  ObjectId waited_for(const Step& step) const;

  const Scenario& s_;
  std::vector<Flow> flows_;                   // of the trace at hand
  std::map<ObjectId, EventId> published_;     // in it
  std::set<Signal> covered_, uncovered_;      // signals, by fence and place
  std::map<Signal, std::set<StepId>> early_;  // before the section's begin
  std::map<Where, std::set<StepId>> inside_, needed_;  // by section
  std::set<Where> ended_, unended_;  // sections, at the end of schedules
  std::set<Where> useful_;           // sections
  std::map<std::pair<ObjectId, ObjectId>, Where> unlinked_;
  bool applies_ = false;
};

}  // namespace picket
