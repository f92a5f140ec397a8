#include "tests/support/ww_kernel.h"

#include <algorithm>

namespace picket::test {
namespace {

constexpr int kNobody = -1;
constexpr int kUnset = 7;
constexpr int kEdeadlk = -35;
constexpr int kEalready = -114;

// Where a task stands within its present action.
enum Place {
  begin,        // ww_acquire_init
  fast,         // the lock-free attempt
  publish,      // has the lock; sets its context
  look_back,    // … and looks at the waiters under wait_lock
  enqueue,      // takes wait_lock, tries again, else joins the list
  first_round,  // still under it: tries once more
  verdict,      // still under it: must it die? else to sleep
  asleep,
  woken,   // tries without wait_lock
  round,   // takes wait_lock: tries
  settle,  // got it after sleeping: takes wait_lock, leaves the list
  drop_context,
  drop_owner,
  wake_next,
  finished,
};

struct Task {
  int place = fast;
  int action = 0;  // the present one; while releasing, the one undone
  bool releasing = false;
  bool runs = true;  // false: sleeps
  int stamp = 0;
  int acquired = 0;
  bool wounded = false;
  std::vector<int> results;
};

struct Lock {
  int owner = kNobody;
  int ctx = kNobody;      // the task whose transaction holds it
  int guard = kNobody;    // who holds wait_lock
  std::vector<int> list;  // waiting tasks in order
};

struct Machine {
  const WwProgram* program = nullptr;
  std::vector<Task> tasks;
  std::vector<Lock> locks;
  int clock = 0;

  std::vector<int> key() const {
    std::vector<int> k{clock};
    for (const Task& t : tasks) {
      for (int v : {t.place, t.action, int(t.releasing), int(t.runs), t.stamp,
                    t.acquired, int(t.wounded)})
        k.push_back(v);
      k.insert(k.end(), t.results.begin(), t.results.end());
    }
    for (const Lock& l : locks) {
      for (int v : {l.owner, l.ctx, l.guard, int(l.list.size())})
        k.push_back(v);
      k.insert(k.end(), l.list.begin(), l.list.end());
    }
    return k;
  }

  const WwAction& action(int t) const {
    return program
        ->tasks[std::size_t(t)][std::size_t(tasks[std::size_t(t)].action)];
  }
  Task& task(int t) { return tasks[std::size_t(t)]; }
  Lock& lock(int l) { return locks[std::size_t(l)]; }

  // Only actions with a transaction have one; a task is its transaction.
  bool has_ctx(int t) const {
    return action(t).kind != WwAction::Kind::plain_lock;
  }
  bool is_older(int a, int b) const {
    return tasks[std::size_t(a)].stamp < tasks[std::size_t(b)].stamp;
  }

