// How long a behaviour has to be looked for: if some behaviour is accepted by
// the custom rules and breaks a rule of the base, a small one is.
//
// Why. Take such a behaviour and throw away all events but these:
//  1. what the violation is about: one event, or the two ends of a pair, N + 1
//     intervals, a wait and a signal for each fence of a circle;
//  2. for each custom rule that accepts events only because of others (only_if,
//     leads_to, and whatever stands in before(B)), and each binding: one such
//     other: the first A before a B, the last B behind an A;
//  3. for every event kept so far what goes with it: its attempt; the end of
//     what it begins, or the beginning of what it ends; the first signal (or
//     publication) of its fence, if it is a later one or waited for that; the
//     attempt of those. That is three more at most;
//  4. for every event kept that opens a between(A, B) of a custom rule the
//  first
//     B behind it, which may open others in turn.
// What is left can happen: locks and sections are in pairs, who returns has
// tried, who waited has been signalled. It breaks the base still: throwing away
// can but lengthen the intervals of 1. And the custom rules accept it: events
// have only become fewer, by 3 and 4 no interval is longer than it was, by 2
// nothing lacks what it needs. If what opens is closed by what opens again (4),
// there is no such size: such rules can count.
//
// Contexts: those of 1 and 2, and one for each event that 3 and 4 may find in
// another context.
#pragma once

#include "spec/rules/alphabet.h"

namespace picket {

// Needs letters and plans.
SmallModel small_model(const Alphabet& alphabet);

// How many unnamed objects of a kind are enough. Needs the rules of the world.
std::size_t objects_enough(const Alphabet& alphabet);

}  // namespace picket
