// Phrases about fences: signalling and waiting, callbacks, references,
// signalling sections.
#include "tests/oracle/phrases.h"

namespace picket::oracle {
namespace {

std::string attributes(Draft& d) {
  std::string text;
  const auto add = [&](const std::string& more) {
    text += (text.empty() ? "" : ", ") + more;
  };
  if (d.dice.chance(3)) add("timeline: ring");
  if (d.dice.chance(8)) add("seqno: " + d.dice.one({"2", "3", "4"}));
  if (d.dice.chance(12)) add("signaled: true");
  if (d.dice.chance(4)) add("published: false");
  if (d.dice.chance(16)) add("initialized: false");
  if (d.dice.chance(6)) add("class: render");
  if (d.dice.chance(6)) add("lock: " + d.object("l", 1, "spinlock_t"));
  if (d.depth > 0) return text;
  if (d.dice.chance(6)) add("enable_signaling: " + d.function(1));
  if (d.dice.chance(12)) add("release: " + d.function(1));
  if (d.dice.chance(8)) add("signaled_op: " + d.quoted_condition());
  return text;
}

std::string with(const std::string& fence, const std::string& more) {
  return "{fence: " + fence + ", " + more + "}";
}

std::string own_lock(Draft& d, const std::string& f) {
  const std::string l = d.declared("l");
  return l.empty() || d.dice.chance(2) ? f + ".lock" : l;
}

void wait(Draft& d) {
  const std::string f = fence(d);
  switch (d.dice.pick(8)) {
    case 0:
      if (d.dice.chance(2)) d.step("signal_pending", d.thread());
      return d.step("dma_fence_wait", with(f, "intr: true"), d.into());
    case 1:
      return d.step("dma_fence_wait_timeout",
                    with(f, d.dice.one({"timeout: 5", "timeout: 0",
                                        "timeout: 5, intr: true"})),
                    d.into());
    case 2:
      return d.step("dma_fence_wait_any", "[" + f + ", " + fence(d) + "]");
    case 3:
      return d.step("dma_fence_wait_any_timeout",
                    "{fences: [" + f + ", " + fence(d) + "], " +
                        d.dice.one({"timeout: 5", "timeout: 0",
                                    "timeout: 5, intr: true"}) +
                        "}",
                    d.into());
    default: return d.step("dma_fence_wait", f);
  }
}

void signal(Draft& d) {
  const std::string f = fence(d);
  if (!d.dice.chance(7)) return d.step("dma_fence_signal", f, d.into());
  const std::string l = own_lock(d, f);
  d.step("spin_lock_irqsave", l);
  d.step("dma_fence_signal_locked", f, d.into());
  if (!d.dice.chance(20)) d.step("spin_unlock_irqrestore", l);
}

}  // namespace

std::string plain_fence(Draft& d) {
  return d.object("f", d.dice.chance(2) ? 1 : 3, [&] {
    const std::string with = attributes(d);
    return with.empty() ? "dma_fence" : "{type: dma_fence, " + with + "}";
  });
}

void write_fence(Draft& d) {
  switch (d.dice.pick(16)) {
    case 0:
    case 1:
    case 2:
    case 3: return signal(d);
    case 4:
    case 5:
    case 6:
    case 7: return wait(d);
    case 8: return d.step("dma_fence_is_signaled", fence(d), d.into());
    case 9: return d.step("dma_fence_test_signaled_flag", fence(d), d.into());
    case 10: return d.step("dma_fence_get_status", fence(d), d.into());
    case 11:
      return d.step("dma_fence_set_error", with(fence(d), "error: -EIO"));
    case 12: return d.step("dma_fence_enable_sw_signaling", fence(d));
    case 13:
      if (d.dice.chance(4)) return d.step("dma_fence_init", plain_fence(d));
      break;
    case 14:
      if (d.dice.chance(2)) {
        const std::string l = own_lock(d, fence(d));
        return attempted_section(d, "spin_trylock_irqsave", l, "%",
                                 "spin_unlock_irqrestore", l);
      }
      break;
    default: break;
  }
  d.step("publish", fence(d));
}

// What drivers do in callbacks: pass the signal on, let go of another fence,
// tell somebody who waits.
std::string passes_on(Draft& d) {
  Lines steps;
  for (int n = 1 + d.dice.chance(3); n > 0; --n) {
    const std::string f = fence(d);
    switch (d.dice.pick(8)) {
      case 0:
      case 1:
      case 2: steps.push_back("- dma_fence_signal: " + f); break;
      case 3:
      case 4: steps.push_back("- dma_fence_put: " + f); break;
      case 5: steps.push_back("- dma_fence_signal_locked: " + f); break;
      case 6:
        steps.push_back("- complete: " + d.object("c", 1, "completion"));
        break;
      default:
        steps.push_back("- wake_up: " + d.object("q", 1, "wait_queue_head"));
    }
  }
  return d.function(steps);
}

std::string callback(Draft& d) {
  const auto& known = d.function_names();
  if (known.size() > 1 || (!known.empty() && d.dice.chance(2)))
    return known[static_cast<std::size_t>(
        d.dice.pick(static_cast<int>(known.size())))];
  return d.dice.chance(2) ? passes_on(d) : d.function(1);
}

void write_callbacks(Draft& d) {
  const std::string f = fence(d);
  if (d.depth > 1 || d.dice.chance(3)) return write_fence(d);
  const std::string cb = callback(d);
  if (d.dice.chance(3))
    return d.step("dma_fence_remove_callback", with(f, "cb: " + cb), d.into());
  d.step("dma_fence_add_callback", with(f, "cb: " + cb), d.into());
}

void write_references(Draft& d) {
  const std::string f = fence(d);
  switch (d.dice.pick(5)) {
    case 0:
      d.step("dma_fence_get", f);
      d.inner(1);
      return d.step("dma_fence_put", f);
    case 1:
    case 2: return d.step("dma_fence_put", f);
    case 3: return d.step("dma_fence_get", f);
    default: return write_fence(d);
  }
}

void write_section(Draft& d) {
  const std::string klass = d.dice.one({"", "", "dma_fence"});
  if (d.dice.chance(10)) {
    d.step("link", "{from: " + fence(d) + ", to: dma_fence}");
    return;
  }
  if (d.dice.chance(4)) {
    const std::string cookie = d.fresh_local();
    d.step("dma_fence_begin_signalling", klass, ", into: " + cookie);
    d.inner(1);
    d.step("dma_fence_end_signalling", cookie);
    return;
  }
  d.step("dma_fence_begin_signalling", klass);
  d.inner(2);
  if (!d.dice.chance(25)) d.step("dma_fence_end_signalling");
}

}  // namespace picket::oracle
