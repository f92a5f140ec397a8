#include "spec/policies/policy_report.h"

#include <algorithm>

namespace picket {

std::string_view name_of(ReportKind kind) {
  switch (kind) {
    case ReportKind::circular: return "possible circular locking dependency";
    case ReportKind::recursion: return "possible recursive locking";
    case ReportKind::inconsistent: return "inconsistent lock state";
    case ReportKind::inversion: return "possible irq lock inversion dependency";
    case ReportKind::unsafe_order: return "irq-safe -> irq-unsafe lock order";
    case ReportKind::wait_context: return "invalid wait context";
    case ReportKind::nest_lock: return "nested lock was not taken";
    case ReportKind::imbalance: return "bad unlock balance";
    case ReportKind::held_memory: return "held lock freed";
    case ReportKind::mutex_debug: return "mutex debugging";
  }
  return "";
}

// A cycle has no first class.
std::string PolicyReport::key() const {
  std::vector<std::string> names = classes;
  if (kind == ReportKind::circular && !names.empty())
    std::rotate(names.begin(), std::min_element(names.begin(), names.end()),
                names.end());
  std::string key(name_of(kind));
  for (const std::string& name : names) key += "|" + name;
  return key;
}

}  // namespace picket
