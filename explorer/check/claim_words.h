// Verdicts about claims in words.
#pragma once

#include "explorer/check/result.h"

namespace picket {

// "ORTHOGONAL", "CAN BLOCK", "NOT BLOCKED HERE", "UNDETERMINED"
std::string_view verdict_words(ClaimVerdict verdict);

// One sentence: the verdict about the pair, with what it rests on.
std::string verdict_text(const Scenario& scenario, const ClaimResult& result);

// The chain as lines below a heading; none if there is no chain.
std::vector<std::string> chain_lines(const ClaimResult& result);

// What the verdict rests on, and what it assumes: `picket check --why CLAIM`.
std::string claim_explanation(const Scenario& scenario,
                              const ClaimResult& result);

// "entity is stricter than dma_fence: no behaviour ...": one sentence.
std::string strictness_text(const StrictnessResult& result);

// "completion done", or "class done" for the claim's several objects.
std::string claim_subject(const Scenario& scenario, const Claim& claim);

}  // namespace picket
