// What one context can need from another, numbered: objects, the start of a
// work item, the wake-up of a task (of an interrupt: its line), the end of a
// context, a CPU.
#pragma once

#include <cstddef>

#include "spec/model/scenario.h"

namespace picket {

using ResourceId = Id<struct ResourceTag>;

class Resources {
 public:
  explicit Resources(const Scenario& s)
      : objects_(s.objects.size()), contexts_(s.contexts.size()) {
    for (const Context& c : s.contexts)
      if (c.cpu >= 0 && static_cast<std::size_t>(c.cpu) >= cpus_)
        cpus_ = static_cast<std::size_t>(c.cpu) + 1;
  }

  // Of a work item: its end.
  ResourceId of(ObjectId o) const { return ResourceId(o.index()); }
  ResourceId start_of(ObjectId item) const {
    return ResourceId(objects_ + item.index());
  }
  ResourceId wake_up_of(ContextId c) const {
    return ResourceId(2 * objects_ + c.index());
  }
  ResourceId end_of(ContextId c) const {
    return ResourceId(2 * objects_ + contexts_ + c.index());
  }
  ResourceId cpu(std::int32_t n) const {
    return ResourceId(2 * objects_ + 2 * contexts_ +
                      static_cast<std::size_t>(n));
  }
  std::size_t size() const { return 2 * objects_ + 2 * contexts_ + cpus_; }

  // None: no object is behind it.
  ObjectId object(ResourceId r) const {
    return r.index() < 2 * objects_ ? ObjectId(r.index() % objects_)
                                    : ObjectId{};
  }
  ContextId context(ResourceId r) const {
    const std::size_t first = 2 * objects_;
    return r.index() >= first && r.index() < first + 2 * contexts_
               ? ContextId((r.index() - first) % contexts_)
               : ContextId{};
  }
  bool is_end(ResourceId r) const {
    return r.index() >= 2 * objects_ + contexts_ &&
           r.index() < 2 * objects_ + 2 * contexts_;
  }
  bool is_start(ResourceId r) const {
    return r.index() >= objects_ && r.index() < 2 * objects_;
  }

 private:
  std::size_t objects_, contexts_, cpus_ = 0;
};

}  // namespace picket
