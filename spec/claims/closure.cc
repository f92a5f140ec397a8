#include "spec/claims/closure.h"

#include <algorithm>

namespace picket {
namespace {

bool has(const std::vector<ResourceId>& list, ResourceId r) {
  return std::find(list.begin(), list.end(), r) != list.end();
}

constexpr std::size_t kKinds = 4;

// A reader of RCU is inside of it as of a lock.
bool is_domain(ObjectType type) {
  return type == ObjectType::rcu_state || type == ObjectType::srcu_struct;
}

}  // namespace

// Breadth first from one fence. Nodes are numbered resource * kinds + kind.
struct Closure::Search {
  std::vector<char> seen;
  std::vector<ClosureLink> link;    // how the node was reached
  std::vector<std::size_t> parent;  // from which
  std::vector<std::size_t> queue;

  explicit Search(std::size_t resources)
      : seen(resources * kKinds, 0),
        link(seen.size()),
        parent(seen.size(), seen.size()) {}

  void visit(std::size_t from, const ClosureLink& how) {
    const std::size_t n =
        how.on.index() * kKinds + static_cast<std::size_t>(how.how);
    if (seen[n]) return;
    seen[n] = 1;
    link[n] = how;
    parent[n] = from;
    queue.push_back(n);
  }
};

Closure::Closure(const Scenario& scenario) : s_(scenario), reader_(scenario) {
  for (std::size_t c = 0; c < s_.contexts.size(); ++c)
    flows_.emplace_back(reader_, ContextId(c));
  searches_.resize(s_.objects.size());
  understand();
}

void Closure::understand() {
  // There, bottom halves are a lock, and interrupts are threads.
  if (s_.config.preempt_rt) not_understood_ = "config: preempt_rt";
  for (const Object& o : s_.objects)
    if (o.type == ObjectType::store_buffer)
      not_understood_ = std::string(facts(o.type).name) + " " + o.name;
  for (const ContextFlow& flow : flows_)
    for (const StepId id : flow.steps())
      if (flow.facts(id).unknown) not_understood_ = describe(s_, s_.step(id));
}

bool Closure::is_lock(ObjectId o) const {
  if (!o.valid()) return false;
  const ObjectType type = s_.object(o).type;
  if (is_domain(type)) return true;
  if (type != ObjectType::semaphore) return type_fits(type, "lock");
  return std::all_of(flows_.begin(), flows_.end(),
                     [&](const ContextFlow& f) { return f.balanced(o); });
}

const Closure::Search& Closure::from(ObjectId fence) {
  auto& slot = searches_[fence.index()];
  if (slot) return *slot;
  slot = std::make_shared<Search>(resources().size());
  ClosureLink start;
  start.on = resources().of(fence);
  slot->visit(slot->seen.size(), start);
  for (std::size_t i = 0; i < slot->queue.size(); ++i)
    expand(*slot, slot->queue[i]);
  return *slot;
}

void Closure::expand(Search& search, std::size_t node) const {
  const ResourceId r(node / kKinds);
  const auto kind = static_cast<Dependence>(node % kKinds);
  const bool stops = kind == Dependence::given || kind == Dependence::watched;
  if (stops) {
    ClosureLink same;
    same.from = same.on = r;
    same.how = Dependence::value;
    search.visit(node, same);
  }
  if (kind == Dependence::given && is_lock(resources().object(r)))
    return expand_lock(search, node);
  expand_steps(search, node);
}

// Under the lock of a container, those of the fences inside are taken.
void Closure::expand_container(Search& search, std::size_t node) const {
  const ResourceId r(node / kKinds);
  ClosureLink link;
  link.from = r;
  link.held = true;
  for (const Object& o : s_.objects) {
    if (!is_container(o.type) || o.lock != resources().object(r)) continue;
    for (const ObjectId f : o.inside) {
      if (!s_.object(f).lock.valid()) continue;
      link.on = resources().of(s_.object(f).lock);
      search.visit(node, link);
    }
  }
}

// Everything that may be done while somebody holds it.
void Closure::expand_lock(Search& search, std::size_t node) const {
  const ResourceId r(node / kKinds);
  const ObjectId lock = resources().object(r);
  ClosureLink link;
  link.from = r;
  link.held = true;
  expand_container(search, node);
  for (const ContextFlow& flow : flows_) {
    link.context = flow.context();
    for (const StepId p : flow.under(lock)) {
      link.waits = p;
      add_step(search, node, flow, link);
    }
    // A fence's callbacks and its enable_signaling run under its lock.
    for (const ContextFlow::Inside& inside : flow.inside()) {
      if (inside.why == RunFunction::Why::release) continue;
      if (s_.object(inside.fence).lock != lock) continue;
      for (const StepId p : inside.steps) {
        link.waits = p;
        add_step(search, node, flow, link);
      }
    }
  }
}

void Closure::expand_steps(Search& search, std::size_t node) const {
  const ResourceId r(node / kKinds);
  const bool given =
      static_cast<Dependence>(node % kKinds) == Dependence::given;
  for (const ContextFlow& flow : flows_) {
    const auto concerns = [&](const StepFacts& f) {
      return has(given ? f.gives : f.changes, r);
    };
    for (const StepId id : flow.steps())
      if (concerns(flow.facts(id))) add_prerequisites(search, node, flow, id);
    if (concerns(flow.at_end())) add_prerequisites(search, node, flow, {});
    add_loops(search, node, flow);
  }
}

// Who goes round without giving up its CPU keeps it like one who spins.
void Closure::add_loops(Search& search, std::size_t node,
                        const ContextFlow& flow) const {
  const std::int32_t cpu = s_.context(flow.context()).cpu;
  const ResourceId r(node / kKinds);
  if (cpu < 0 || r != resources().cpu(cpu)) return;
  ClosureLink link;
  link.from = r;
  link.context = flow.context();
  for (const StepId id : flow.steps())
    if (!flow.facts(id).looks.empty() && flow.repeats(id)) {
      link.gives = link.waits = id;
      add_step(search, node, flow, link);
    }
}

void Closure::add_prerequisites(Search& search, std::size_t node,
                                const ContextFlow& flow, StepId step) const {
  ClosureLink link;
  link.from = ResourceId(node / kKinds);
  link.context = flow.context();
  link.gives = step;
  // The end of an item or interrupt can be waited for only once it has begun,
  // or waits for its place.
  if (step.valid())
    add_facts(search, node, flow.at_start(), link, false);
  else
    for (const ResourceId r : flow.at_start().needs)
      if ((resources().object(r).valid() && !resources().is_start(r)) ||
          resources().is_end(r)) {
        link.on = r;
        search.visit(node, link);
      }
  // So does who starts the thread that runs the item.
  if (!step.valid() && s_.context(flow.context()).work.valid()) {
    StepFacts place;
    place.watches = flow.at_start().watches;
    add_facts(search, node, place, link, false);
  }
  if (step.valid()) {
    link.waits = step;
    add_step(search, node, flow, link);
  }
  for (const StepId p : flow.before(step)) {
    link.waits = p;
    add_step(search, node, flow, link);
  }
  link.waits = step;
  for (const ContextFlow::Inside& inside : flow.inside()) {
    if (std::find(inside.steps.begin(), inside.steps.end(), step) ==
        inside.steps.end())
      continue;
    link.inside = inside.fence;
    StepFacts entry;
    entry.looks = {resources().of(inside.fence)};
    if (inside.why == RunFunction::Why::callback) entry.needs = entry.looks;
    add_facts(search, node, entry, link, false);
  }
}

void Closure::add_step(Search& search, std::size_t node,
                       const ContextFlow& flow, ClosureLink link) const {
  const StepFacts& f = flow.facts(link.waits);
  const bool again = !f.looks.empty() && flow.repeats(link.waits);
  const ObjectId lock = link.held ? resources().object(link.from) : ObjectId{};
  if (lock.valid() && f.releases_meanwhile == lock) {
    StepFacts awake;
    awake.needs = {resources().of(lock)};
    return add_facts(search, node, awake, link, false);
  }
  add_facts(search, node, f, link, again);
}

// `again`: the step may be executed until it sees what it wants to see.
void Closure::add_facts(Search& search, std::size_t node,
                        const StepFacts& facts, ClosureLink link,
                        bool again) const {
  const auto kind = static_cast<Dependence>(node % kKinds);
  const bool stops = kind == Dependence::given || kind == Dependence::watched;
  const auto visit = [&](const std::vector<ResourceId>& on, Dependence how) {
    link.how = how;
    for (const ResourceId r : on) {
      link.on = r;
      search.visit(node, link);
    }
  };
  visit(facts.needs, stops ? Dependence::given : Dependence::value);
  visit(facts.watches, stops ? Dependence::watched : Dependence::value);
  visit(facts.looks, Dependence::looked);
  if (stops && again) visit(facts.looks, Dependence::watched);
}

std::vector<ClosureLink> Closure::path(ObjectId fence, ObjectId object) {
  const Search& search = from(fence);
  const std::size_t first = resources().of(object).index() * kKinds;
  std::vector<ClosureLink> out;
  // Nodes are met in the order of their distance.
  for (const std::size_t met : search.queue) {
    if (met / kKinds != first / kKinds ||
        static_cast<Dependence>(met % kKinds) == Dependence::value)
      continue;
    for (std::size_t n = met; search.parent[n] < search.seen.size();
         n = search.parent[n])
      if (search.link[n].from != search.link[n].on)
        out.insert(out.begin(), search.link[n]);
    break;
  }
  return out;
}

bool Closure::reaches(ObjectId fence, ObjectId object) {
  return !not_understood_.empty() || !path(fence, object).empty();
}

}  // namespace picket
