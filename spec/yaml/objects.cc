#include "spec/yaml/objects.h"

#include "spec/yaml/attributes.h"
#include "spec/yaml/c_code.h"
#include "spec/yaml/error_numbers.h"
#include "spec/yaml/keys.h"

namespace picket {
namespace {

const Node* type_node(Reading& reading, const Member& member) {
  const Node& value = *member.value;
  if (value.is_scalar()) return &value;
  if (value.is_map()) {
    const Entry* entry = require_entry(reading.mistakes, value, "type",
                                       place_of(*member.key), "an object");
    if (!entry ||
        !expect_text(reading.mistakes, *entry->value, "an object's type"))
      return nullptr;
    return entry->value.get();
  }
  reading.mistakes.add(
      Mistake::wrong_type, place_of(value),
      "an object must be a type or a mapping, not " + what_is(value),
      "write name: mutex, or name: {type: dma_fence, ..}");
  return nullptr;
}

std::optional<ObjectType> read_type(Reading& reading, const Node& node) {
  if (const auto type = object_type_named(node.text)) {
    if (!facts(*type).modelled)
      reading.mistakes.add(Mistake::not_modelled_yet, place_of(node),
                           in_quotes(node.text) + " is not modelled yet");
    return type;
  }
  // Said of another member of the family.
  if (reading.mistakes.has(Mistake::unknown_type, place_of(node)))
    return std::nullopt;
  std::vector<std::string> known;
  for (const ObjectTypeFacts& f : all_object_types())
    if (!f.implicit) known.emplace_back(f.name);
  const std::string meant = type_of_c(node.text);
  reading.mistakes.add(
      Mistake::unknown_type, place_of(node),
      "there is no object type " + in_quotes(node.text),
      meant.empty() ? did_you_mean(node.text, known) : "write " + meant);
  return std::nullopt;
}

void declare(Reading& reading, const Member& member) {
  Object object;
  object.name = member.name;
  object.family = member.family;
  object.span = member.key->span;
  object.file = *member.key->file;
  const Node* node = type_node(reading, member);
  const auto type = node ? read_type(reading, *node) : std::nullopt;
  auto& objects = reading.scenario.objects;
  if (type)
    object.type = *type;
  else
    reading.untyped.insert(ObjectId(objects.size()));
  objects.push_back(std::move(object));
}

void check_names(Reading& reading) {
  for (const auto& [name, declared] : reading.objects) {
    if (reading.constants.count(name))
      reading.mistakes.add(
          Mistake::name_clash, declared.place,
          "the name " + in_quotes(name) + " is taken by a parameter");
    if (name.find('-') != name.npos)
      reading.mistakes.add(Mistake::bad_name, declared.place,
                           in_quotes(name) + " is not a name for an object",
                           "`-` is minus in expressions; use `_`");
    if (error_number(name))
      reading.mistakes.add(Mistake::bad_name, declared.place,
                           in_quotes(name) + " is an error number");
    if (name == "true" || name == "false")
      reading.mistakes.add(Mistake::bad_name, declared.place,
                           in_quotes(name) + " is a value, not a name");
  }
}

bool has_own_lock(const Object& object) {
  const bool timeline = object.type == ObjectType::sw_sync_timeline;
  return (type_fits(object.type, "fence") || timeline) && !object.lock.valid();
}

// A fence on the timeline of a sw_sync_timeline is a point of it: signalled
// when the value has come that far, behind the timeline's lock.
void make_point(Scenario& s, Object& fence, ObjectId timeline) {
  fence.parent = timeline;
  fence.lock = s.object(timeline).lock;
  Expr value, seqno, reached;
  value.kind = ExprKind::variable;
  value.value = timeline.value;
  value.shared = reached.shared = true;
  seqno.value = fence.seqno;
  reached.kind = ExprKind::greater_equal;
  s.expressions.push_back(value);
  s.expressions.push_back(seqno);
  reached.left = ExprId(s.expressions.size() - 2);
  reached.right = ExprId(s.expressions.size() - 1);
  s.expressions.push_back(reached);
  fence.signaled_op = ExprId(s.expressions.size() - 1);
}

ObjectId sw_sync_named(const Scenario& s, const std::string& name) {
  for (std::size_t i = 0; i < s.objects.size(); ++i)
    if (s.objects[i].type == ObjectType::sw_sync_timeline &&
        s.objects[i].name == name)
      return ObjectId(i);
  return {};
}

// The spinlock of a fence that names none. References write it fence[1].lock.
void add_own_lock(Reading& reading, ObjectId fence) {
  auto& objects = reading.scenario.objects;
  Object lock;
  lock.type = ObjectType::spinlock_t;
  lock.name = objects[fence.index()].name + ".lock";
  lock.family = objects[fence.index()].family + ".lock";
  lock.klass = intern_class(reading, lock.family);
  lock.span = objects[fence.index()].span;
  lock.file = objects[fence.index()].file;
  lock.implicit = true;
  objects[fence.index()].lock = ObjectId(objects.size());
  objects.push_back(std::move(lock));
}

// Makes NAME.lock a name, for every declaration of fences.
void name_locks(Reading& reading) {
  const Scenario& scenario = reading.scenario;
  NameTable names;
  for (const auto& [name, declared] : reading.objects) {
    Declared locks = declared;
    bool all = !declared.members.empty();
    for (std::int32_t& id : locks.members) {
      if (id == Declared::kRemoved) continue;
      const Object& object = scenario.object(ObjectId(id));
      all = all && object.lock.valid();
      id = object.lock.value;
    }
    if (all) names.emplace(name + ".lock", std::move(locks));
  }
  for (auto& [name, declared] : names) {
    const auto [it, fresh] = reading.objects.emplace(name, declared);
    if (!fresh)
      reading.mistakes.add(
          Mistake::name_clash, it->second.place,
          in_quotes(name) + " is the name of a fence's own lock",
          "give the fence the attribute `lock`, or choose "
          "another name");
  }
}

}  // namespace

std::vector<Member> declare_objects(Reading& reading, const Node* map) {
  if (!map || !expect_map(reading.mistakes, *map, "`objects`")) return {};
  auto members = expand_members(reading, *map, reading.objects);
  for (const Member& member : members) declare(reading, member);
  check_names(reading);
  return members;
}

void read_objects(Reading& reading, const std::vector<Member>& members) {
  auto& objects = reading.scenario.objects;
  for (std::size_t k = 0; k < members.size(); ++k) {
    const IndexScope scope(reading, members[k]);
    read_attributes(reading, members[k], ObjectId(k));
  }
  check_chains(reading, members);
  settle_sequence_numbers(reading.scenario);
  settle_algorithms(reading, members);
  const std::size_t declared = objects.size();
  for (std::size_t k = 0; k < declared; ++k)
    if (objects[k].type == ObjectType::sw_sync_timeline)
      add_own_lock(reading, ObjectId(k));
  for (std::size_t k = 0; k < declared; ++k)
    if (objects[k].type == ObjectType::dma_fence)
      if (const ObjectId t =
              sw_sync_named(reading.scenario, objects[k].timeline);
          t.valid())
        make_point(reading.scenario, objects[k], t);
  for (std::size_t k = 0; k < declared; ++k)
    if (has_own_lock(objects[k])) add_own_lock(reading, ObjectId(k));
  name_locks(reading);
}

namespace {

// An object that the file need not declare.
ObjectId on_demand(Reading& reading, const std::string& name, ObjectType type) {
  const auto it = reading.objects.find(name);
  if (it != reading.objects.end() && it->second.members.size() == 1)
    return ObjectId(it->second.members[0]);
  Object object;
  object.type = type;
  object.name = object.family = name;
  object.klass = intern_class(reading, name);
  object.implicit = true;
  auto& objects = reading.scenario.objects;
  Declared declared;
  declared.text = name;
  declared.members = {static_cast<std::int32_t>(objects.size())};
  reading.objects.emplace(name, std::move(declared));
  objects.push_back(std::move(object));
  return ObjectId(objects.size() - 1);
}

bool is_about_mmap_lock(Op op) {
  switch (op) {
    case Op::mmap_read_lock:
    case Op::mmap_read_unlock:
    case Op::mmap_write_lock:
    case Op::mmap_write_unlock: return true;
    default: return false;
  }
}

}  // namespace

ObjectId system_queue(Reading& reading) {
  return on_demand(reading, "system_wq", ObjectType::workqueue_struct);
}

ObjectId mmap_lock(Reading& reading) {
  return on_demand(reading, "mmap_lock", ObjectType::rw_semaphore);
}

void add_softirq_lock(Reading& reading) {
  if (!reading.scenario.config.preempt_rt) return;
  on_demand(reading, "softirq_ctrl.lock", ObjectType::local_lock_t);
}

void settle_mmap_lock(Reading& reading) {
  for (std::size_t i = 0; i < reading.scenario.steps.size(); ++i) {
    if (!is_about_mmap_lock(reading.scenario.steps[i].op)) continue;
    const ObjectId lock = mmap_lock(reading);
    reading.scenario.steps[i].operands[0] = {Operand::Kind::object, lock.value};
  }
}

}  // namespace picket
