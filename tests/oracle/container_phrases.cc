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

// Of two chains the second may stand on the first.
std::string chain(Draft& d) {
  const auto made = [&](const std::string& before) {
    if (d.dice.chance(4)) return std::string("dma_fence_chain");
    const std::string ar = d.declared("ar");
    const std::string held =
        ar.empty() || d.dice.chance(2) ? plain_fence(d) : ar;
    return "{type: dma_fence_chain, fence: " + held + before +
           (d.dice.chance(3) ? ", seqno: " + d.dice.one({"1", "2", "3"}) : "") +
           "}";
  };
  const std::string first = d.object("ch", 1, [&] { return made(""); });
  if (d.dice.chance(2)) return first;
  const std::string second = "ch1";
  return d.declare(second, made(d.dice.chance(4) ? "" : ", prev: " + first));
}

void write_chain(Draft& d) {
  const std::string c = chain(d);
  switch (d.dice.pick(8)) {
    case 0: {
      const std::string before = d.dice.chance(2) ? chain(d) : plain_fence(d);
      const std::string prev = d.dice.chance(3) ? "" : ", prev: " + before;
      const std::string held = d.dice.chance(12) ? chain(d) : plain_fence(d);
      return d.step("dma_fence_chain_init",
                    "{chain: " + c + prev + ", fence: " + held +
                        ", seqno: " + d.dice.one({"1", "2", "3"}) + "}");
    }
    case 1:
      return d.step(
          "dma_fence_chain_find_seqno",
          "{chain: " + c + ", seqno: " + d.dice.one({"0", "1", "2", "3"}) + "}",
          d.into());
    case 2:
    case 3: return d.step("dma_fence_wait", c);
    case 4: return d.step("dma_fence_is_signaled", c, d.into());
    case 5: return d.step("dma_fence_enable_sw_signaling", c);
    case 6: return d.step("dma_fence_put", c);
    default: return d.step("dma_fence_signal", plain_fence(d));
  }
}

std::string file(Draft& d) {
  return d.object("sf", d.dice.chance(2) ? 1 : 2, "sync_file");
}

void write_files(Draft& d) {
  const std::string s = file(d);
  switch (d.dice.pick(8)) {
    case 0:
    case 1:
    case 2:
      return d.step("sync_file_create",
                    "{file: " + s + ", fence: " + fence(d) + "}");
    case 3:
      return d.step("sync_file_merge",
                    "{file: " + d.object("sm", 1, "sync_file") + ", a: " + s +
                        ", b: " + file(d) + "}");
    case 4:
      return d.step("dma_fence_unwrap_merge",
                    "{array: " + d.object("am", 1, "dma_fence_array") +
                        ", fences: [" + fence(d) + ", " + fence(d) + "]}");
    case 5: return d.step("sync_file_get_fence", s);
    case 6: return d.step("dma_fence_signal", s, d.into());
    default: return d.step("dma_fence_wait", s);
  }
}

void write_timeline(Draft& d) {
  const std::string t = d.object("tl", 1, "sw_sync_timeline");
  const std::string first =
      d.declare("pt0", "{type: dma_fence, timeline: " + t + ", seqno: 1}");
  const std::string second =
      d.declare("pt1", "{type: dma_fence, timeline: " + t + ", seqno: 2}");
  const std::string point = d.dice.chance(2) ? first : second;
  switch (d.dice.pick(6)) {
    case 0:
    case 1: return d.step("sw_sync_inc", t);
    case 2: return d.step("sw_sync_inc", "{timeline: " + t + ", by: 2}");
    case 3: return d.step("dma_fence_wait", point);
    case 4: return d.step("dma_fence_is_signaled", point, d.into());
    default: return d.step("dma_fence_put", point);
  }
}

void write_syncobj(Draft& d) {
  const std::string box = d.object("so", 1, "drm_syncobj");
  switch (d.dice.pick(8)) {
    case 0:
    case 1:
      return d.step("drm_syncobj_replace_fence",
                    d.dice.chance(4)
                        ? box
                        : "{syncobj: " + box + ", fence: " + fence(d) + "}");
    case 2:
    case 3:
      return d.step(
          "drm_syncobj_add_point",
          "{syncobj: " + box + ", chain: " +
              d.declare(d.dice.chance(2) ? "ch1" : "ch0", "dma_fence_chain") +
              ", fence: " + plain_fence(d) +
              ", point: " + d.dice.one({"1", "2"}) + "}");
    case 4: return d.step("dma_fence_signal", plain_fence(d));
    default:
      return d.step("drm_syncobj_wait",
                    "{syncobj: " + box + ", flags: [" +
                        d.dice.one({"", "WAIT_FOR_SUBMIT", "WAIT_FOR_SUBMIT",
                                    "WAIT_AVAILABLE"}) +
                        "]" + d.dice.one({"", ", point: 1", ", point: 2"}) +
                        d.dice.one({"", "", ", timeout: 0", ", timeout: 5"}) +
                        "}",
                    d.into());
  }
}

}  // namespace

std::string fence(Draft& d) {
  for (const char* prefix : {"ar", "ch", "sf", "am", "pt"}) {
    const std::string known = d.declared(prefix);
    if (!known.empty() && d.dice.chance(3)) return known;
  }
  return plain_fence(d);
}

void write_containers(Draft& d) {
  if (d.dice.chance(3)) return write_chain(d);
  if (d.dice.chance(4)) return write_files(d);
  if (d.dice.chance(4)) return write_timeline(d);
  if (d.dice.chance(3)) return write_syncobj(d);
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
