// What random threads do: a phrase is one or a few steps that belong together,
// such as a critical section with more phrases inside.
//
// Mostly well formed; now and then something is left out or comes twice. What
// a scenario is about are its themes, of which it has one to three, so that
// threads meet on the same few objects.
#pragma once

#include <vector>

#include "tests/oracle/draft.h"

namespace picket::oracle {

using Phrase = void (*)(Draft&);

struct Theme {
  const char* name;
  Phrase write;
  int weight;
};

// lock_phrases.cc
void write_mutex(Draft& d);
void write_spinlock(Draft& d);
void write_rwlock(Draft& d);
void write_rwsem(Draft& d);
void write_percpu_rwsem(Draft& d);
void write_semaphore(Draft& d);
// ww_phrases.cc
void write_transaction(Draft& d);
void write_reservation(Draft& d);
std::string reservation(Draft& d);
// fence_phrases.cc
void write_fence(Draft& d);
void write_callbacks(Draft& d);
void write_references(Draft& d);
void write_section(Draft& d);
std::string plain_fence(Draft& d);
// container_phrases.cc
void write_containers(Draft& d);
std::string fence(Draft& d);  // or a container, if there is one
// wait_phrases.cc
void write_wait_event(Draft& d);
void write_sleep(Draft& d);
void write_completion(Draft& d);
// work_phrases.cc
void write_work(Draft& d);
std::string work_queue(Draft& d);
void write_memory(Draft& d);
// control_phrases.cc
void write_control(Draft& d);
// rcu_phrases.cc
void write_rcu(Draft& d);
void write_srcu(Draft& d);
void write_swait(Draft& d);
// deferred_phrases.cc
void write_timer(Draft& d);
void write_irq_work(Draft& d);
void write_delayed_work(Draft& d);
void write_kthread(Draft& d);
void write_kthread_work(Draft& d);
// data_phrases.cc
void write_data(Draft& d);
void write_context(Draft& d);
void write_life(Draft& d);
void write_annotation(Draft& d);

// interrupt_phrases.cc
void write_in_interrupt(Draft& d);
void write_on_cpu(Draft& d);
// The `context` of each thread; and this key and `cpu` of one.
std::vector<std::string> kinds_of_threads(Draft& d, bool alike);
std::string place_of_a_thread(Draft& d, const std::string& kind);

const std::vector<Theme>& all_themes();  // scenario_generator.cc

// A lock's critical section with a few phrases inside; its end is left out or
// comes twice now and then.
void critical_section(Draft& d, const std::string& take,
                      const std::string& argument, const std::string& release,
                      const std::string& lock);
// The same for a lock that may not be had: `got` over the local %.
void attempted_section(Draft& d, const std::string& take,
                       const std::string& argument, const std::string& got,
                       const std::string& release, const std::string& lock);

}  // namespace picket::oracle
