// picket init: a scenario to start from. Refuses to replace a file.
#include <unistd.h>

#include <iostream>

#include "explorer/cli/commands.h"
#include "explorer/cli/output.h"
#include "explorer/counterexample/whole_file.h"
#include "explorer/report/shell_words.h"

namespace picket {
namespace {

constexpr const char* kTemplate =
    R"(# yaml-language-server: $schema=scenario.schema.json
#
# Two contexts, one lock, one fence. `picket check` tries every interleaving.
scenario: my-protocol
about: >
  The worker takes a mutex before it signals; the waiter waits for the signal
  while it holds that mutex.

objects:                     # what the contexts share
  lock: mutex
  done: dma_fence

threads:                     # what each context does, one operation a line,
  worker:                    # written with the kernel's function names
    - dma_fence_begin_signalling
    - mutex_lock: lock
    - mutex_unlock: lock
    - dma_fence_signal: done
    - dma_fence_end_signalling
  waiter:
    - mutex_lock: lock
    - dma_fence_wait: done
    - mutex_unlock: lock

rules:                       # what must hold in every order of events
  no-lock-in-section: { never: mutex_lock(*), within: signalling }

expect:                      # what the check has to find: the bug is known
  - deadlock: [waiter, worker]
  - rule: no-lock-in-section

variants:
  fixed:                     # the same, but the worker signals without the lock
    threads:
      worker:
        - dma_fence_begin_signalling
        - dma_fence_signal: done
        - dma_fence_end_signalling
        - mutex_lock: lock
        - mutex_unlock: lock
    expect: pass
)";

}  // namespace

int init_command(const std::string& file) {
  if (::access(file.c_str(), F_OK) == 0)
    return complain(file + ": exists already; nothing was written");
  const std::string why = write_whole_file(file, kTemplate);
  if (!why.empty()) return complain(file + ": cannot be written: " + why);
  std::cout << "wrote " << file << "\n"
            << "check it:          picket check " << shell_word(file) << "\n"
            << "see its schedules: picket check -v " << shell_word(file) << "\n"
            << "for your editor:   picket schema > scenario.schema.json\n";
  return kAsExpected;
}

}  // namespace picket
