#include "spec/model/object.h"

#include <unordered_map>

namespace picket {
namespace {

bool is_lock(ObjectType type) {
  switch (type) {
    case ObjectType::mutex:
    case ObjectType::rt_mutex:
    case ObjectType::spinlock_t:
    case ObjectType::raw_spinlock_t:
    case ObjectType::rwlock_t:
    case ObjectType::rw_semaphore:
    case ObjectType::percpu_rw_semaphore:
    case ObjectType::semaphore:
    case ObjectType::local_lock_t:
    case ObjectType::ww_mutex:
    case ObjectType::ww_acquire_ctx:
    case ObjectType::dma_resv:
    case ObjectType::lockdep_map: return true;
    default: return false;
  }
}

bool is_fence(ObjectType type) {
  return type == ObjectType::dma_fence || is_container(type);
}

}  // namespace

const std::vector<ObjectTypeFacts>& all_object_types() {
  static const std::vector<ObjectTypeFacts> table = [] {
    std::vector<ObjectTypeFacts> rows = {
#define TYPE(id, name, modelled, attributes, doc) \
  {ObjectType::id,                                \
   name,                                          \
   (modelled) != 0,                               \
   (modelled) == 2,                               \
   parse_parameters(attributes),                  \
   doc},
#include "spec/model/object_types.def"
#undef TYPE
    };
    // In this table only `function!` is required.
    for (ObjectTypeFacts& row : rows)
      for (Parameter& p : row.attributes) p.required = p.name == "function";
    return rows;
  }();
  return table;
}

const ObjectTypeFacts& facts(ObjectType type) {
  return all_object_types()[static_cast<std::size_t>(type)];
}

std::optional<ObjectType> object_type_named(std::string_view name) {
  for (const ObjectTypeFacts& f : all_object_types())
    if (f.name == name && !f.implicit) return f.type;
  return std::nullopt;
}

bool is_container(ObjectType type) {
  return type == ObjectType::dma_fence_array ||
         type == ObjectType::dma_fence_chain;
}

bool runs_later(ObjectType type) {
  switch (type) {
    case ObjectType::work_struct:
    case ObjectType::delayed_work:
    case ObjectType::kthread_work:
    case ObjectType::irq_work:
    case ObjectType::timer_list:
    case ObjectType::hrtimer:
    case ObjectType::rcu_head: return true;
    default: return false;
  }
}

bool type_fits(ObjectType type, std::string_view kind) {
  if (kind == "object") return true;
  if (kind == "fence") return is_fence(type);
  if (kind == "lock") return is_lock(type);
  if (kind == "item") return runs_later(type);
  if (kind == "var")
    return type == ObjectType::int_ || type == ObjectType::atomic_t;
  if (kind == "classed")
    return type != ObjectType::int_ && type != ObjectType::atomic_t;
  return facts(type).name == kind;
}

}  // namespace picket
