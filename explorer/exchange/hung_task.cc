// A trace says what its task waits for, hardly ever who should provide it. A
// lock whose owner the log does not name is held by a context that waits for
// an unknown completion: that context is the finding, and a TODO.
#include "explorer/exchange/hung_task.h"

#include <algorithm>
#include <map>

#include "explorer/exchange/lock_steps.h"

namespace picket {
namespace {

constexpr std::size_t kMostTasks = 4;  // alike from there on, as a rule

struct Waiter {
  std::string thread;  // as findings name it: of a work item, its object
  Taking taking;
  Modelled object;
  bool known = false;  // false: it sleeps on something of its own
  int owner = -1;
  std::string holder = {};  // who has it, if not one of the waiters
  bool held_read = false;
  bool silent = false;                    // the log does not show it
  std::string function = {}, queue = {};  // of a work item
  const LockText* wanted = nullptr;       // its class, if that is known
};

struct Scene {
  Draft draft;
  std::vector<std::string> taken;
  std::vector<Waiter> waiters;
  bool rt = false;
  std::map<std::string, std::string> queues = {};  // objects, by their names
  std::vector<std::string> awaited = {};           // items of hung workers
};

bool is_lock(const Waiter& waiter) {
  switch (waiter.object.kind) {
    case LockKind::rcu:
    case LockKind::srcu: return false;
    default: return waiter.known && can_be_held(waiter.object.kind);
  }
}

std::string base_name(const std::string& task) {
  return task.substr(0, task.rfind(':'));
}

bool same_object(const Waiter& a, const Waiter& b) {
  if (a.object.kind != b.object.kind) return false;
  if (!a.wanted->name.empty() && !b.wanted->name.empty())
    return a.wanted->name == b.wanted->name &&
           a.wanted->address == b.wanted->address;
  return a.taking.who == b.taking.who && a.owner == b.owner;
}

// The object waited for: the same for all that wait in the same function, if
// the log does not say its class.
void name_object(Scene& scene, Waiter& waiter) {
  for (const Waiter& other : scene.waiters)
    if (!other.object.name.empty() && same_object(other, waiter)) {
      waiter.object.name = other.object.name;
      waiter.object.klass = other.object.klass;
      waiter.object.context = other.object.context;
      return;
    }
  std::string what = object_type(waiter.object.kind);
  if (waiter.object.kind == LockKind::condition) what = "wq";
  if (waiter.object.kind == LockKind::kthread) what = "kthread";
  if (waiter.wanted->name.empty()) {
    what += " in " + waiter.taking.who;
  } else {
    what = waiter.object.klass = waiter.wanted->name;
  }
  waiter.object.name = fresh_name(what, scene.taken);
  if (waiter.object.kind == LockKind::condition)
    waiter.object.context =
        fresh_name("condition of " + waiter.object.name, scene.taken);
}

// What may not sleep cannot hang for a reason that the log does not say.
// Nor is one hung that spins.
void choose_stand_in(Waiter& waiter) {
  switch (waiter.object.kind) {
    case LockKind::spinlock:
    case LockKind::raw_spinlock: waiter.object.kind = LockKind::mutex; break;
    case LockKind::rwlock: waiter.object.kind = LockKind::rw_semaphore; break;
    case LockKind::rcu: waiter.object.kind = LockKind::srcu; break;
    case LockKind::timer:
    case LockKind::irq_work:
    case LockKind::rcu_callback:
      waiter.object.kind = LockKind::completion;
      break;
    default: break;
  }
}

// The thread, or the item that a worker runs.
void name_context(Scene& scene, const HungTask& task, Waiter& waiter) {
  if (task.item.empty()) {
    waiter.thread = fresh_name(base_name(task.name), scene.taken);
    return;
  }
  waiter.thread = fresh_name(task.item, scene.taken);
  waiter.function = fresh_name(waiter.thread + "_fn", scene.taken);
  // The system's own queues are not limited, nor flushed as a whole.
  if (task.queue.empty() || task.queue.starts_with("events")) return;
  std::string& queue = scene.queues[task.queue];
  if (queue.empty()) {
    queue = fresh_name(task.queue, scene.taken);
    scene.draft.objects.push_back({queue, "workqueue_struct", "", ""});
  }
  waiter.queue = queue;
}

void add_waiter(Scene& scene, const HungTask& task) {
  Waiter waiter;
  waiter.taking = task.taking;
  waiter.owner = task.owner;
  waiter.held_read = task.held_read;
  waiter.wanted = &task.wanted;
  const auto kind = waited_kind(waiter.taking);
  waiter.known = kind.has_value() || task.completes;
  waiter.object.kind = kind.value_or(task.completes ? LockKind::completion
                                                    : LockKind::condition);
  if (scene.rt)
    waiter.object.kind = on_rt(waiter.object.kind, task.wanted, waiter.taking);
  if (task.trace.empty() && task.owner >= 0) {
    waiter.object.kind = LockKind::mutex;
    waiter.known = true;
  }
  // Only another task's line names it.
  waiter.silent = task.trace.empty() && task.owner < 0;
  waiter.object.by = waiter.taking.by;
  waiter.holder = task.holder;
  const LockKind asked = waiter.object.kind;
  choose_stand_in(waiter);
  if (task.owner >= 0 && !is_lock(waiter)) waiter.owner = -1;
  name_context(scene, task, waiter);
  if (waiter.taking.who.empty()) waiter.taking.who = waiter.thread;
  if (waiter.silent) {
    scene.waiters.push_back(waiter);
    return;
  }
  name_object(scene, waiter);
  if (spins(asked) && asked != waiter.object.kind)
    scene.draft.comments.push_back(
        "`" + waiter.object.name +
        "` stands for a spinning lock; who spins does not hang as one does "
        "here.");
  if (kind == LockKind::rcu)
    scene.draft.comments.push_back(
        "`" + waiter.object.name +
        "` stands for RCU, whose readers may not sleep as one does here.");
  if (!waiter.known)
    scene.draft.comments.push_back(
        "TODO: " + waiter.thread + " sleeps in " + waiter.taking.who +
        "; a wait queue stands for what it waits for there.");
  scene.waiters.push_back(waiter);
}

// Nothing says which of those that wait for a semaphore would give it to the
// others: one that has an owner stands for it.
void give_owners(Scene& scene) {
  for (std::size_t k = 0; k < scene.waiters.size(); ++k) {
    Waiter& waiter = scene.waiters[k];
    const std::string name = waiter.object.name;
    const auto same = [&](const Waiter& other) {
      return other.object.name == name &&
             other.object.kind == LockKind::semaphore;
    };
    auto& all = scene.waiters;
    if (std::count_if(all.begin(), all.end(), same) < 2) continue;
    for (Waiter& other : all)
      if (other.object.name == name) other.object.kind = LockKind::mutex;
    scene.draft.comments.push_back("A mutex stands for `" + name +
                                   "`, for which several wait.");
  }
}

// Who waits for an item and keeps a lock from exactly one of those that hang is
// taken to wait for that one.
void find_awaited_items(Scene& scene) {
  for (std::size_t k = 0; k < scene.waiters.size(); ++k) {
    Waiter& waiter = scene.waiters[k];
    if (!waiter.known || !is_item(waiter.object.kind)) continue;
    const Waiter* item = nullptr;
    bool one = false;
    for (const Waiter& other : scene.waiters)
      if (other.owner == static_cast<int>(k) && !other.function.empty()) {
        one = item == nullptr;
        item = &other;
      }
    if (!one) continue;
    const bool whole = waiter.object.kind == LockKind::workqueue;
    if (whole && item->queue.empty()) continue;
    if (!whole) waiter.object.kind = LockKind::work;
    waiter.object.name = whole ? item->queue : item->thread;
    scene.draft.comments.push_back(
        "TODO: the log does not say what " + waiter.thread + " waits for; `" +
        item->thread + "` is assumed, which it keeps from going on.");
    scene.awaited.push_back(waiter.object.name);
  }
}

// What the finding hangs on where the log does not go further.
DraftSteps unknown_wait(Scene& scene, const std::string& what) {
  const std::string name = fresh_name("unknown", scene.taken);
  scene.draft.objects.push_back({name, "completion", "", ""});
  scene.draft.comments.push_back("TODO: the log does not say why " + what +
                                 " does not go on; `" + name +
                                 "` stands for the reason.");
  return {{"wait_for_completion", name, ""}};
}

void add_item(Scene& scene, const Modelled& object) {
  const bool whole = object.kind == LockKind::workqueue;
  Modelled item = object;
  if (whole) {
    item.kind = LockKind::work;
    item.name = fresh_name("item of " + object.name, scene.taken);
  }
  const std::string function = fresh_name(item.name + "_fn", scene.taken);
  std::string queue;
  if (whole || needs_queue(item.kind)) {
    queue = whole ? object.name : fresh_name("events", scene.taken);
    scene.draft.objects.push_back({queue, "workqueue_struct", "", ""});
  }
  scene.draft.objects.push_back(
      {item.name, object_type(item.kind), "", function});
  scene.draft.functions.push_back({function, unknown_wait(scene, item.name)});
  scene.draft.threads.push_back({fresh_name("queue_" + item.name, scene.taken),
                                 {starting_step(item, queue)}});
  scene.draft.expect.push_back("hang: " + item.name);
}

// A thread that somebody stops and that never ends.
void add_kthread(Scene& scene, const Modelled& object) {
  DraftBody body{object.name, unknown_wait(scene, object.name)};
  body.context = "kthread";
  scene.draft.threads.push_back(body);
  scene.draft.expect.push_back("hang: " + object.name);
}

// Whose section never ends, as far as the log goes.
void add_reader(Scene& scene, const Modelled& object) {
  const std::string thread =
      fresh_name("reader of " + object.name, scene.taken);
  Section section = held_section(object, true, "");
  for (const DraftStep& step : unknown_wait(scene, thread))
    section.open.push_back(step);
  section.open.insert(section.open.end(), section.close.begin(),
                      section.close.end());
  scene.draft.threads.push_back({thread, section.open});
  scene.draft.expect.push_back("hang: " + thread);
}

void add_holder(Scene& scene, const Waiter& waiter) {
  const Modelled& object = waiter.object;
  const std::string thread =
      fresh_name(waiter.holder.empty() ? "holder of " + object.name
                                       : base_name(waiter.holder),
                 scene.taken);
  Section section = held_section(object, false, "");
  const DraftSteps wait = unknown_wait(scene, thread);
  section.open.insert(section.open.end(), wait.begin(), wait.end());
  section.open.insert(section.open.end(), section.close.begin(),
                      section.close.end());
  scene.draft.threads.push_back({thread, section.open});
  scene.draft.expect.push_back("hang: " + thread);
}

// Declares what is waited for, once, with the context that should provide it.
void add_object(Scene& scene, std::size_t of) {
  const Waiter& waiter = scene.waiters[of];
  if (waiter.silent) return;
  for (std::size_t k = 0; k < of; ++k)
    if (scene.waiters[k].object.name == waiter.object.name) return;
  if (std::count(scene.awaited.begin(), scene.awaited.end(),
                 waiter.object.name) > 0)
    return;
  const LockKind kind = waiter.object.kind;
  if (is_item(kind)) return add_item(scene, waiter.object);
  if (kind == LockKind::kthread) return add_kthread(scene, waiter.object);
  scene.draft.objects.push_back({waiter.object.name, object_type(kind),
                                 keeps_class(kind) ? waiter.object.klass : "",
                                 ""});
  if (kind == LockKind::srcu) return add_reader(scene, waiter.object);
  if (kind == LockKind::condition)
    scene.draft.objects.push_back({waiter.object.context, "int", "", ""});
  if (waiter.known && !is_lock(waiter))
    scene.draft.comments.push_back("TODO: who signals `" + waiter.object.name +
                                   "`, and what keeps it from doing so?");
  if (is_lock(waiter)) {
    if (waiter.owner < 0) add_holder(scene, waiter);
  } else if (kind == LockKind::fence) {
    scene.draft.expect.push_back("unsignaled-fence: " + waiter.object.name);
  }
}

// A thread, or an item's function and who queues it.
void place_body(Scene& scene, const Waiter& waiter, DraftSteps steps) {
  if (waiter.function.empty()) {
    scene.draft.threads.push_back({waiter.thread, std::move(steps)});
    return;
  }
  Modelled item{LockKind::work, waiter.thread, "", ""};
  scene.draft.objects.push_back(
      {waiter.thread, object_type(item.kind), "", waiter.function});
  scene.draft.functions.push_back({waiter.function, std::move(steps)});
  scene.draft.threads.push_back(
      {fresh_name("queue_" + waiter.thread, scene.taken),
       {starting_step(item, waiter.queue)}});
}

void add_thread(Scene& scene, std::size_t of) {
  const Waiter& waiter = scene.waiters[of];
  DraftSteps steps, closing;
  std::vector<std::string> held;
  for (const Waiter& other : scene.waiters) {
    if (other.owner != static_cast<int>(of) ||
        std::count(held.begin(), held.end(), other.object.name) > 0)
      continue;
    held.push_back(other.object.name);
    const Section section = held_section(other.object, other.held_read, "");
    steps.insert(steps.end(), section.open.begin(), section.open.end());
    closing.insert(closing.begin(), section.close.begin(), section.close.end());
  }
  const DraftSteps wait = waiter.silent
                              ? unknown_wait(scene, waiter.thread)
                              : waiting_steps(waiter.object, waiter.taking.read,
                                              waiter.taking.caller);
  steps.insert(steps.end(), wait.begin(), wait.end());
  steps.insert(steps.end(), closing.begin(), closing.end());
  place_body(scene, waiter, std::move(steps));
  const LockKind kind = waiter.object.kind;
  if (waiter.silent || kind == LockKind::completion ||
      kind == LockKind::fence || kind == LockKind::condition)
    scene.draft.expect.push_back("hang: " + waiter.thread);
}

// A lock is no use to who holds it already; only a semaphore has no owner.
void expect_recursion(Scene& scene) {
  for (std::size_t k = 0; k < scene.waiters.size(); ++k) {
    const Waiter& waiter = scene.waiters[k];
    if (waiter.owner != static_cast<int>(k)) continue;
    scene.draft.expect = {waiter.object.kind == LockKind::semaphore
                              ? "deadlock: [" + waiter.thread + "]"
                              : "misuse: recursive-lock"};
  }
}

// The waiter that holds, or is, what this one waits for; -1 if none is known.
int waits_on(const Scene& scene, std::size_t of) {
  const Waiter& waiter = scene.waiters[of];
  if (waiter.owner >= 0) return waiter.owner;
  for (std::size_t k = 0; k < scene.waiters.size(); ++k) {
    const Waiter& other = scene.waiters[k];
    if (!other.function.empty() && !waiter.object.name.empty() &&
        (other.thread == waiter.object.name ||
         other.queue == waiter.object.name))
      return static_cast<int>(k);
  }
  return -1;
}

// Owners that wait for each other, each cycle once.
void expect_cycles(Scene& scene) {
  for (std::size_t k = 0; k < scene.waiters.size(); ++k) {
    std::string names = scene.waiters[k].thread;
    int at = waits_on(scene, k);
    if (at == static_cast<int>(k)) continue;
    bool first = true;
    for (std::size_t n = 0; at >= 0 && n < scene.waiters.size(); ++n) {
      const auto here = static_cast<std::size_t>(at);
      if (here == k) break;
      first = first && here > k;
      names += ", " + scene.waiters[here].thread;
      at = waits_on(scene, here);
    }
    if (at == static_cast<int>(k) && first)
      scene.draft.expect.push_back("deadlock: [" + names + "]");
  }
}

}  // namespace

Draft draft_hung_tasks(const HungReport& report) {
  Scene scene;
  scene.rt = report.rt;
  if (std::all_of(report.tasks.begin(), report.tasks.end(),
                  [](const HungTask& task) { return task.trace.empty(); }))
    return {};
  std::size_t most = kMostTasks;
  for (std::size_t k = 0; k < report.tasks.size() && k < most; ++k) {
    const HungTask& task = report.tasks[k];
    most = std::max(most, static_cast<std::size_t>(task.owner + 1));
    add_waiter(scene, task);
  }
  if (scene.waiters.empty()) return {};
  Draft& draft = scene.draft;
  draft.rt = report.rt;
  if (report.tasks.size() > scene.waiters.size())
    draft.comments.push_back("TODO: the log has " +
                             std::to_string(report.tasks.size()) +
                             " hung tasks; these are the first.");
  give_owners(scene);
  find_awaited_items(scene);
  for (std::size_t k = 0; k < scene.waiters.size(); ++k) {
    add_object(scene, k);
    add_thread(scene, k);
  }
  expect_cycles(scene);
  expect_recursion(scene);
  const Waiter& first = scene.waiters[0];
  const std::string where =
      first.taking.who == first.thread ? "" : " " + first.taking.who;
  draft.name = "hung-" + scenario_name(first.thread + where);
  draft.about =
      "The kernel reported hung tasks; each thread waits where the "
      "task of its name did.";
  draft.source = "hung task report";
  if (!report.kernel.empty()) draft.source += ", Linux " + report.kernel;
  return std::move(scene.draft);
}

}  // namespace picket
