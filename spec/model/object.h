// What a scenario declares: objects with their attributes, resolved.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/base/id.h"
#include "spec/base/source_span.h"
#include "spec/model/operation.h"

namespace picket {

enum class ObjectType : std::uint8_t {
#define TYPE(id, name, modelled, attributes, doc) id,
#include "spec/model/object_types.def"
#undef TYPE
};

struct ObjectTypeFacts {
  ObjectType type;
  std::string_view name;
  bool modelled;
  bool implicit;                      // no file can name it
  std::vector<Parameter> attributes;  // `required` only where marked '!'
  std::string_view doc;
};

const std::vector<ObjectTypeFacts>& all_object_types();
const ObjectTypeFacts& facts(ObjectType type);
std::optional<ObjectType> object_type_named(std::string_view name);

// Does an object of this type run a function later, in a context of its own?
bool runs_later(ObjectType type);

// Does an object of this type fit a parameter of this kind? Knows the type
// names and the kinds `fence`, `lock`, `var`, `classed`, `item`, `object`.
bool type_fits(ObjectType type, std::string_view kind);

// A fence that is made of others.
bool is_container(ObjectType type);

enum class WwAlgorithm : std::uint8_t { wait_die, wound_wait };

// One object of the scenario. Attributes that its type does not have keep
// their defaults and mean nothing.
struct Object {
  std::string name;    // "fence[1]" for a member of a family
  std::string family;  // "fence" there, else the name
  ObjectType type = ObjectType::int_;
  ClassId klass;          // lock class, ww_class or fence class
  SourceSpan span;        // the key that declares it
  std::string file;       // of that key
  bool implicit = false;  // made by picket: a fence's own lock, system_wq
  // Its signals, completions, wake-ups have no effect: who gives them goes on,
  // who waits for them does not. Only in copies of a scenario, to see what
  // depends on it.
  bool mute = false;

  std::int32_t initial = 0;  // int, atomic_t
  std::int32_t count = 1;    // semaphore
  std::int32_t done = 0;     // completion
  ContextId on_stack_of;     // completion: dies when this thread's body ends
  WwAlgorithm algorithm = WwAlgorithm::wound_wait;  // ww_mutex, ctx, dma_resv

  std::string timeline;    // dma_fence
  std::int32_t seqno = 0;  // dma_fence: 1-based on its timeline
  bool signaled = false;
  bool initialized = true;
  bool published = true;
  ObjectId lock;  // dma_fence: its spinlock (maybe implicit)
  FunctionId enable_signaling;
  FunctionId release;
  ExprId signaled_op;

  std::vector<ObjectId> fences;   // dma_fence_array: members from the start
  bool signal_on_any = false;     // dma_fence_array
  ObjectId fence, prev;           // dma_fence_chain: from the start
  bool published_if_made = true;  // a container that a step makes
  ObjectId parent;  // dma_fence: the sw_sync_timeline of the point
  ObjectId merged;  // sync_file: the array that a merge may make
  // Of containers and what may be in them; see model/container_code.h.
  std::vector<ObjectId> inside;  // fences that may ever be directly inside
  std::vector<ObjectId> around;  // containers that it may be inside of
  bool stands_for = false;   // may be another name of a fence: sync_file, merge
  FunctionId signaled_code;  // ops->signaled
  FunctionId add, poll, put;  // what a container does with this fence
  FunctionId enable;          // what a drm_syncobj does with it

  FunctionId function;  // what runs later: work_struct, timer_list, ..
  std::int32_t max_active = 256;  // workqueue_struct
  bool ordered = false;
  bool mem_reclaim = false;

  ContextId thread;  // kthread_worker: whose queue it is
  // rcu_head: the call_rcu step, and who executes it; none: any callback of
  // RCU. store_buffer: whose stores it holds, and those of others of its CPU.
  StepId call;
  ContextId caller;
};

}  // namespace picket
