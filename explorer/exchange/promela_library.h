// The primitives in Promela: one text each, in promela/*.pml, with the texts
// that it needs.
//
// Must not know: scenarios.
#pragma once

#include <cstdint>
#include <set>
#include <string>

namespace picket {

enum class PromelaPart : std::uint8_t {
  base,  // what is found, who has ended
  cpu,   // who shares one
  task,  // task state, signals
  lock,  // what is off, who holds what
  mutex,
  spin,
  shared,  // who holds a lock together with others
  rwlock,
  rwsem,
  semaphore,
  context,
  section,
  completion,
  wait_queue,
  fence,
  work,
  timer,
  irq_work,
  line,
  kthread,
  rcu,
  ww,
  resv,
  end,  // what is looked at when everything has stopped
};

// The parts and all that they need, in the order in which they must stand.
std::string promela_parts(const std::set<PromelaPart>& parts);

// All of them, for the names in them.
std::string promela_library();

}  // namespace picket
