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

const char* const kBase =
#include "explorer/exchange/promela/base.pml"
    ;
const char* const kTask =
#include "explorer/exchange/promela/task.pml"
    ;
const char* const kLock =
#include "explorer/exchange/promela/lock.pml"
    ;
const char* const kMutex =
#include "explorer/exchange/promela/mutex.pml"
    ;
const char* const kSpin =
#include "explorer/exchange/promela/spin.pml"
    ;
const char* const kCompletion =
#include "explorer/exchange/promela/completion.pml"
    ;
const char* const kShared =
#include "explorer/exchange/promela/shared.pml"
    ;
const char* const kRwlock =
#include "explorer/exchange/promela/rwlock.pml"
    ;
const char* const kRwsem =
#include "explorer/exchange/promela/rwsem.pml"
    ;
const char* const kSemaphore =
#include "explorer/exchange/promela/semaphore.pml"
    ;
const char* const kContext =
#include "explorer/exchange/promela/context.pml"
    ;
const char* const kSection =
#include "explorer/exchange/promela/section.pml"
    ;
const char* const kWaitQueue =
#include "explorer/exchange/promela/wait_queue.pml"
    ;
const char* const kFence =
#include "explorer/exchange/promela/fence.pml"
    ;
const char* const kWork =
#include "explorer/exchange/promela/work.pml"
    ;
const char* const kTimer =
#include "explorer/exchange/promela/timer.pml"
    ;
const char* const kKthread =
#include "explorer/exchange/promela/kthread.pml"
    ;
const char* const kRcu =
#include "explorer/exchange/promela/rcu.pml"
    ;
const char* const kWw =
#include "explorer/exchange/promela/ww.pml"
    ;
const char* const kResv =
#include "explorer/exchange/promela/resv.pml"
    ;
const char* const kEnd =
#include "explorer/exchange/promela/end.pml"
    ;

// In the order in which they must stand.
const std::vector<Text>& texts() {
  using enum PromelaPart;
  static const std::vector<Text> all = {
      {base, kBase, {}},
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
