// Operations on dma_fences that run functions of the file: callbacks, under the
// fence's lock, and what a driver gave for enable_signaling, signaled, release.
// Each is written out where it may run.
#include <algorithm>
#include <string>

#include "explorer/exchange/promela_text.h"

namespace picket {
namespace {

class FenceText {
 public:
  FenceText(PromelaText& text, PromelaProcess& process, ObjectId fence)
      : text_(text),
        process_(process),
        fence_(fence),
        object_(text.scenario.object(fence)),
        f_(text.name(fence)),
        l_(text.name(object_.lock)),
        of_lock_(f_ + ", " + l_) {}

  bool has_callbacks() const { return text_.callbacks.contains(fence_); }
  bool enables() const { return object_.enable_signaling.valid(); }
  const std::string& lock() const { return l_; }
  const std::string& with_lock() const { return of_lock_; }
  std::string list() const { return f_ + "_callbacks"; }

  std::string call(const std::string& name) const {
    return name + "(" + of_lock_ + ");\n";
  }
  std::string take() const { return call("fence_lock"); }
  std::string drop() const { return call("fence_unlock"); }

  // In the order in which they were added.
  std::string run_callbacks() {
    if (!has_callbacks()) return "";
    std::string out = "do\n:: nempty(" + list() + ") ->\n";
    std::string body = list() + " ? _, called;\nif\n";
    for (const FunctionId f : text_.callbacks.at(fence_))
      body += ":: called == " + std::to_string(f.value) + " -> called = 0;\n" +
              indented(promela_function(text_, process_, f, ""));
    return out + indented(body + "fi;\n") + ":: empty(" + list() +
           ") -> break\nod;\n";
  }

  // Under the lock: the bit and the callbacks, unless it is set already; then
  // `otherwise`.
  std::string set_bit(const std::string& otherwise) {
    return "fence_set_bit(" + f_ + ");\nif\n:: ret == 0 ->\n" +
           indented(run_callbacks() + "ret = 0;\n") + ":: else -> " +
           otherwise + "\nfi;\n";
  }

  // The momentary hold of a lock of its own is nobody's business.
  std::string signal() {
    const bool own = text_.scenario.own_lock(fence_).valid();
    if (own && !has_callbacks()) return call("dma_fence_signal");
    return promela_atomic(take() + "fence_set_bit(" + f_ + ");\n") +
           "if\n:: ret == 0 ->\n" +
           indented(run_callbacks() + drop() + "ret = 0;\n") + ":: else ->\n" +
           indented(drop() + "ret = -22;\n") + "fi;\n";
  }

  // Under the lock. The driver promises to signal, or it is done already.
  std::string enable() {
    if (!enables()) return "";
    const std::string promised = text_.names.fresh("promised");
    process_.declarations.push_back("int " + promised);
    std::string out = promised + " = 1;\n";
    out +=
        promela_function(text_, process_, object_.enable_signaling, promised);
    out += "if\n:: atomic { " + promised + " == 0 -> skip };\n" +
           indented("alive(" + f_ + ");\n" + set_bit("ret = 0")) +
           ":: atomic { " + promised + " != 0 -> " + promised + " = 0 }\nfi;\n";
    return "if\n:: atomic { !signaled[" + f_ + "] && !enabling[" + f_ +
           "] -> enabling[" + f_ + "] = true };\n" + indented(out) +
           ":: else\nfi;\n";
  }

  // What a wait or a new callback does first.
  std::string enable_with_lock() {
    if (!enables()) return "";
    return "if\n:: !signaled[" + f_ + "] && !enabling[" + f_ + "] ->\n" +
           indented(take() + enable() + drop()) + ":: else\nfi;\n";
  }

  std::string add(FunctionId function) {
    const std::string entry =
        list() + " ! me, " + std::to_string(function.value);
    std::string append = "if\n:: signaled[" + f_ +
                         "] -> ret = -2\n:: !signaled[" + f_ + "] && len(" +
                         list() + ") < 6 -> " + entry + "; ret = 0\n" +
                         ":: else -> misuse(too_deep)\nfi;\n";
    return promela_atomic("usable(" + f_ + ");\nret = (signaled[" + f_ +
                          "] -> -2 : 0);\n") +
           "if\n:: ret == 0 ->\n" +
           indented((enables() ? take() + enable() + promela_atomic(append)
                               : promela_atomic(take() + append)) +
                    drop()) +
           ":: else\nfi;\n";
  }

