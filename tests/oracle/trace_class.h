// The happens-before class of a schedule, in a form that is the same for every
// schedule of the class: what a brute-force count of classes compares.
#pragma once

#include <string>

#include "spec/base/fingerprint.h"
#include "spec/model/state.h"
#include "spec/model/trace.h"

namespace picket::oracle {

// Per context its events in order: step, alternative, and the events of each
// context that happen before.
std::string class_of(const Trace& trace);

// What must be the same for all schedules of a class besides: outcomes,
// results, footprints, who is blocked, the last state.
Fingerprint class_facts(const Trace& trace, const State& state);

// "t0@3/0 t1@7/0 ..": context, step and alternative of each event.
std::string text_of(const Trace& trace);

}  // namespace picket::oracle
