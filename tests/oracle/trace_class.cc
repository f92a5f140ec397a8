#include "tests/oracle/trace_class.h"

#include <vector>

namespace picket::oracle {
namespace {

// The events of a trace, by context, each context's in order.
std::vector<std::size_t> by_context(const Trace& trace) {
  std::vector<std::size_t> order;
  for (std::size_t c = 0; c < trace.contexts; ++c)
    for (std::size_t e = 0; e < trace.events.size(); ++e)
      if (trace.events[e].context.index() == c) order.push_back(e);
  return order;
}

void add(std::string& bytes, std::int64_t value) {
  for (int i = 0; i < 4; ++i)
    bytes.push_back(static_cast<char>(value >> (8 * i)));
}

void add(std::string& bytes, const Footprint& f) {
  for (const auto* part : {&f.reads, &f.writes, &f.adds})
    for (const std::uint64_t word : *part) {
      add(bytes, static_cast<std::int64_t>(word));
      add(bytes, static_cast<std::int64_t>(word >> 32));
    }
}

}  // namespace

std::string class_of(const Trace& trace) {
  std::string bytes;
  for (const std::size_t e : by_context(trace)) {
    const Event& event = trace.events[e];
    add(bytes, event.context.value);
    add(bytes, event.step.value);
    add(bytes, event.alternative);
    for (std::size_t c = 0; c < trace.contexts; ++c)
      add(bytes, trace.clocks[e * trace.contexts + c]);
  }
  return bytes;
}

Fingerprint class_facts(const Trace& trace, const State& state) {
  std::string bytes;
  for (const std::size_t i : by_context(trace)) {
    const Event& e = trace.events[i];
    add(bytes, e.begins + 2 * e.happens + 4 * e.crashes + 8 * e.limited);
    add(bytes, e.misuse ? static_cast<int>(*e.misuse) : -1);
    for (const std::int32_t v :
         {e.culprit.value, e.alternatives, e.signals.value, e.published.value,
          e.section, e.result, e.ordinal})
      add(bytes, v);
    add(bytes, e.footprint);
  }
  for (const PendingAttempt& p : trace.pending) {
    add(bytes, p.context.value);
    add(bytes, p.step.value);
    add(bytes, p.begun);
  }
  for (const Word w : state) add(bytes, w);
  return fingerprint(bytes.data(), bytes.size());
}

std::string text_of(const Trace& trace) {
  std::string text;
  for (const Event& e : trace.events)
    text += " " + std::to_string(e.context.value) + "@" +
            std::to_string(e.step.value) + "/" + std::to_string(e.alternative);
  return text + "\n";
}

}  // namespace picket::oracle
