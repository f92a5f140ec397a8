// Lockdep's classes C0 C1 .. Cn form a ring: Ck was acquired, in the trace of
// link k, while the class before it was held, and C0 while Cn was. A context
// of the scenario begins by holding a class and ends by waiting for another.
// Some classes nobody waits for: reclaim, a notifier, a ww transaction, a
// section. There the context of the one link goes on into the next.
#include "explorer/exchange/circular.h"

#include <algorithm>

#include "explorer/exchange/lock_steps.h"

namespace picket {
namespace {

struct Node {
  Modelled object;
  Taking taking;
  bool read = false;       // as it is acquired
  bool held_read = false;  // as the next link holds it
  bool passes = false;     // nobody waits for it
  bool event = false;
  std::string held_at, given;
};

struct Ring {
  const LockdepReport& report;
  Draft draft;
  std::vector<Node> nodes;
  std::vector<std::string> taken;   // names
  std::vector<std::string> cycle;   // contexts that wait for each other
  bool sleeps_spinning = false;     // one holds a spinning lock as it waits
  bool flushes_in_reclaim = false;  // a queue without a rescuer

  const Node& before(std::size_t k) const {
    return nodes[(k + nodes.size() - 1) % nodes.size()];
  }
};

std::string plain_class(const std::string& klass) {
  for (const char* prefix :
       {"(work_completion)", "(wq_completion)", "(completion)"})
    if (klass.starts_with(prefix))
      return klass.substr(std::string(prefix).size());
  return klass;
}

bool nests_raw_locks(const LockdepReport& report) {
  const auto sleeps_at_four = [](const LockText& l) {
    return l.wait_type == 4;
  };
  for (const ChainLink& link : report.chain)
    if (sleeps_at_four(link.lock)) return true;
  return sleeps_at_four(report.wanted) || sleeps_at_four(report.held) ||
         std::any_of(report.all_held.begin(), report.all_held.end(),
                     sleeps_at_four);
}

bool waits_for_readers(const Taking& taking) {
  for (const char* name : {"synchronize", "__synchronize", "__wait_rcu",
                           "rcu_barrier", "srcu_barrier"})
    if (taking.by.starts_with(name)) return true;
  return false;
}

bool passes(const Node& node, const Node& before) {
  switch (node.object.kind) {
    case LockKind::reclaim:
    case LockKind::notifier:
    case LockKind::ww_context: return true;
    case LockKind::fence: return !node.taking.waits;
    case LockKind::work:
    case LockKind::delayed_work:
      // Without a trace it is an item run by its queue, not a flush.
      return (!node.taking.waits || node.taking.by.empty()) &&
             before.object.kind == LockKind::workqueue;
    case LockKind::rcu:
    case LockKind::srcu:
    case LockKind::rcu_callback:
      return !node.taking.by.empty() && !waits_for_readers(node.taking);
    default: return false;
  }
}

// There is one mmap_lock in the language; a second one is of another process.
void find_mmap_lock(Ring& ring) {
  const auto is_one = [](const Node& node) {
    return node.object.kind == LockKind::rw_semaphore &&
           (node.object.klass.starts_with("&mm->mmap_lock") ||
            node.object.klass.starts_with("&mm->mmap_sem"));
  };
  if (std::count_if(ring.nodes.begin(), ring.nodes.end(), is_one) != 1) return;
  Node& node = *std::find_if(ring.nodes.begin(), ring.nodes.end(), is_one);
  node.object.kind = LockKind::mmap_lock;
  node.object.name = fresh_name("mmap_lock", ring.taken);
}

void put_on_rt(Ring& ring) {
  ring.draft.rt = true;
  for (std::size_t k = 0; k < ring.nodes.size(); ++k) {
    Node& node = ring.nodes[k];
    node.object.kind =
        on_rt(node.object.kind, ring.report.chain[k].lock, node.taking);
  }
}

void read_nodes(Ring& ring) {
  const bool nested = nests_raw_locks(ring.report);
  for (const ChainLink& link : ring.report.chain) {
    Node node;
    node.taking = how_taken(link.trace);
    const Taking held = how_taken(link.held_trace);
    node.object.kind = lock_kind(
        link.lock, node.taking.by.empty() ? held : node.taking, nested);
    node.object.klass = link.lock.name;
    node.object.by = node.taking.by;
    // Without a trace, by how it was always taken.
    node.read =
        node.taking.read || (node.taking.by.empty() && only_read(link.lock));
    const std::string& at = ring.report.held.at;
    node.held_at = held.caller;
    node.given = link.given;
    node.event = link.lock.event;
    node.held_read = only_read(link.lock) || held.read ||
                     (&link == &ring.report.chain.back() &&
                      (contains(at, "_read") || contains(at, "read_lock")));
    ring.nodes.push_back(node);
  }
  for (std::size_t k = 0; k < ring.nodes.size(); ++k) {
    Node& node = ring.nodes[k];
    // Nobody takes a mutex under a spinning lock; without a trace, or a wait
    // type, it only looks like one.
    if (node.object.kind == LockKind::mutex && node.taking.by.empty() &&
        spins(ring.before(k).object.kind))
      node.object.kind = LockKind::spinlock;
  }
  if (ring.report.rt) put_on_rt(ring);
  find_mmap_lock(ring);
  bool waits = false;
  for (std::size_t k = 0; k < ring.nodes.size(); ++k) {
    ring.nodes[k].passes = passes(ring.nodes[k], ring.before(k));
    waits = waits || !ring.nodes[k].passes;
  }
  if (waits || ring.nodes.empty()) return;
  // One of them is where the context begins and ends; not who allocates.
  const auto first = std::find_if(
      ring.nodes.begin(), ring.nodes.end(),
      [](const Node& n) { return n.object.kind != LockKind::reclaim; });
  (first == ring.nodes.end() ? ring.nodes.front() : *first).passes = false;
}

// A transaction's lock is taken with it where both are in one context.
void name_objects(Ring& ring) {
  for (Node& node : ring.nodes) {
    if (object_type(node.object.kind).empty()) continue;
    std::string text = plain_class(node.object.klass);
    if (node.object.kind == LockKind::fence) text = "fence";
    node.object.name = fresh_name(text, ring.taken);
    const std::string why =
        node.event ? "what DEPT calls an event; a completion stands for it"
                   : stand_in(node.object.kind);
    if (!why.empty())
      ring.draft.comments.push_back("`" + node.object.name + "` is " + why +
                                    ".");
  }
  for (std::size_t k = 0; k < ring.nodes.size(); ++k) {
    Modelled& object = ring.nodes[k].object;
    const Node& before = ring.before(k);
    if ((object.kind == LockKind::reservation ||
         object.kind == LockKind::ww_mutex) &&
        before.object.kind == LockKind::ww_context)
      object.context = before.object.name;
  }
}

DraftObject declared(const Modelled& object, const std::string& function) {
  const LockKind kind = object.kind;
  DraftObject out{object.name, object_type(kind),
                  keeps_class(kind) ? object.klass : "", function};
  if (kind == LockKind::ww_context && contains(object.klass, "reservation"))
    out.klass = "reservation_ww_class";
  return out;
}

// One context: from the class it holds to the class it waits for.
struct Walk {
  DraftSteps steps;
  DraftSteps closing;              // in the order to run
  std::vector<DraftSteps> sealed;  // of the allocating thread, see reclaim
  std::string reclaim;
};

void open(Walk& walk, const Section& section) {
  walk.steps.insert(walk.steps.end(), section.open.begin(), section.open.end());
  walk.closing.insert(walk.closing.begin(), section.close.begin(),
                      section.close.end());
}

void pass_through(Ring& ring, Walk& walk, const Node& node) {
  if (is_item(node.object.kind)) return;
  if (node.object.kind != LockKind::reclaim) {
    open(walk, held_section(node.object, true, node.taking.caller));
    return;
  }
  walk.steps.push_back({"kmalloc", "GFP_KERNEL", node.taking.caller});
  walk.steps.insert(walk.steps.end(), walk.closing.begin(), walk.closing.end());
  walk.sealed.push_back(walk.steps);
  walk.steps.clear();
  walk.closing.clear();
  walk.reclaim = fresh_name("reclaim", ring.taken);
}

bool runs_as_item(const Node& node) { return is_item(node.object.kind); }

// The body goes where its context is: a thread, or an item's function.
void place_body(Ring& ring, std::size_t from, std::size_t end, DraftSteps body,
                const std::string& wanted_name) {
  const Node& node = ring.nodes[from];
  if (!runs_as_item(node)) {
    const std::string name = fresh_name(wanted_name, ring.taken);
    ring.draft.threads.push_back({name, std::move(body)});
    ring.cycle.push_back(name);
    return;
  }
  const std::string function = fresh_name(wanted_name, ring.taken);
  Modelled item = node.object;
  std::string queue;
  if (node.object.kind == LockKind::workqueue) {
    queue = node.object.name;
    ring.draft.objects.push_back(declared(node.object, ""));
    const Node& next = ring.nodes[(from + 1) % ring.nodes.size()];
    const bool named = is_item(next.object.kind) &&
                       next.object.kind != LockKind::workqueue && next.passes &&
                       (from + 1) % ring.nodes.size() != end;
    item.kind = named ? next.object.kind : LockKind::work;
    item.klass = named ? next.object.klass : "";
    item.name =
        named ? next.object.name : fresh_name("item_of_" + queue, ring.taken);
  }
  ring.draft.objects.push_back(declared(item, function));
  ring.draft.functions.push_back({function, std::move(body)});
  ring.cycle.push_back(item.name);
  if (queue.empty() && needs_queue(item.kind)) {
    queue = fresh_name("events", ring.taken);
    ring.draft.objects.push_back({queue, "workqueue_struct", "", ""});
  }
  const bool timer = item.kind == LockKind::timer;
  const std::string thread =
      fresh_name((timer ? "arm_" : "queue_") + item.name, ring.taken);
  ring.draft.threads.push_back({thread, {starting_step(item, queue)}});
}

void add_writer(Ring& ring, const Node& node) {
  const std::string name =
      fresh_name("writer_of_" + node.object.name, ring.taken);
  ring.draft.threads.push_back({name, waiting_steps(node.object, false, "")});
  ring.cycle.push_back(name);
  ring.draft.comments.push_back(
      "TODO: " + node.object.name +
      " is only read in this log; a writer that waits between two readers is "
      "assumed.");
}

// A log shows how a lock was acquired, not how the one before it is held.
void say_assumed_mode(Ring& ring, const Node& node) {
  const LockKind kind = node.object.kind;
  if ((kind == LockKind::rw_semaphore || kind == LockKind::rwlock ||
       kind == LockKind::percpu_rw_semaphore || kind == LockKind::mmap_lock) &&
      !node.held_read)
    ring.draft.comments.push_back(
        "TODO: how `" + node.object.name +
        "` is held is not in the log; a writer is assumed.");
}

// Whoever holds a spinlock_t of PREEMPT_RT is a reader of RCU.
bool holds_off_sleep(LockKind kind) {
  return spins(kind) || kind == LockKind::rcu || kind == LockKind::timer ||
         kind == LockKind::irq_work;
}

bool sleeps(LockKind kind) { return !spins(kind) && kind != LockKind::timer; }

// A raw lock spins inside everything; on PREEMPT_RT the others do not spin.
bool sleeps_under(bool rt, LockKind holder, LockKind wanted) {
  if (rt && holder == LockKind::raw_spinlock)
    return wanted != LockKind::raw_spinlock;
  return holds_off_sleep(holder) && sleeps(wanted);
}

void build_context(Ring& ring, std::size_t from) {
  Walk walk;
  const Node& first = ring.nodes[from];
  const bool reported = from + 1 == ring.nodes.size();
  const std::string note = reported && !ring.report.held.at.empty()
                               ? ring.report.held.at
                               : first.held_at;
  Modelled held = first.object;
  held.context.clear();  // its transaction is another context's
  open(walk, held_section(held, first.held_read, note));
  if (!walk.closing.empty()) walk.closing.back().note = first.given;
  say_assumed_mode(ring, first);
  std::size_t at = (from + 1) % ring.nodes.size();
  std::string name;
  std::vector<LockKind> holds = {first.object.kind};
  for (; ring.nodes[at].passes; at = (at + 1) % ring.nodes.size()) {
    // What runs an item is the worker's own loop.
    if (name.empty() && !is_item(ring.nodes[at].object.kind))
      name = ring.nodes[at].taking.who;
    pass_through(ring, walk, ring.nodes[at]);
    holds.push_back(ring.nodes[at].object.kind);
  }
  const Node& last = ring.nodes[at];
  const DraftSteps wait =
      waiting_steps(last.object, last.read, last.taking.caller);
  walk.steps.insert(walk.steps.end(), wait.begin(), wait.end());
  walk.steps.insert(walk.steps.end(), walk.closing.begin(), walk.closing.end());
  ring.flushes_in_reclaim =
      ring.flushes_in_reclaim ||
      (!walk.sealed.empty() && is_item(last.object.kind) &&
       last.object.kind != LockKind::timer &&
       last.object.kind != LockKind::irq_work);
  ring.sleeps_spinning =
      ring.sleeps_spinning ||
      std::any_of(holds.begin(), holds.end(), [&](LockKind kind) {
        return sleeps_under(ring.report.rt, kind, last.object.kind) ||
               (!walk.sealed.empty() &&
                sleeps_under(ring.report.rt, kind, LockKind::reclaim));
      });
  if (!walk.sealed.empty()) {
    ring.draft.functions.push_back({walk.reclaim, walk.steps});
    ring.draft.reclaim.push_back(walk.reclaim);
    walk.steps = walk.sealed.front();
  }
  if (name.empty()) name = last.taking.who;
  if (name.empty()) name = "holds_" + plain_class(first.object.klass);
  if (runs_as_item(first)) {
    const std::string own = item_in(ring.report.chain[at].trace);
    name = own.empty() ? name + "_fn" : own;
  }
  place_body(ring, from, at, walk.steps, name);
  if (last.read && last.held_read) add_writer(ring, last);
}

void declare_objects(Ring& ring) {
  for (std::size_t k = 0; k < ring.nodes.size(); ++k) {
    const Node& node = ring.nodes[k];
    if (object_type(node.object.kind).empty() || runs_as_item(node)) continue;
    ring.draft.objects.push_back(declared(node.object, ""));
  }
}

std::string ring_text(const LockdepReport& report) {
  std::string text;
  for (const ChainLink& link : report.chain) text += link.lock.name + " -> ";
  return text + report.chain.front().lock.name;
}

void say_what_it_finds(Ring& ring, std::size_t contexts) {
  std::string names;
  for (const std::string& name : ring.cycle)
    names += (names.empty() ? "" : ", ") + name;
  const auto one = std::find_if(ring.nodes.begin(), ring.nodes.end(),
                                [](const Node& n) { return !n.passes; });
  if (ring.sleeps_spinning) {
    ring.draft.expect.push_back("misuse: sleep-in-atomic");
    return;
  }
  if (ring.flushes_in_reclaim) {
    ring.draft.expect.push_back("misuse: wrong-context");
    return;
  }
  // Nobody can wait for these: what is broken is a promise.
  if (one->object.kind == LockKind::notifier ||
      one->object.kind == LockKind::reclaim) {
    ring.draft.lockdep_reports = true;
    return;
  }
  if (one->object.kind == LockKind::ww_context) {
    ring.draft.expect.push_back("misuse: ww-misuse");
    return;
  }
  const bool lock =
      !runs_as_item(*one) && one->object.kind != LockKind::fence &&
      one->object.kind != LockKind::rcu && one->object.kind != LockKind::srcu &&
      one->object.kind != LockKind::completion;
  // Who reads again waits for the writer between.
  const bool alone = contexts == 1 && ring.cycle.size() == 1;
  ring.draft.expect.push_back(alone && lock ? "misuse: recursive-lock"
                                            : "deadlock: [" + names + "]");
}

// The trace of the link that has this class, if there is one.
CallTrace trace_of(const LockdepReport& report, const std::string& name) {
  for (const ChainLink& link : report.chain)
    if (link.lock.name == name) return link.trace;
  return {};
}

// Links that the log lost are left out, but for the first one, which the
// heading has; of a chain of one, or none, the two locks of the heading
// remain. Returns whether anything had to be left out.
bool mend_chain(LockdepReport& report) {
  if (!report.chain.empty() && report.chain[0].lock.name.empty() &&
      !report.dept)
    report.chain[0] = {report.wanted, report.trace};
  const std::size_t all = report.chain.size();
  std::erase_if(report.chain,
                [](const ChainLink& l) { return l.lock.name.empty(); });
  const bool lost = report.chain.size() < all || report.chain.size() < 2;
  if (report.chain.size() >= 2 || report.wanted.name.empty() ||
      report.held.name.empty() || report.wanted.name == report.held.name)
    return lost;
  const CallTrace held = trace_of(report, report.held.name);
  report.chain = {{report.wanted, report.trace}, {report.held, held}};
  return true;
}

}  // namespace

Draft draft_circular(const LockdepReport& as_read) {
  LockdepReport report = as_read;
  const bool lost = mend_chain(report);
  Ring ring{report, {}, {}, {}, {}, false};
  Draft& draft = ring.draft;
  if (report.chain.size() < 2) return draft;
  if (lost)
    draft.comments.push_back(
        "TODO: the log does not hold the whole chain; what is missing was "
        "left out.");
  read_nodes(ring);
  name_objects(ring);
  declare_objects(ring);
  std::size_t contexts = 0;
  for (std::size_t k = 0; k < ring.nodes.size(); ++k) {
    if (ring.nodes[k].passes) continue;
    build_context(ring, k);
    ++contexts;
  }
  say_what_it_finds(ring, contexts);
  draft.name = (report.dept ? "dept-" : "lockdep-") +
               scenario_name(plain_class(report.chain.front().lock.name) + " " +
                             plain_class(report.chain.back().lock.name));
  draft.about =
      (report.dept ? "DEPT's circle, each class waited for by the context that "
                     "should give up, or signal, the one before it: "
                   : "Lockdep's chain, each class acquired while the one "
                     "before it was held: ") +
      ring_text(report) + ".";
  if (contexts < ring.nodes.size())
    draft.comments.push_back(
        "TODO: nobody waits for some classes of the chain (reclaim, a "
        "notifier, a transaction, an item on its queue); there two traces of "
        "the log became one context. Does it really run both?");
  draft.comments.push_back(
      "TODO: lockdep knows classes, not objects; is each one object here?");
  return draft;
}

}  // namespace picket