  // One's own first.
  std::string remove(FunctionId function) {
    const std::string id = std::to_string(function.value);
    const std::string any = list() + " ?? [_, " + id + "]";
    const std::string own = list() + " ?? [eval(me), " + id + "]";
    const std::string choice =
        "if\n:: " + own + " -> " + list() + " ?? eval(me), " + id +
        "; ret = 1\n:: !(" + own + ") && " + any + " -> " + list() + " ?? _, " +
        id + "; ret = 1\n:: !(" + any + ") -> ret = 0\nfi;\n";
    return promela_atomic(take() + (has_callbacks() ? choice : "ret = 0;\n")) +
           drop();
  }

  // The question and the signalling are two steps.
  std::string poll() {
    const std::string asked =
        object_.signaled_op.valid()
            ? "(signaled[" + f_ + "] -> 1 : (" +
                  promela_expression(text_, process_, object_.signaled_op) +
                  " -> 2 : 0))"
            : "(signaled[" + f_ + "] -> 1 : 0)";
    const std::string question = promela_atomic(
        "usable(" + f_ + ");\n" + driver_alive() + "ret = " + asked + ";\n");
    if (!object_.signaled_op.valid()) return question;
    return question + "if\n:: ret == 2 ->\n" +
           indented(signal() + "ret = 1;\n") + ":: else\nfi;\n";
  }

  std::string status() {
    const std::string value = "ret = (fence_error[" + f_ +
                              "] != 0 -> fence_error[" + f_ + "] : 1);\n";
    std::string body = "if\n:: signaled[" + f_ + "] -> ret = 1\n";
    if (object_.signaled_op.valid())
      body += ":: !signaled[" + f_ + "] && " + driver() + " -> ret = 2\n";
    body += ":: else -> ret = 0\nfi;\n";
    return promela_atomic(take() + driver_alive() + body) +
           "if\n:: ret == 2 ->\n" + indented(set_bit("skip") + "ret = 1;\n") +
           ":: else\nfi;\n" + drop() + "if\n:: ret == 1 -> " + value +
           ":: else\nfi;\n";
  }

  // The last reference: callbacks that still wait get an error.
  std::string put() {
    std::string out = "if\n:: ret == 1 ->\n";
    std::string body;
    if (has_callbacks())
      body = "if\n:: !signaled[" + f_ + "] && len(" + list() + ") > 0 ->\n" +
             indented(take() + "fence_error[" + f_ + "] = -35;\n" +
                      set_bit("skip") + drop()) +
             ":: else\nfi;\n";
    if (object_.release.valid())
      body += promela_function(text_, process_, object_.release, "");
    body += "fence_gone(" + f_ + ", " +
            (text_.scenario.own_lock(fence_).valid() ? l_ : f_) + ");\n";
    return "dma_fence_put(" + f_ + ");\n" + out + indented(body) +
           ":: else\nfi;\nret = 0;\n";
  }

  std::string initialise() {
    const bool own = text_.scenario.own_lock(fence_).valid();
    std::string clear;
    if (has_callbacks())
      clear = "do\n:: " + list() + " ? _, _\n:: empty(" + list() +
              ") -> break\nod;\n";
    return promela_atomic("alive(" + f_ + ");\n" +
                          (own ? "not_held(" + l_ + ");\n" : "") + clear +
                          "dma_fence_init(" + f_ + ");\n");
  }

 private:
  std::string driver() {
    return "(" + promela_expression(text_, process_, object_.signaled_op) + ")";
  }
  std::string driver_alive() {
    return object_.signaled_op.valid()
               ? promela_alive(text_, object_.signaled_op)
               : "";
  }

