// Allocation: the functions of `reclaim` are written out where it may run them,
// which is a choice, as mm/page_alloc.c enters direct reclaim or does not.
#include <string>

#include "explorer/exchange/promela_text.h"

namespace picket {
namespace {

enum class Reclaims : std::uint8_t { not_at_all, without_io, without_fs, all };

Reclaims reclaims(const std::string& gfp) {
  if (gfp == "GFP_NOWAIT" || gfp == "GFP_ATOMIC") return Reclaims::not_at_all;
  if (gfp == "GFP_NOIO") return Reclaims::without_io;
  if (gfp == "GFP_NOFS") return Reclaims::without_fs;
  return Reclaims::all;
}

// Under which scopes the entry may run; "": never.
std::string allowed(const ReclaimEntry& entry, Reclaims how) {
  switch (entry.needs) {
    case ReclaimEntry::Needs::nothing: return "true";
    case ReclaimEntry::Needs::io:
      return how == Reclaims::without_io ? "" : "no_io == 0";
    case ReclaimEntry::Needs::fs:
      return how == Reclaims::all ? "no_io == 0 && no_fs == 0" : "";
  }
  return "";
}

std::string direct_reclaim(PromelaText& text, PromelaProcess& process,
                           Reclaims how) {
  std::string body, any;
  for (const ReclaimEntry& entry : text.scenario.reclaim) {
    const std::string when = allowed(entry, how);
    if (when.empty()) continue;
    any += (any.empty() ? "(" : " || (") + when + ")";
    body += "if\n:: " + when + " ->\n" +
            indented("skip;\n" +
                     promela_function(text, process, entry.function, "")) +
            ":: else\nfi;\n";
  }
  if (body.empty()) return "";
  return "if\n:: atomic { no_reclaim == 0 && (" + any +
         ") -> no_reclaim++ };\n" + indented(body + "no_reclaim--;\n") +
         ":: skip\nfi;\n";
}

}  // namespace

std::string promela_allocation(PromelaText& text, PromelaProcess& process,
                               const std::string& gfp) {
  const Reclaims how = reclaims(gfp);
  if (how == Reclaims::not_at_all) return "skip;\n";
  return promela_atomic("might_sleep();\n") +
         direct_reclaim(text, process, how);
}

std::optional<PromelaStatements> promela_reclaim(PromelaText& text,
                                                 PromelaProcess& process,
                                                 const Step& step) {
  if (step.op != Op::kmalloc && step.op != Op::might_alloc) return {};
  const std::string& gfp =
      text.scenario.words[static_cast<std::size_t>(step.operands[0].value)];
  const bool fails = reclaims(gfp) == Reclaims::not_at_all;
  if (step.op == Op::might_alloc)
    return PromelaStatements{fails ? "skip;\n" : "atomic { might_sleep() };\n"};
  if (fails && step.into.valid())
    return PromelaStatements{"if\n:: ret = 1\n:: ret = 0\nfi;\n", true, true};
  const std::string got = step.into.valid() && !fails
                              ? "if\n:: no_reclaim > 0 -> ret = 0\n"
                                ":: ret = 1\nfi;\n"
                              : "ret = 1;\n";
  return PromelaStatements{promela_allocation(text, process, gfp) + got, true,
                           false};
}

}  // namespace picket
