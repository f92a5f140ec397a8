// Who holds a lock: the one question that exit checks, `held(m)`, free, init
// and the deadlock analysis ask of every kind of lock.
//
// Each lock's own file says how its words are kept; this one only reads them.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

// How an object says who holds it.
enum class LockWords : std::uint8_t {
  none,     // it is no lock
  owner,    // its first word is its one owner + 1, or 0
  several,  // it may have several holders
};
LockWords lock_words(ObjectType type);

// Does this context hold the object, in any mode?
bool holds(const Program& program, const Word* words, ObjectId object,
           ContextId context);
// Does anybody?
bool is_held(const Program& program, const Word* words, ObjectId object);

inline bool holds(const Run& run, ObjectId object) {
  return holds(run.program, run.words, object, run.self);
}
inline bool is_held(const Run& run, ObjectId object) {
  return is_held(run.program, run.words, object);
}

}  // namespace picket
