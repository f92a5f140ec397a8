// Phrases about containers of fences: making them, and using them wherever a
// fence may stand.
#include "tests/oracle/phrases.h"

namespace picket::oracle {
namespace {

std::string two_fences(Draft& d) {
  const std::string first = plain_fence(d);
  if (d.dice.chance(4)) return "[" + first + "]";
  return "[" + first + ", " + plain_fence(d) + "]";
}

std::string array(Draft& d) {
  return d.object("ar", d.dice.chance(2) ? 1 : 2, [&] {
    if (d.dice.chance(4)) return std::string("dma_fence_array");
    return "{type: dma_fence_array, fences: " + two_fences(d) +
           (d.dice.chance(3) ? ", signal_on_any: true" : "") +
           (d.dice.chance(6) ? ", published: false" : "") + "}";
  });
}

}  // namespace

std::string fence(Draft& d) {
  const std::string known = d.declared("ar");
  return known.empty() || d.dice.chance(2) ? plain_fence(d) : known;
}

void write_containers(Draft& d) {
  const std::string a = array(d);
  switch (d.dice.pick(10)) {
    case 0:
    case 1:
      return d.step("dma_fence_array_create",
                    "{array: " + a + ", fences: " + two_fences(d) +
                        (d.dice.chance(3) ? ", signal_on_any: true}" : "}"));
    case 2:
    case 3: return d.step("dma_fence_wait", a);
    case 4: return d.step("dma_fence_is_signaled", a, d.into());
    case 5: return d.step("dma_fence_enable_sw_signaling", a);
    case 6: return d.step("dma_fence_signal", plain_fence(d));
    case 7: return write_callbacks(d);
    default: return write_fence(d);
  }
}

}  // namespace picket::oracle
