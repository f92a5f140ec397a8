// Each of these becomes one thread that does what the log says it did, in the
// context that it was in, and the misuse that this is.
#include "explorer/exchange/single_context.h"

#include <algorithm>

#include "explorer/exchange/lock_steps.h"

namespace picket {
namespace {

constexpr std::size_t kMostHeld = 8;

struct Scene {
  Draft draft;
  DraftSteps steps, closing;
  std::vector<std::string> taken = {};
};

void append(DraftSteps& to, const DraftSteps& more) {
  to.insert(to.end(), more.begin(), more.end());
}

Modelled declare(Scene& scene, const LockText& lock, LockKind kind) {
  Modelled object{kind, fresh_name(lock.name, scene.taken), lock.name, ""};
  if (!object_type(kind).empty())
    scene.draft.objects.push_back({object.name, object_type(kind),
                                   keeps_class(kind) ? lock.name : "", ""});
  const std::string why = stand_in(kind);
  if (!why.empty())
    scene.draft.comments.push_back("`" + object.name + "` is " + why + ".");
  return object;
}

std::string thread_name(Scene& scene, const Taking& taking,
                        const LockdepReport& report) {
  std::string name = taking.who;
  if (name.empty()) name = report.task.substr(0, report.task.rfind('/'));
  return fresh_name(name.empty() ? "task" : name, scene.taken);
}

void finish(Scene& scene, const LockdepReport& report, const Taking& taking,
            const std::string& context) {
  append(scene.steps, scene.closing);
  const std::string name = thread_name(scene, taking, report);
  scene.draft.threads.push_back(
      {name, scene.steps, context.empty() ? -1 : 0, context});
}

// The locks it held, outermost first, without `but`. Whether a spinning one is
// among them, or a section that is as good.
bool hold_all(Scene& scene, const LockdepReport& report, bool nested,
              const LockText& but, bool in_irq = false) {
  bool atomic = false;
  std::size_t count = 0;
  for (const LockText& lock : report.all_held) {
    const LockKind kind = lock_kind(lock, {}, nested);
    const bool itself =
        lock.name == but.name && (but.address.empty() || lock.address.empty() ||
                                  lock.address == but.address);
    if (!can_be_held(kind) || itself || ++count > kMostHeld) continue;
    // A section of RCU is preemptible; nothing here waits for it. What sleeps
    // is not the interrupt's, but of whom it interrupted.
    if (kind == LockKind::rcu || (in_irq && !spins(kind))) continue;
    // Nobody sleeps for a lock where nothing may; this one was only tried.
    if (atomic && !spins(kind)) continue;
    const Modelled object = declare(scene, lock, kind);
    const Section section = held_section(object, only_read(lock), lock.at);
    append(scene.steps, section.open);
    scene.closing.insert(scene.closing.begin(), section.close.begin(),
                         section.close.end());
    atomic =
        atomic || kind == LockKind::raw_spinlock || (!nested && spins(kind));
  }
  return atomic;
}

// With raw lock nesting a spinlock_t may sleep, and a context is 5, not 4.
bool nests_raw_locks(const LockdepReport& report, const Taking& taking) {
  if (report.context_type == 5 || report.wanted.wait_type == 4) return true;
  if (report.wanted.wait_type == 3 && contains(taking.by, "raw_")) return true;
  return std::any_of(report.all_held.begin(), report.all_held.end(),
                     [](const LockText& l) { return l.wait_type == 4; });
}

struct Giver {
  const char* prefix;
  LockKind kind;
  bool read;
};

constexpr Giver kGivers[] = {
    {"mutex_unlock", LockKind::mutex, false},
    {"__mutex_unlock", LockKind::mutex, false},
    {"ww_mutex_unlock", LockKind::ww_mutex, false},
    {"up_read", LockKind::rw_semaphore, true},
    {"up_write", LockKind::rw_semaphore, false},
    {"percpu_up_read", LockKind::percpu_rw_semaphore, true},
    {"percpu_up_write", LockKind::percpu_rw_semaphore, false},
    {"_raw_spin_unlock", LockKind::spinlock, false},
    {"_raw_read_unlock", LockKind::rwlock, true},
    {"_raw_write_unlock", LockKind::rwlock, false},
    {"rcu_read_unlock", LockKind::rcu, true},
    {"__rcu_read_unlock", LockKind::rcu, true},
};

// Who gave it back, and in whose name.
const Giver* giver_in(const CallTrace& trace, Taking& taking) {
  const Giver* found = nullptr;
  for (const Frame& frame : trace) {
    const auto at = std::find_if(
        std::begin(kGivers), std::end(kGivers),
        [&](const Giver& g) { return frame.base.starts_with(g.prefix); });
    if (at != std::end(kGivers)) found = at;
    if (at != std::end(kGivers) || contains(frame.base, "lock_release") ||
        contains(frame.base, "print_") || contains(frame.base, "dump_"))
      continue;
    taking.who = frame.base;
    taking.caller =
        frame.function + (frame.place.empty() ? "" : " " + frame.place);
    break;
  }
  return found;
}

// The allocator's own functions.
bool frees(const Frame& frame) {
  for (const char* part :
       {"kfree", "kmem_cache_free", "slab_free", "vfree", "cache_free",
        "debug_check_no_locks", "__free_", "free_unref", "free_pages"})
    if (contains(frame.base, part)) return true;
  return false;
}

}  // namespace

Draft draft_wait_context(const LockdepReport& report) {
  Scene scene;
  if (report.wanted.name.empty()) return {};
  const Taking taking = how_taken(report.trace);
  const bool nested = nests_raw_locks(report, taking);
  LockKind kind = lock_kind(report.wanted, taking, nested);
  if (!can_be_held(kind)) return {};
  scene.draft.name =
      "lockdep-wait-context-" + scenario_name(report.wanted.name);
  scene.draft.about = "A lock of class " + report.wanted.name +
                      ", which may sleep, is taken where nothing may.";
  const bool irq = report.context_type == 2 || report.context_type == 3;
  bool atomic = hold_all(scene, report, nested, {}, irq) || irq;
  Modelled object = declare(scene, report.wanted, kind);
  if (spins(kind)) {
    object.kind = LockKind::rt_mutex;
    scene.draft.objects.back().type = object_type(object.kind);
    scene.draft.comments.push_back(
        "`" + object.name +
        "` sleeps on a PREEMPT_RT kernel; an rt_mutex stands for it.");
  }
  if (!atomic) {
    scene.steps.push_back({"preempt_disable", "", ""});
    scene.closing.push_back({"preempt_enable", "", ""});
    scene.draft.comments.push_back(
        "TODO: the log does not show what forbids sleeping here; preemption "
        "is switched off in its place.");
  }
  append(scene.steps, waiting_steps(object, taking.read,
                                    taking.caller.empty() ? report.wanted.at
                                                          : taking.caller));
  finish(scene, report, taking, irq ? "hardirq" : "");
  scene.draft.expect.push_back("misuse: sleep-in-atomic");
  return std::move(scene.draft);
}

Draft draft_unlock_balance(const LockdepReport& report) {
  Scene scene;
  if (report.wanted.name.empty()) return {};
  Taking taking;
  const Giver* giver = giver_in(report.trace, taking);
  LockText lock = report.wanted;
  for (const LockText& held : report.all_held)
    if (held.name == lock.name) lock = held;  // which says more of it
  const LockKind kind =
      giver != nullptr ? giver->kind : lock_kind(lock, {}, false);
  if (!can_be_held(kind)) return {};
  scene.draft.name = "lockdep-unlock-" + scenario_name(report.wanted.name);
  scene.draft.about = "A lock of class " + report.wanted.name +
                      " is released by a context that does not hold it.";
  hold_all(scene, report, false, report.wanted);
  const Modelled object = declare(scene, report.wanted, kind);
  const bool read = giver != nullptr && giver->read;
  DraftStep step = held_section(object, read, "").close.front();
  step.note = taking.caller.empty() ? report.wanted.at : taking.caller;
  scene.steps.push_back(step);
  scene.draft.comments.push_back(
      "TODO: the log does not show whether it took the lock before, and where "
      "the first release was.");
  finish(scene, report, taking, "");
  scene.draft.expect.push_back("misuse: unlock-not-held");
  return std::move(scene.draft);
}

Draft draft_held_at_end(const LockdepReport& report) {
  Scene scene;
  const bool freed = report.kind == LockdepKind::freed_held;
  LockText lock = report.wanted;
  if (lock.name.empty() && !report.all_held.empty())
    lock = report.all_held.back();
  if (lock.name.empty()) return {};
  LockKind kind = lock_kind(lock, {}, false);
  if (!can_be_held(kind)) return {};
  CallTrace trace = report.trace;
  std::erase_if(trace, frees);
  const Taking taking = how_taken(trace);
  const std::string what = scenario_name(lock.name);
  scene.draft.name = (freed ? "lockdep-freed-" : "lockdep-left-") + what;
  scene.draft.about = freed ? "Memory is freed that holds a lock of class " +
                                  lock.name + ", which is still held."
                            : "A task leaves the kernel with a lock of class " +
                                  lock.name + " held.";
  const Modelled object = declare(scene, lock, kind);
  append(scene.steps, held_section(object, only_read(lock), lock.at).open);
  if (freed) scene.steps.push_back({"free", object.name, taking.caller});
  finish(scene, report, freed ? taking : Taking{}, "");
  scene.draft.expect.push_back(freed ? "misuse: free-held-lock"
                                     : "misuse: lock-held-at-exit");
  return std::move(scene.draft);
}

Draft draft_rcu_usage(const LockdepReport& report) {
  Scene scene;
  const Taking taking = how_taken(report.trace);
  if (report.trouble.empty() && taking.who.empty()) return {};
  scene.draft.name =
      "lockdep-rcu-" +
      scenario_name(taking.who.empty() ? report.task : taking.who);
  const bool sleeps = contains(report.trouble, "Illegal context switch");
  if (sleeps) {
    scene.draft.about = "A task may sleep in a section of RCU.";
    scene.steps = {{"rcu_read_lock", "", ""},
                   {"might_sleep", "", taking.caller}};
    scene.closing = {{"rcu_read_unlock", "", ""}};
  } else {
    scene.draft.about =
        "Data that RCU protects is read without a section of RCU, and "
        "without the lock that would do instead.";
    const std::string name = fresh_name("protection", scene.taken);
    hold_all(scene, report, false, {});
    scene.draft.objects.push_back({name, "lockdep_map", "rcu_read_lock", ""});
    scene.draft.comments.push_back(
        "TODO: `" + name +
        "` stands for what has to be held here: rcu_read_lock, or the lock "
        "of the one who writes.");
    scene.steps.push_back({"lockdep_assert_held", name, report.trouble});
  }
  finish(scene, report, taking, "");
  scene.draft.expect.push_back(sleeps ? "misuse: sleep-in-atomic"
                                      : "misuse: lock-not-held");
  return std::move(scene.draft);
}

// The kernel demands the outer lock; that is what the scenario asserts.
Draft draft_nest_lock(const LockdepReport& report) {
  Scene scene;
  if (report.wanted.name.empty() || report.trouble.empty()) return {};
  const Taking taking = how_taken(report.trace);
  const bool nested = nests_raw_locks(report, taking);
  const LockKind kind = lock_kind(report.wanted, taking, nested);
  LockText outer;
  outer.name = report.trouble;
  LockKind of_outer = lock_kind(outer, {}, nested);
  if (!can_be_held(kind)) return {};
  scene.draft.name = "lockdep-nest-" + scenario_name(report.wanted.name);
  scene.draft.about = "A lock of class " + report.wanted.name +
                      " is taken as one of many that " + report.trouble +
                      " orders, which is not held.";
  hold_all(scene, report, nested, report.wanted);
  if (of_outer == LockKind::mutex && spins(kind)) of_outer = kind;
  const Modelled nest = declare(scene, outer, of_outer);
  Modelled object = declare(scene, report.wanted, kind);
  const std::string note =
      taking.caller.empty() ? report.wanted.at : taking.caller;
  const bool transaction = of_outer == LockKind::ww_context;
  if (transaction)
    object.context = nest.name;
  else if (!nest.name.empty())
    scene.steps.push_back({"lockdep_assert_held", nest.name, note});
  append(scene.steps, waiting_steps(object, taking.read, note));
  finish(scene, report, taking, "");
  scene.draft.expect.push_back(transaction ? "misuse: ww-misuse"
                                           : "misuse: lock-not-held");
  return std::move(scene.draft);
}

Draft draft_atomic_sleep(const LockdepReport& report) {
  Scene scene;
  CallTrace trace = report.trace;
  std::erase_if(trace, [](const Frame& frame) {
    return contains(frame.base, "schedule") || frame.base == "__switch_to";
  });
  const Taking taking = how_taken(trace);
  if (taking.who.empty() && report.trouble.empty() && report.task.empty())
    return {};
  scene.draft.name =
      "atomic-sleep-" +
      scenario_name(taking.who.empty() ? report.task : taking.who);
  scene.draft.about =
      "What may sleep is called where sleeping is forbidden" +
      (report.trouble.empty() ? "." : ": " + report.trouble + ".");
  const bool irqs_off = contains(report.trouble, "irqs_disabled(): 1") ||
                        contains(report.trouble, "irqs_disabled():1");
  bool atomic = hold_all(scene, report, false, {});
  if (irqs_off) {
    scene.steps.push_back({"local_irq_disable", "", ""});
    scene.closing.insert(scene.closing.begin(), {"local_irq_enable", "", ""});
    atomic = true;
  }
  if (!atomic) {
    scene.steps.push_back({"preempt_disable", "", report.held.at});
    scene.closing.insert(scene.closing.begin(), {"preempt_enable", "", ""});
  }
  scene.steps.push_back({"might_sleep", "", taking.caller});
  finish(scene, report, taking, "");
  scene.draft.expect.push_back("misuse: sleep-in-atomic");
  return std::move(scene.draft);
}

}  // namespace picket
