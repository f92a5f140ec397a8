#include "spec/policies/lock_map.h"
#include "spec/model/step_place.h"

namespace picket {

LockMaps::LockMaps(const Scenario& scenario) : scenario_(scenario) {
  mmap_lock = add("&mm->mmap_lock", WaitType::sleep, WaitType::sleep);
  reservation_ctx = add("reservation_ww_class_acquire");
  reservation =
      add("reservation_ww_class_mutex", WaitType::sleep, WaitType::sleep);
  fs_reclaim = add("fs_reclaim");
  i_mmap = add("&mapping->i_mmap_rwsem", WaitType::sleep, WaitType::sleep);
  mmu_notifier = add("mmu_notifier_invalidate_range_start");
  dma_fence = add("dma_fence_map");
  rcu = add("rcu_read_lock", WaitType::free, WaitType::config);
  rcu_sched = add("rcu_read_lock_sched", WaitType::free, WaitType::spin);
  const WaitType config =
      scenario.config.raw_lock_nesting ? WaitType::config : WaitType::spin;
  for (const Object& object : scenario.objects) {
    objects_.push_back(map_of(object));
    guards_.emplace_back();
    if (object.type == ObjectType::wait_queue_head)
      guards_.back() = add("&" + class_name(object) + "->lock", config, config);
  }
  for (std::size_t k = 0; k < scenario.classes.size(); ++k) {
    const std::string& name = scenario.classes[k];
    waits_.push_back(name == "dma_fence" ? dma_fence : add("wait:" + name));
    maps_[waits_.back().index()].name =
        name == "dma_fence" ? "dma_fence_map" : name;
  }
  for (const Step& step : scenario.steps) {
    const OpGroup group = group_of(step.op);
    const bool event =
        facts(step.op).blocking &&
        facts(step.op).name.find("wait") != std::string_view::npos &&
        (group == OpGroup::fence || group == OpGroup::resv ||
         group == OpGroup::completion || group == OpGroup::wait_queue);
    places_.push_back(event ? add(describe(scenario, step) + " at " +
                                  place_words(scenario, step))
                            : MapId{});
  }
}

MapId LockMaps::add(const std::string& name) {
  return add(name, WaitType::unchecked, WaitType::unchecked);
}

MapId LockMaps::add(const std::string& name, WaitType outer, WaitType inner) {
  const auto [at, fresh] = by_name_.try_emplace(name, maps_.size());
  if (fresh) maps_.push_back({name, outer, inner, false});
  return at->second;
}

std::string LockMaps::class_name(const Object& object) const {
  return object.klass.valid() ? scenario_.classes[object.klass.index()]
                              : object.family;
}

MapId LockMaps::map_of(const Object& object) {
  // Spinning locks sleep on PREEMPT_RT, raw ones never do.
  const WaitType config =
      scenario_.config.raw_lock_nesting ? WaitType::config : WaitType::spin;
  const std::string name = class_name(object);
  switch (object.type) {
    case ObjectType::mutex:
    case ObjectType::rt_mutex:
    case ObjectType::rw_semaphore:
      return add(name, WaitType::sleep, WaitType::sleep);
    case ObjectType::spinlock_t:
    case ObjectType::rwlock_t: return add(name, config, config);
    case ObjectType::raw_spinlock_t:
      return add(name, WaitType::spin, WaitType::spin);
    case ObjectType::local_lock_t: {
      const MapId id = add(name, config, config);
      maps_[id.index()].per_cpu = true;
      return id;
    }
    case ObjectType::ww_mutex:
    case ObjectType::dma_resv:
      return add(name + "_mutex", WaitType::sleep, WaitType::sleep);
    case ObjectType::ww_acquire_ctx: return add(name + "_acquire");
    case ObjectType::work_struct:
    case ObjectType::delayed_work: return add("(work_completion)" + name);
    case ObjectType::workqueue_struct: return add("(wq_completion)" + name);
    case ObjectType::timer_list: return add("(timer)" + name);
    // Made by lockdep_init_map(), which says nothing of contexts.
    case ObjectType::percpu_rw_semaphore:
    case ObjectType::srcu_struct:
    case ObjectType::lockdep_map: return add(name);
    default: return {};
  }
}

}  // namespace picket
