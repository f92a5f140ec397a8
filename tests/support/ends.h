// All states of a small scenario, for tests of its meaning: in what ways can it
// end, and is what the semantics says about dependence true?
#pragma once

#include <set>
#include <string>

#include "spec/semantics/program.h"

namespace picket::test {

// Every way the scenario ends, as text, over all interleavings: "done";
// "stuck a b" with the threads that are blocked for good; "misuse KIND a";
// "assertion a". With variables (type int) their values follow: " x=1 y=0".
std::set<std::string> ends(const Program& program);
std::set<std::string> ends(const std::string& yaml);

// Looks in every reachable state for two transitions whose footprints do not
// conflict and that yet do not commute exactly. "" if there are none, else what
// is wrong with the first.
std::string broken_independence(const Program& program);
std::string broken_independence(const std::string& yaml);

}  // namespace picket::test
