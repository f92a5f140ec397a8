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
const char* const kEnd =
#include "explorer/exchange/promela/end.pml"
    ;

// In the order in which they must stand.
const std::vector<Text>& texts() {
  using enum PromelaPart;
  static const std::vector<Text> all = {
      {base, kBase, {}},     {task, kTask, {}},
      {lock, kLock, {}},     {mutex, kMutex, {task, lock}},
      {spin, kSpin, {lock}}, {completion, kCompletion, {task}},
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
