#include "explorer/exchange/promela_library.h"

#include <array>
#include <vector>

namespace picket {
namespace {

struct Text {
  PromelaPart part;
  const char* text;
  std::vector<PromelaPart> needs;
};

constexpr const char* kBase =
#include "explorer/exchange/promela/base.pml"
    ;
constexpr const char* kCpu =
#include "explorer/exchange/promela/cpu.pml"
    ;
constexpr const char* kTask =
#include "explorer/exchange/promela/task.pml"
    ;
constexpr const char* kLock =
#include "explorer/exchange/promela/lock.pml"
    ;
constexpr const char* kMutex =
#include "explorer/exchange/promela/mutex.pml"
    ;
constexpr const char* kSpin =
#include "explorer/exchange/promela/spin.pml"
    ;
constexpr const char* kCompletion =
#include "explorer/exchange/promela/completion.pml"
    ;
constexpr const char* kShared =
#include "explorer/exchange/promela/shared.pml"
    ;
constexpr const char* kRwlock =
#include "explorer/exchange/promela/rwlock.pml"
    ;
constexpr const char* kRwsem =
#include "explorer/exchange/promela/rwsem.pml"
    ;
constexpr const char* kSemaphore =
#include "explorer/exchange/promela/semaphore.pml"
    ;
constexpr const char* kContext =
#include "explorer/exchange/promela/context.pml"
    ;
constexpr const char* kSection =
#include "explorer/exchange/promela/section.pml"
    ;
constexpr const char* kWaitQueue =
#include "explorer/exchange/promela/wait_queue.pml"
    ;
constexpr const char* kFence =
#include "explorer/exchange/promela/fence.pml"
    ;
constexpr const char* kWork =
#include "explorer/exchange/promela/work.pml"
    ;
constexpr const char* kTimer =
#include "explorer/exchange/promela/timer.pml"
    ;
constexpr const char* kIrqWork =
#include "explorer/exchange/promela/irq_work.pml"
    ;
constexpr const char* kLine =
#include "explorer/exchange/promela/line.pml"
    ;
constexpr const char* kKthread =
#include "explorer/exchange/promela/kthread.pml"
    ;
constexpr const char* kRcu =
#include "explorer/exchange/promela/rcu.pml"
    ;
constexpr const char* kWw =
#include "explorer/exchange/promela/ww.pml"
    ;
constexpr const char* kResv =
#include "explorer/exchange/promela/resv.pml"
    ;
constexpr const char* kEnd =
#include "explorer/exchange/promela/end.pml"
    ;

// In the order in which they must stand.
const std::vector<Text>& texts() {
  using enum PromelaPart;
  static const std::vector<Text> all = {
      {base, kBase, {}},
      {cpu, kCpu, {}},
      {task, kTask, {}},
      {lock, kLock, {}},
      {mutex, kMutex, {task, lock}},
      {spin, kSpin, {lock}},
      {shared, kShared, {lock}},
      {rwlock, kRwlock, {spin, shared}},
      {rwsem, kRwsem, {shared}},
      {semaphore, kSemaphore, {task}},
      {context, kContext, {lock}},
      {section, kSection, {}},
      {completion, kCompletion, {task}},
      {wait_queue, kWaitQueue, {task, spin}},
      {fence, kFence, {task, lock}},
      {work, kWork, {}},
      {timer, kTimer, {}},
      {irq_work, kIrqWork, {}},
      {line, kLine, {}},
      {kthread, kKthread, {task}},
      {rcu, kRcu, {}},
      {ww, kWw, {mutex}},
      {resv, kResv, {ww, fence}},
      {end, kEnd, {}},
  };
  return all;
}

}  // namespace

std::string promela_parts(const std::set<PromelaPart>& parts) {
  std::set<PromelaPart> needed = parts;
  // Needs stand before what needs them.
  for (auto it = texts().rbegin(); it != texts().rend(); ++it)
    if (needed.contains(it->part))
      needed.insert(it->needs.begin(), it->needs.end());
  std::string out;
  for (const Text& t : texts())
    if (needed.contains(t.part)) out += t.text;
  return out;
}

std::string promela_library() {
  std::string out;
  for (const Text& t : texts()) out += t.text;
  return out;
}

}  // namespace picket
