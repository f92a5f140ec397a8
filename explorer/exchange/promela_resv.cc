// The fences of a reservation: which one is waited for shows only in a state,
// so each that may ever be in it has a branch.
#include <algorithm>
#include <string>

#include "explorer/exchange/promela_text.h"

namespace picket {
namespace {

std::string usage(const PromelaText& text, const Operand& o,
                  const char* otherwise) {
  if (!o.given()) return otherwise;
  const std::string& word =
      text.scenario.words[static_cast<std::size_t>(o.value)];
  const auto at = word.rfind('_');
  return at == std::string::npos ? word : word.substr(at + 1);
}

std::vector<ObjectId> members(const PromelaText& text, ObjectId resv) {
  std::vector<ObjectId> out;
  for (const Step& step : text.scenario.steps)
    if (step.op == Op::dma_resv_add_fence && step.operands[0].object() == resv)
      out.push_back(step.operands[1].object());
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// Polling a member may signal it, and its last reference may be the list's.
void refuse_members(PromelaText& text, const Step& step) {
  for (const ObjectId f : members(text, step.operands[0].object())) {
    const Object& o = text.scenario.object(f);
    if (o.type != ObjectType::dma_fence || o.signaled_op.valid() ||
        text.may_go.contains(f))
      text.problem(step,
                   "a reservation cannot be exported whose fences are "
                   "polled or released");
  }
}

std::string reserve(PromelaText& text, PromelaProcess& process,
                    const Step& step) {
  const Operand& n = step.operands[1];
  const std::string both = text.name(step.operands[0].object()) + ", " +
                           std::to_string(n.given() ? n.value : 1);
  return "reserve_begins(" + both + ");\nif\n:: ret == 1 ->\n" +
         indented(promela_allocation(text, process, "GFP_KERNEL") +
                  "reserve_grows(" + both + ");\n") +
         ":: else\nfi;\n";
}

std::string wait(PromelaText& text, PromelaProcess& process, const Step& step) {
  const Operand& intr = step.operands[2];
  const Operand& timeout = step.operands[3];
  if (timeout.given() || (intr.given() && intr.value != 0))
    text.problem(step,
                 "a wait for a reservation cannot be exported if it is "
                 "timed or interruptible");
  const ObjectId resv = step.operands[0].object();
  std::string out = "do\n:: first_unsignaled(" + text.name(resv) + ", " +
                    usage(text, step.operands[1], "READ") +
                    ");\n   if\n   :: called == 0 -> break\n";
  for (const ObjectId f : members(text, resv)) {
    Step one = step;
    one.op = Op::dma_fence_wait;
    one.operands = {};
    one.operands[0] = {Operand::Kind::object, f.value};
    const auto written = promela_fence(text, process, one);
    out += "   :: called == " + text.name(f) + " + 1 -> called = 0;\n" +
           indented(indented(written->text));
  }
  return out + "   fi;\nod;\n" + promela_atomic("might_sleep();\n") +
         "ret = 2147483647;\n";
}

std::string test(const PromelaText& text, const Step& step) {
  return "atomic {\n  first_unsignaled(" +
         text.name(step.operands[0].object()) + ", " +
         usage(text, step.operands[1], "READ") +
         ");\n  ret = (called == 0 -> 1 : 0);\n  called = 0;\n};\n";
}

}  // namespace

std::optional<PromelaStatements> promela_resv(PromelaText& text,
                                              PromelaProcess& process,
                                              const Step& step) {
  if (group_of(step.op) != OpGroup::resv) return {};
  text.parts.insert(PromelaPart::resv);
  refuse_members(text, step);
  switch (step.op) {
    case Op::dma_resv_reserve_fences:
      return PromelaStatements{reserve(text, process, step), true, false};
    case Op::dma_resv_add_fence:
      return PromelaStatements{
          "dma_resv_add_fence(" + text.name(step.operands[0].object()) + ", " +
              text.name(step.operands[1].object()) + ", " +
              usage(text, step.operands[2], "WRITE") + ");\n",
          false, true};
    case Op::dma_resv_wait_timeout:
      return PromelaStatements{wait(text, process, step), true, false};
    case Op::dma_resv_test_signaled:
      return PromelaStatements{test(text, step), true, true};
    default: return {};
  }
}

}  // namespace picket
