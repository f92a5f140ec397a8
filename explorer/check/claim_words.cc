#include "explorer/check/claim_words.h"

namespace picket {
namespace {

std::string named(const Scenario& s, ObjectId o) {
  return std::string(facts(s.object(o).type).name) + " " + s.object(o).name;
}

}  // namespace

std::string_view verdict_words(ClaimVerdict verdict) {
  switch (verdict) {
    case ClaimVerdict::orthogonal: return "ORTHOGONAL";
    case ClaimVerdict::not_blocked_here: return "NOT BLOCKED HERE";
    case ClaimVerdict::undetermined: return "UNDETERMINED";
    case ClaimVerdict::can_block: return "CAN BLOCK";
  }
  return "";
}

std::string claim_subject(const Scenario& s, const Claim& claim) {
  return claim.objects.size() == 1 &&
                 s.object(claim.objects.front()).name == claim.text
             ? named(s, claim.objects.front())
             : "class " + claim.text;
}

std::string verdict_text(const Scenario& s, const ClaimResult& r) {
  if (!r.fence.valid()) return "there is no fence that it could block";
  const std::string object = named(s, r.object);
  const std::string fence = "fence " + s.object(r.fence).name;
  switch (r.verdict) {
    case ClaimVerdict::orthogonal:
      return object +
             (r.objects == 1 ? std::string() : " and the others of its class") +
             " cannot block " + (r.fences == 1 ? fence : "any fence") +
             ", in whatever schedule of these contexts";
    case ClaimVerdict::can_block:
      return object + " can block " + fence +
             (r.repeats ? ": without its signals the contexts go round for ever"
                        : ": without its signals the fence is never signalled");
    case ClaimVerdict::not_blocked_here:
      return object + " does not block " + fence + " here, because of " +
             r.reason;
    case ClaimVerdict::undetermined:
      return "whether " + object + " blocks " + fence +
             " is not determined: " + r.reason;
  }
  return "";
}

std::vector<std::string> chain_lines(const ClaimResult& r) {
  std::vector<std::string> lines;
  if (r.chain.empty()) return lines;
  lines.push_back("how one depends on the other:");
  for (const std::string& link : r.chain) lines.push_back("  " + link);
  return lines;
}

std::string claim_explanation(const Scenario& s, const ClaimResult& r) {
  std::string text =
      std::string(verdict_words(r.verdict)) + ": " + verdict_text(s, r) + ".\n";
  for (const std::string& line : chain_lines(r)) text += line + "\n";
  switch (r.verdict) {
    case ClaimVerdict::orthogonal:
      return text +
             "Basis: closure, over all schedules. It assumes that the contexts "
             "of the scenario are all\ncode that touches these objects.\n";
    case ClaimVerdict::can_block:
      return text +
             "Basis: a schedule in which its signals have no effect. Full "
             "dma_fence rules apply to its\nclass; rules of its own are "
             "accepted only if they are stricter.\n";
    case ClaimVerdict::not_blocked_here:
      return text +
             "Basis: every schedule of this scenario. Not a proof of "
             "orthogonality: a scenario is a\nsample of code paths.\n";
    case ClaimVerdict::undetermined: break;
  }
  return text;
}

std::string strictness_text(const StrictnessResult& r) {
  using V = StrictnessResult::Verdict;
  switch (r.verdict) {
    case V::stricter:
      return r.id + " is stricter than " + r.base +
             ": no behaviour that it accepts breaks " + r.base;
    case V::weaker:
      return r.id + " is not stricter than " + r.base + ": it accepts what " +
             r.broken + " forbids";
    case V::open:
      return "whether " + r.id + " is stricter than " + r.base +
             " is open: no behaviour of up to " + std::to_string(r.events) +
             " events that it accepts breaks " + r.base + ", " +
             (r.complete ? "then the solver gave up"
                         : "longer ones were not looked at");
  }
  return "";
}

}  // namespace picket
