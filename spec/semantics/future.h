// What a context may still do: an over-approximation, from the text of the
// program, of the footprints of everything it could do from where it stands.
//
// Must not know: searches. The stateful search asks it which contexts cannot
// interfere with each other any more.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "spec/model/footprint.h"
#include "spec/model/state.h"
#include "spec/semantics/program.h"

namespace picket {

struct Outlook {
  Footprint all;  // everything it may touch
  // Of that, what it may look at otherwise than by waiting for it: of who only
  // waits for a lock or a count, nobody knows who gives it.
  Footprint observes;
  // What it may change so that somebody else can go on. Means something only
  // to who waits for a lock or a completion.
  Footprint gives;

  // Takes the union; was anything new?
  bool merge(const Outlook& other);
};

// Who asks about states need not know of steps that could only be ordered with
// others and change nothing.
enum class Asks : std::uint8_t { states, orders };

// Not thread-safe: a worker has its own.
class Future {
 public:
  explicit Future(const Program& program, Asks asks = Asks::states);

  // What `context` may do from this state on; with a lock, only until it gets
  // that lock. `scratch` may become the place of the result.
  const Outlook& of(const Word* state, ContextId context, ObjectId until,
                    Outlook& scratch);

  // Can nobody do anything at all with the lock while another owns it but wait?
  bool can_wait_for(ObjectId lock) const;

 private:
  struct Table {
    std::vector<Outlook> from;  // per step: it and all that can follow
    std::vector<Outlook> body;  // per step of a body: also what idle_ has
  };

  const Table& table(ObjectId until);
  void fill(Table& table, ObjectId until) const;
  bool grow(Table& table, StepId id) const;
  void add_functions_run_by(const Table& table, const Step& step,
                            Outlook& out) const;
  Outlook again(const Table& table, ContextId context) const;
  Outlook of_stack(const Table& table, const Word* state,
                   ContextId context) const;

  const Program& program_;
  const Asks asks_;
  std::vector<std::unique_ptr<Table>> tables_;  // by lock; made when needed
  Table whole_;
  std::vector<Outlook> idle_;   // per context
  std::vector<char> own_body_;  // per context: is its body nobody else's?
  std::vector<FunctionId> callbacks_;
};

}  // namespace picket
