// Optimal dynamic partial-order reduction: exactly one maximal schedule of
// every Mazurkiewicz class, none abandoned.
//
// When a maximal schedule is complete, each of its races is reversed: the
// sequence that reverses it, made of everything that does not depend on the
// earlier event, is kept at the place of that event unless a sleeping
// transition is a weak initial of it (then it has been explored). Every
// sequence that is kept wakes all sleepers of its place, so no schedule ends
// with only sleepers left.
//
// Follows Abdulla, Aronis, Jonsson, Sagonas: Source Sets (JACM 2017), with
// blocked contexts and alternatives of one context as further kinds of race.
#pragma once

#include "explorer/search/search.h"

namespace picket {

SearchSummary search_schedules(const Program& program,
                               const SearchOptions& options, Visitor& visitor);

}  // namespace picket