  PromelaText& text_;
  PromelaProcess& process_;
  ObjectId fence_;
  const Object& object_;
  std::string f_, l_, of_lock_;
};

struct Terms {
  int time = -1;  // none
  bool interruptible = false;
  std::string success = "0";
};

Terms terms_of(const Step& step) {
  Terms terms;
  const bool timed = step.op == Op::dma_fence_wait_timeout ||
                     step.op == Op::dma_fence_wait_any_timeout;
  const Operand& intr = step.operands[timed ? 2 : 1];
  terms.interruptible =
      step.op != Op::dma_fence_wait_any && intr.given() && intr.value != 0;
  if (!timed) return terms;
  terms.time = step.operands[1].given() ? step.operands[1].value : 1;
  terms.success = std::to_string(std::max(terms.time, 1));
  return terms;
}

std::string wait(FenceText& fence, const Terms& terms) {
  const std::string& of = fence.with_lock();
  std::string out;
  if (fence.enables())
    out = promela_atomic("usable(" + of.substr(0, of.find(',')) +
                         ");\nmight_sleep();\n") +
          fence.enable_with_lock();
  if (terms.time < 0 && !terms.interruptible)
    return out + "dma_fence_wait(" + of + ");\n";
  return out + "dma_fence_wait_until(" + of + ", " +
         std::to_string(terms.time) + ", " +
         (terms.interruptible ? "true" : "false") + ", " + terms.success +
         ");\n";
}

std::string wait_any(PromelaText& text, PromelaProcess& process,
                     const Step& step) {
  const auto list = static_cast<std::size_t>(step.operands[0].value);
  const Terms terms = terms_of(step);
  std::string usable, any, free, enabling;
  for (const ObjectId id : text.scenario.object_lists[list]) {
    FenceText fence(text, process, id);
    const std::string& f = text.name(id);
    usable += "usable(" + f + ");\n";
    any += (any.empty() ? "" : " || ") + ("signaled[" + f + "]");
    free += " && owner[" + fence.lock() + "] == 0";
    if (fence.enables())
      text.problem(step,
                   "a wait for any of several fences cannot be exported "
                   "where one has enable_signaling");
  }
  if (any.empty()) any = "false";
  if (terms.interruptible || terms.time == 0)
    text.problem(step,
                 "a wait for any of several fences cannot be exported "
                 "if it polls or is interruptible");
  std::string out = usable + "might_sleep();\nif\n:: (" + any + ")" + free +
                    " -> ret = " + terms.success + "\n";
  if (terms.time > 0) out += ":: !(" + any + ")" + free + " -> ret = 0\n";
  return promela_atomic(out + "fi;\n" + usable);
}

}  // namespace

std::optional<PromelaStatements> promela_fence(PromelaText& text,
                                               PromelaProcess& process,
                                               const Step& step) {
  if (group_of(step.op) != OpGroup::fence) return {};
  text.parts.insert(PromelaPart::fence);
  if (step.op == Op::dma_fence_wait_any ||
      step.op == Op::dma_fence_wait_any_timeout)
    return PromelaStatements{wait_any(text, process, step),
                             step.op == Op::dma_fence_wait_any_timeout, true};
  const ObjectId id = step.operands[0].object();
  // Another problem already.
  if (text.scenario.object(id).type != ObjectType::dma_fence)
    return PromelaStatements{};
  FenceText fence(text, process, id);
  switch (step.op) {
    case Op::dma_fence_signal:
      return PromelaStatements{fence.signal(), true, false};
    case Op::dma_fence_signal_locked:
      return PromelaStatements{
          fence.call("fence_lock_held") + fence.set_bit("skip"), true, false};
    case Op::dma_fence_is_signaled:
      return PromelaStatements{fence.poll(), true, false};
    case Op::dma_fence_get_status:
      return PromelaStatements{fence.status(), true, false};
    case Op::dma_fence_wait:
    case Op::dma_fence_wait_timeout:
      return PromelaStatements{wait(fence, terms_of(step)), true, false};
    case Op::dma_fence_add_callback:
      return PromelaStatements{fence.add(added_callback(step)), true, false};
    case Op::dma_fence_remove_callback:
      return PromelaStatements{fence.remove(FunctionId(step.operands[1].value)),
                               true, false};
    case Op::dma_fence_enable_sw_signaling:
      return PromelaStatements{fence.take() + fence.enable() + fence.drop(),
                               false, false};
    case Op::dma_fence_put: return PromelaStatements{fence.put(), false, false};
    case Op::dma_fence_init:
      return PromelaStatements{fence.initialise(), false, true};
    default: return {};
  }
}

}  // namespace picket
