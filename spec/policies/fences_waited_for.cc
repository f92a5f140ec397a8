#include "spec/policies/fences_waited_for.h"

#include <algorithm>
#include <string_view>

#include "spec/model/containment.h"

namespace picket {
namespace {

bool is_fence(const Scenario& s, ObjectId o) {
  return type_fits(s.object(o).type, "fence");
}

void add_once(std::vector<ObjectId>& list, ObjectId o) {
  if (std::find(list.begin(), list.end(), o) == list.end()) list.push_back(o);
}

bool is_merged(const Scenario& s, ObjectId file) {
  return s.object(file).merged.valid();
}

// `open`: the files that it is asked for.
void add_meant(const Scenario& s, ObjectId name, std::vector<ObjectId>& open,
               std::vector<ObjectId>& out) {
  if (is_fence(s, name)) return add_once(out, name);
  if (std::find(open.begin(), open.end(), name) != open.end()) return;
  open.push_back(name);
  if (is_merged(s, name)) {
    for (std::size_t i = 0; i < s.objects.size(); ++i)
      if (is_fence(s, ObjectId(i)) && may_mean(s, name, ObjectId(i)))
        add_once(out, ObjectId(i));
    return;
  }
  for (const Step& step : s.steps)
    if (step.op == Op::sync_file_create && step.operands[0].object() == name)
      add_meant(s, step.operands[1].object(), open, out);
}

std::vector<ObjectId> meant(const Scenario& s, ObjectId name) {
  std::vector<ObjectId> open, out;
  add_meant(s, name, open, out);
  return out;
}

std::string_view usage_of(const Scenario& s, const Operand& o,
                          std::string_view otherwise) {
  return o.kind == Operand::Kind::word
             ? std::string_view(s.words[static_cast<std::size_t>(o.value)])
             : otherwise;
}

int rank(std::string_view usage) {
  return usage.ends_with("KERNEL")  ? 0
         : usage.ends_with("WRITE") ? 1
         : usage.ends_with("READ")  ? 2
                                    : 3;
}

std::vector<ObjectId> in_reservation(const Scenario& s, const Step& wait) {
  const int most = rank(usage_of(s, wait.operands[1], "READ"));
  std::vector<ObjectId> out;
  for (const Step& add : s.steps) {
    if (add.op != Op::dma_resv_add_fence ||
        add.operands[0].object() != wait.operands[0].object() ||
        rank(usage_of(s, add.operands[2], "WRITE")) > most)
      continue;
    for (const ObjectId f : meant(s, add.operands[1].object()))
      add_once(out, f);
  }
  return out;
}

}  // namespace

std::vector<ObjectId> fences_waited_for(const Scenario& s, const Step& step) {
  switch (step.op) {
    case Op::dma_fence_wait:
    case Op::dma_fence_wait_timeout: return meant(s, step.operands[0].object());
    case Op::dma_resv_wait_timeout: return in_reservation(s, step);
    default: return {};
  }
}

ObjectId fence_meant(const Scenario& s, ObjectId name) {
  const auto all = meant(s, name);
  return all.size() == 1 ? all.front() : ObjectId{};
}

}  // namespace picket