  bool step(int t);
  bool attempt(int t, Lock& l);
  bool queue(int t, Lock& l);
  bool sleep(int t, Lock& l);
  bool release(int t, Lock& l);
  bool guarded(Lock& l, int t) const {
    return l.guard != kNobody && l.guard != t;
  }
  void returns(int t, int result);
  void next_release(int t);
  bool try_take(int t, Lock& l);
  void owns(int t, Lock& l);
  void check_waiters(int t, Lock& l);
  bool hurts(int waiter, Lock& l);
  bool join(int t, Lock& l);
  bool killed(int t, Lock& l);
  void leave(int t, Lock& l) { std::erase(l.list, t); }
};

bool Machine::try_take(int t, Lock& l) {
  if (l.owner != kNobody) return false;
  l.owner = t;
  return true;
}

void Machine::owns(int t, Lock& l) {
  if (!has_ctx(t)) return;
  l.ctx = t;
  ++task(t).acquired;
}

void Machine::returns(int t, int result) {
  Task& me = task(t);
  me.results[std::size_t(me.action)] = result;
  const auto last = program->tasks[std::size_t(t)].size() - 1;
  if (result != kEdeadlk && std::size_t(me.action) < last) {
    ++me.action;
    me.place = fast;
    return;
  }
  me.releasing = true;
  ++me.action;
  next_release(t);
}

void Machine::next_release(int t) {
  Task& me = task(t);
  while (--me.action >= 0) {
    const int taken = action(t).kind == WwAction::Kind::try_lock ? 1 : 0;
    if (me.results[std::size_t(me.action)] != taken) continue;
    me.place = has_ctx(t) ? drop_context : drop_owner;
    return;
  }
  me.place = finished;
}

// A waiter of wound-wait at the lock's holder.
bool Machine::hurts(int waiter, Lock& l) {
  if (l.ctx == kNobody || l.owner == kNobody) return false;
  if (task(waiter).acquired == 0 || !is_older(waiter, l.ctx)) return false;
  task(l.ctx).wounded = true;
  if (l.owner != waiter) task(l.owner).runs = true;
  return true;
}

// The new holder looks who waits.
void Machine::check_waiters(int t, Lock& l) {
  for (int w : l.list) {
    if (!has_ctx(w)) continue;
    if (program->wait_die) {
      if (task(w).acquired > 0 && is_older(t, w)) task(w).runs = true;
      return;
    }
    if (task(w).acquired > 0 && is_older(w, t)) {
      task(t).wounded = true;
      return;
    }
  }
}

// False: it must die instead of waiting.
bool Machine::join(int t, Lock& l) {
  if (!has_ctx(t)) {
    l.list.push_back(t);
    return true;
  }
  auto before = l.list.end();
  for (auto at = l.list.end(); at != l.list.begin();) {
    --at;
    if (!has_ctx(*at)) continue;
    if (is_older(*at, t)) {
      if (program->wait_die && task(t).acquired > 0) return false;
      break;
    }
    before = at;
    if (program->wait_die && task(*at).acquired > 0) task(*at).runs = true;
  }
  l.list.insert(before, t);
  if (!program->wait_die) hurts(t, l);
  return true;
}

bool Machine::killed(int t, Lock& l) {
  if (!has_ctx(t) || task(t).acquired == 0) return false;
  if (!program->wait_die) return task(t).wounded;
  if (l.ctx != kNobody && is_older(l.ctx, t)) return true;
  for (int w : l.list) {
    if (w == t) return false;
    if (has_ctx(w)) return true;
  }
  return false;
}

// One step of task t; false if it cannot take one.
bool Machine::step(int t) {
  Task& me = task(t);
  switch (me.place) {
    case finished: return false;
    case begin:
      me.stamp = ++clock;
      me.place = fast;
      return true;
    case fast:
    case publish:
    case look_back: return attempt(t, lock(action(t).lock));
    case enqueue:
    case round:
    case first_round:
    case verdict: return queue(t, lock(action(t).lock));
    case asleep:
    case woken:
    case settle: return sleep(t, lock(action(t).lock));
    default: return release(t, lock(action(t).lock));
  }
}

bool Machine::attempt(int t, Lock& l) {
  Task& me = task(t);
  const bool trying = action(t).kind == WwAction::Kind::try_lock;
  if (me.place == publish) {
    owns(t, l);
    if (l.list.empty())
      returns(t, trying ? 1 : 0);
    else
      me.place = look_back;
    return true;
  }
  if (me.place == look_back) {
    if (guarded(l, t)) return false;
    check_waiters(t, l);
    returns(t, trying ? 1 : 0);
    return true;
  }
  if (!trying && has_ctx(t) && l.ctx == t) {
    returns(t, kEalready);
    return true;
  }
  if (has_ctx(t) && me.acquired == 0) me.wounded = false;
  if (try_take(t, l)) {
    if (has_ctx(t))
      me.place = publish;
    else
      returns(t, 0);
  } else if (trying) {
    returns(t, 0);
  } else {
    me.place = enqueue;
  }
  return true;
}

// Everything here happens while t holds, or takes, wait_lock.
bool Machine::queue(int t, Lock& l) {
  Task& me = task(t);
  if (guarded(l, t)) return false;
  if (me.place == enqueue) {
    if (try_take(t, l)) {
      owns(t, l);
      if (has_ctx(t)) check_waiters(t, l);
      returns(t, 0);
    } else if (join(t, l)) {
      l.guard = t;
      me.place = first_round;
      me.runs = false;  // marks itself sleeping; a wake-up undoes that
    } else {
      returns(t, kEdeadlk);
    }
    return true;
  }
  if (me.place != verdict) {
    l.guard = t;
    me.place = verdict;
    if (!try_take(t, l)) return true;
    me.runs = true;
    me.place = settle;
    return true;
  }
  l.guard = kNobody;
  me.place = asleep;
  if (!killed(t, l)) return true;
  leave(t, l);
  me.runs = true;
  returns(t, kEdeadlk);
  return true;
}

bool Machine::sleep(int t, Lock& l) {
  Task& me = task(t);
  if (me.place == asleep) {
    if (!me.runs && !program->spurious) return false;
    me.runs = false;
    me.place = woken;
    return true;
  }
  if (me.place == woken) {
    const bool taken = try_take(t, l);
    me.place = taken ? settle : round;
    if (taken) me.runs = true;
    return true;
  }
  if (guarded(l, t)) return false;
  if (has_ctx(t) && !program->wait_die && l.list.front() != t)
    check_waiters(t, l);
  leave(t, l);
  owns(t, l);
  l.guard = kNobody;
  returns(t, 0);
  return true;
}

bool Machine::release(int t, Lock& l) {
  Task& me = task(t);
  if (me.place == drop_context) {
    --me.acquired;
    l.ctx = kNobody;
    me.place = drop_owner;
  } else if (me.place == drop_owner) {
    l.owner = kNobody;
    if (l.list.empty())
      next_release(t);
    else
      me.place = wake_next;
  } else {
    if (guarded(l, t)) return false;
    if (!l.list.empty()) task(l.list.front()).runs = true;
    next_release(t);
  }
  return true;
}

std::string variable(std::size_t task, std::size_t action) {
  return "x" + std::to_string(task) + std::to_string(action);
}

std::string describe(const Machine& m) {
  std::string text;
  for (std::size_t t = 0; t < m.tasks.size(); ++t)
    if (m.tasks[t].place != finished) text += " t" + std::to_string(t);
  text = text.empty() ? "done" : "stuck" + text;
  for (std::size_t t = 0; t < m.tasks.size(); ++t)
    for (std::size_t a = 0; a < m.tasks[t].results.size(); ++a)
      text +=
          " " + variable(t, a) + "=" + std::to_string(m.tasks[t].results[a]);
  return text;
}

Machine start(const WwProgram& program) {
  Machine m;
  m.program = &program;
  m.locks.resize(std::size_t(program.locks));
  for (const WwTask& actions : program.tasks) {
    Task t;
    t.results.assign(actions.size(), kUnset);
    const bool plain = std::all_of(
        actions.begin(), actions.end(),
        [](const WwAction& a) { return a.kind == WwAction::Kind::plain_lock; });
    t.place = plain ? fast : begin;
    m.tasks.push_back(std::move(t));
  }
  return m;
}

std::string steps_from(const WwTask& task, std::size_t t, std::size_t a) {
  if (a == task.size()) return "";
  const bool tries = task[a].kind == WwAction::Kind::try_lock;
  const bool plain = task[a].kind == WwAction::Kind::plain_lock;
  const std::string lock = "l" + std::to_string(task[a].lock);
  const std::string r = "r" + std::to_string(a);
  const std::string ctx = plain ? "" : ", ctx: c" + std::to_string(t);
  std::string text = std::string("{ww_mutex_") + (tries ? "trylock" : "lock") +
                     ": {lock: " + lock + ctx + "}, into: " + r + "}, {set: {" +
                     variable(t, a) + ": " + r + "}}, ";
  const std::string rest = steps_from(task, t, a + 1);
  if (!rest.empty())
    text += "{if: " + r + " != -EDEADLK, then: [" + rest + "]}, ";
  return text + "{when: " + r + " == " + (tries ? "1" : "0") +
         ", ww_mutex_unlock: " + lock + "}, ";
}

}  // namespace

std::set<std::string> kernel_ends(const WwProgram& program) {
  std::set<std::string> found;
  std::set<std::vector<int>> seen;
  std::vector<Machine> open{start(program)};
  while (!open.empty()) {
    const Machine m = std::move(open.back());
    open.pop_back();
    // Waking up for no reason is no way out of being stuck.
    bool moved = false;
    for (std::size_t t = 0; t < m.tasks.size(); ++t) {
      Machine next = m;
      const bool reason = m.tasks[t].place != asleep || m.tasks[t].runs;
      if (!next.step(int(t))) continue;
      moved |= reason;
      if (seen.insert(next.key()).second) open.push_back(std::move(next));
    }
    const bool resting =
        std::all_of(m.tasks.begin(), m.tasks.end(), [](const Task& t) {
          return t.place == finished || (t.place == asleep && !t.runs);
        });
    if (!moved && resting) found.insert(describe(m));
  }
  return found;
}

std::string as_yaml(const WwProgram& program) {
  const std::string algorithm =
      program.wait_die ? ", algorithm: wait-die}\n" : "}\n";
  std::string text = "scenario: s\nobjects:\n";
  for (int l = 0; l < program.locks; ++l)
    text += "  l" + std::to_string(l) + ": {type: ww_mutex" + algorithm;
  for (std::size_t t = 0; t < program.tasks.size(); ++t)
    text += "  c" + std::to_string(t) + ": {type: ww_acquire_ctx" + algorithm;
  for (std::size_t t = 0; t < program.tasks.size(); ++t)
    for (std::size_t a = 0; a < program.tasks[t].size(); ++a)
      text += "  " + variable(t, a) +
              ": {type: int, initial: " + std::to_string(kUnset) + "}\n";
  text += "threads:\n";
  for (std::size_t t = 0; t < program.tasks.size(); ++t) {
    const std::string c = "c" + std::to_string(t);
    text += "  t" + std::to_string(t) + ": [{ww_acquire_init: " + c + "}, " +
            steps_from(program.tasks[t], t, 0) + "{ww_acquire_fini: " + c +
            "}]\n";
  }
  return text;
}

}  // namespace picket::test
