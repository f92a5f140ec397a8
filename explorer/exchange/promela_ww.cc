// Locks that are taken in a transaction, or without one as a plain mutex.
#include <string>

#include "explorer/exchange/promela_text.h"

namespace picket {
namespace {

enum class Form : std::uint8_t { none, lock, slow, trylock };

Form form_of(Op op) {
  switch (op) {
    case Op::ww_mutex_lock:
    case Op::ww_mutex_lock_interruptible:
    case Op::dma_resv_lock:
    case Op::dma_resv_lock_interruptible: return Form::lock;
    case Op::ww_mutex_lock_slow:
    case Op::ww_mutex_lock_slow_interruptible:
    case Op::dma_resv_lock_slow:
    case Op::dma_resv_lock_slow_interruptible: return Form::slow;
    case Op::ww_mutex_trylock: return Form::trylock;
    default: return Form::none;
  }
}

bool interruptible(Op op) {
  return op == Op::ww_mutex_lock_interruptible ||
         op == Op::dma_resv_lock_interruptible ||
         op == Op::ww_mutex_lock_slow_interruptible ||
         op == Op::dma_resv_lock_slow_interruptible;
}

std::string without_ctx(Form form, const std::string& lock, bool breakable) {
  if (form == Form::trylock) return "mutex_trylock(" + lock + ");\n";
  return (breakable ? "mutex_lock_interruptible(" : "mutex_lock(") + lock +
         ");\n";
}

}  // namespace

std::optional<PromelaStatements> promela_ww(PromelaText& text,
                                            const Step& step) {
  const Form form = form_of(step.op);
  if (form == Form::none) return {};
  text.parts.insert(PromelaPart::ww);
  const std::string& lock = text.name(step.operands[0].object());
  const bool breakable = interruptible(step.op);
  if (!step.operands[1].given())
    return PromelaStatements{without_ctx(form, lock, breakable), true, true};
  const ObjectId ctx = step.operands[1].object();
  const Scenario& s = text.scenario;
  if (s.object(ctx).klass != s.object(step.operands[0].object()).klass)
    return PromelaStatements{"misuse(ww_misuse);\n", false, true};
  const std::string both = lock + ", " + text.name(ctx);
  if (form == Form::trylock)
    return PromelaStatements{"ww_mutex_trylock(" + both + ");\n", true, true};
  return PromelaStatements{
      (form == Form::slow ? "ww_mutex_lock_slow(" : "ww_mutex_lock(") + both +
          (breakable ? ", true);\n" : ", false);\n"),
      true, false};
}

}  // namespace picket
