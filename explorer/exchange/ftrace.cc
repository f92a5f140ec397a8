// A lock that only one context took orders nothing: it is left out. What a
// context still holds at the end of the log it gives back there.
#include "explorer/exchange/ftrace.h"

#include <algorithm>
#include <set>

#include "explorer/exchange/lock_steps.h"

namespace picket {
namespace {

struct Scene {
  const TraceRun& run;
  Draft draft;
  std::vector<std::string> taken = {};
  std::vector<Modelled> locks = {};
  std::vector<bool> shared = {};  // locks
  std::vector<std::string> fences = {}, items = {}, queues = {};
};

// What its use shows: only a sleeping lock lets its holder sleep.
LockKind kind_of(const RunLock& lock) {
  if (lock.known) return lock.kind;
  const bool sleeps = lock.slept || !(lock.spun || spins(lock.kind));
  if (sleeps) return lock.read ? LockKind::rw_semaphore : LockKind::mutex;
  return lock.read ? LockKind::rwlock : LockKind::spinlock;
}

void find_shared(Scene& scene) {
  std::vector<std::set<std::size_t>> users(scene.run.locks.size());
  for (std::size_t c = 0; c < scene.run.contexts.size(); ++c)
    for (const RunStep& step : scene.run.contexts[c].steps)
      if (step.kind == RunStepKind::take) users[step.object].insert(c);
  for (std::size_t k = 0; k < users.size(); ++k) {
    const RunLock& lock = scene.run.locks[k];
    const LockKind kind = kind_of(lock);
    scene.shared.push_back(users[k].size() > 1 && can_be_held(kind));
    // Sections of RCU that nobody waits for.
    if ((kind == LockKind::rcu || kind == LockKind::srcu) && !lock.written)
      scene.shared.back() = false;
  }
}

void name_locks(Scene& scene) {
  find_shared(scene);
  for (std::size_t k = 0; k < scene.run.locks.size(); ++k) {
    const RunLock& lock = scene.run.locks[k];
    Modelled object{kind_of(lock), "", lock.name, ""};
    if (scene.shared[k]) {
      object.name = fresh_name(lock.name, scene.taken);
      if (!object_type(object.kind).empty())
        scene.draft.objects.push_back(
            {object.name, object_type(object.kind),
             keeps_class(object.kind) ? lock.name : "", ""});
      const std::string why = stand_in(object.kind);
      if (!why.empty())
        scene.draft.comments.push_back("`" + object.name + "` is " + why + ".");
    }
    scene.locks.push_back(object);
  }
}

void name_others(Scene& scene) {
  for (const RunFence& fence : scene.run.fences) {
    scene.fences.push_back(fresh_name("fence " + fence.name, scene.taken));
    scene.draft.objects.push_back({scene.fences.back(), "dma_fence", "", ""});
  }
  std::vector<std::pair<std::string, std::string>> queues;
  for (const RunItem& item : scene.run.items) {
    scene.items.push_back(fresh_name(item.function, scene.taken));
    std::string queue;
    if (!item.queue.empty() && !item.queue.starts_with("events")) {
      const auto known =
          std::find_if(queues.begin(), queues.end(),
                       [&](const auto& q) { return q.first == item.queue; });
      queue = known != queues.end() ? known->second
                                    : fresh_name(item.queue, scene.taken);
      if (known == queues.end()) {
        queues.emplace_back(item.queue, queue);
        scene.draft.objects.push_back({queue, "workqueue_struct", "", ""});
      }
    }
    scene.queues.push_back(queue);
  }
}

DraftStep queue_step(const Scene& scene, std::size_t item,
                     const std::string& note) {
  const std::string& queue = scene.queues[item];
  if (queue.empty()) return {"schedule_work", scene.items[item], note};
  return {"queue_work",
          "{ wq: " + queue + ", work: " + scene.items[item] + " }", note};
}

// spin_lock, spin_lock_irqsave, spin_trylock_irqsave; the ending of what gives
// it back differs.
std::string with_form(std::string operation, const RunStep& step, bool spinning,
                      bool gives) {
  const std::size_t lock = operation.find("lock");
  if (step.tried && !gives) {
    if (lock != std::string::npos)
      operation.replace(lock, 4, "trylock");
    else
      operation += "_trylock";
  }
  if (spinning && step.irqs_off)
    operation += gives ? "_irqrestore" : "_irqsave";
  return operation;
}

struct Body {
  DraftSteps steps;
  std::vector<std::string> got;  // per step of the run: the local of a trylock
};

void add_lock_step(Scene& scene, const RunContext& context, std::size_t at,
                   bool in_irq, Body& body) {
  RunStep step = context.steps[at];
  if (!scene.shared[step.object]) return;
  if (in_irq) step.irqs_off = false;
  const Modelled& lock = scene.locks[step.object];
  const bool gives = step.kind == RunStepKind::give;
  const bool readers =
      lock.kind == LockKind::rcu || lock.kind == LockKind::srcu;
  if (readers && !step.read && gives) return;
  const Section section = held_section(lock, step.read, "");
  DraftStep out = gives ? section.close.front() : section.open.front();
  if (readers && !step.read) out = waiting_steps(lock, false, "").front();
  if (readers || lock.kind == LockKind::percpu_rw_semaphore) step.tried = false;
  // Of the trylocks of an rwlock_t there is only the plain form.
  const bool forms =
      spins(lock.kind) && (lock.kind != LockKind::rwlock || !step.tried);
  out.operation = with_form(out.operation, step, forms, gives);
  if (step.line > 0 && !gives)
    out.note = "log line " + std::to_string(step.line);
  if (step.tried && !gives)
    out.into = body.got[at] = fresh_name("got_" + lock.name, scene.taken);
  if (step.tried && gives) out.when = body.got[step.take];
  body.steps.push_back(out);
}

Body body_of(Scene& scene, RunContext context) {
  const bool in_irq = context.kind == RunContextKind::hardirq;
  for (std::size_t k = context.held.size(); k-- > 0;) {
    RunStep give = context.steps[context.held[k]];
    give.kind = RunStepKind::give;
    give.take = context.held[k];
    context.steps.push_back(give);
  }
  Body body;
  body.got.resize(context.steps.size());
  for (std::size_t k = 0; k < context.steps.size(); ++k) {
    const RunStep& step = context.steps[k];
    const std::string note = "log line " + std::to_string(step.line);
    const auto fence = [&](const char* operation) {
      body.steps.push_back({operation, scene.fences[step.object], note});
    };
    switch (step.kind) {
      case RunStepKind::take:
      case RunStepKind::give:
        add_lock_step(scene, context, k, in_irq, body);
        break;
      case RunStepKind::fence_wait: fence("dma_fence_wait"); break;
      case RunStepKind::fence_signal: fence("dma_fence_signal"); break;
      case RunStepKind::fence_enable:
        fence("dma_fence_enable_sw_signaling");
        break;
      case RunStepKind::queue:
        body.steps.push_back(queue_step(scene, step.object, note));
        break;
      case RunStepKind::allocate:
        body.steps.push_back({"might_alloc", "GFP_KERNEL", note});
        break;
    }
  }
  return body;
}

// A task that an interrupt of the log may have come upon.
int cpu_of(const Scene& scene, const RunContext& context) {
  if (context.moved) return -1;
  for (const RunContext& other : scene.run.contexts)
    if ((other.kind == RunContextKind::hardirq ||
         other.kind == RunContextKind::softirq) &&
        other.cpu == context.cpu)
      return context.cpu;
  return -1;
}

void add_items(Scene& scene) {
  for (std::size_t k = 0; k < scene.run.items.size(); ++k) {
    const RunItem& item = scene.run.items[k];
    const std::string function =
        fresh_name(scene.items[k] + "_fn", scene.taken);
    DraftSteps steps;
    if (item.context >= 0)
      steps =
          body_of(scene,
                  scene.run.contexts[static_cast<std::size_t>(item.context)])
              .steps;
    if (steps.empty())
      steps.push_back({"nop", "", "the log shows nothing of it"});
    scene.draft.functions.push_back({function, steps});
    scene.draft.objects.push_back(
        {scene.items[k], "work_struct", "", function});
    if (!item.queued || item.ran_first)
      scene.draft.threads.push_back(
          {fresh_name("queue_" + scene.items[k], scene.taken),
           {queue_step(scene, k, "queued before the log begins")}});
  }
}

void add_threads(Scene& scene) {
  for (const RunContext& context : scene.run.contexts) {
    if (context.kind == RunContextKind::item) continue;
    DraftBody body{"", body_of(scene, context).steps};
    if (body.steps.empty()) continue;
    body.name = fresh_name(context.name, scene.taken);
    if (context.kind == RunContextKind::task) {
      body.cpu = cpu_of(scene, context);
    } else {
      body.cpu = context.cpu;
      body.context =
          context.kind == RunContextKind::hardirq ? "hardirq" : "softirq";
    }
    scene.draft.threads.push_back(body);
  }
}

// Who signalled a fence may be missing from the log, though a wait ended.
void add_signallers(Scene& scene) {
  for (std::size_t k = 0; k < scene.run.fences.size(); ++k) {
    const auto steps_on = [&](RunStepKind kind) {
      for (const RunContext& context : scene.run.contexts)
        for (const RunStep& step : context.steps)
          if (step.kind == kind && step.object == k) return true;
      return false;
    };
    if (!scene.run.fences[k].came || !steps_on(RunStepKind::fence_wait) ||
        steps_on(RunStepKind::fence_signal))
      continue;
    const std::string& fence = scene.fences[k];
    scene.draft.threads.push_back(
        {fresh_name("signals " + fence, scene.taken),
         {{"dma_fence_signal", fence, "not in the log"}}});
    scene.draft.comments.push_back("TODO: the log does not show who signals `" +
                                   fence + "`.");
  }
}

}  // namespace

Draft draft_trace(const TraceRun& run) {
  Scene scene{run, {}};
  name_locks(scene);
  name_others(scene);
  add_items(scene);
  add_threads(scene);
  add_signallers(scene);
  Draft& draft = scene.draft;
  if (draft.threads.empty()) return {};
  for (const std::string& what : run.left_out)
    draft.comments.push_back("Left out: " + what + ".");
  draft.comments.push_back(
      "TODO: a trace does not say what type a lock is, nor who created, "
      "published and flushed what; locks that one context alone took are left "
      "out.");
  draft.name = "ftrace-" + scenario_name(draft.threads.back().name);
  draft.about =
      "What ran in a trace, each context with its steps in their order; the "
      "order between contexts is free here.";
  draft.source = "ftrace log";
  return std::move(scene.draft);
}

}  // namespace picket
