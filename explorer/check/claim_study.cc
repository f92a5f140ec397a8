#include "explorer/check/claim_study.h"

#include <algorithm>

#include "explorer/check/chain_break.h"
#include "explorer/check/chain_words.h"
#include "explorer/check/wording.h"
#include "explorer/search/calm.h"

namespace picket {
namespace {

std::vector<BlockedContext> blocked_without(const Scenario& s,
                                            const ClaimResult& r) {
  const Scenario copy = without_signals_of(s, r.object);
  const Program program(copy);
  const Execution run = execute(program, r.schedule, true);
  const EndAnalysis end = analyse_end(program, run.final_state);
  std::vector<ContextId> roots;
  for (const Waiter& w : end.waiters)
    if (w.want.object == r.object) roots.push_back(w.context);
  return blocked_at_end(program, run.final_state, end, roots);
}

Schedule calm_without(const Scenario& s, const ClaimResult& r) {
  const Scenario copy = without_signals_of(s, r.object);
  return calmed(Program(copy), r.schedule, false);
}

// "misuse: recursive-lock"
std::string crash_words(const std::string& key) {
  std::string text = key.substr(0, key.find(" @"));
  const auto blank = text.find(' ');
  return blank == text.npos ? text : text.insert(blank, ":");
}

}  // namespace

ClaimStudy::ClaimStudy(const Scenario& scenario, const SearchOptions& options)
    : s_(scenario), options_(options), closure_(scenario) {}

const Losses& ClaimStudy::whole() {
  if (!whole_) whole_ = find_losses(s_, options_);
  interrupted_ |= whole_->interrupted;
  return *whole_;
}

const Losses& ClaimStudy::without(ObjectId object) {
  const auto [it, fresh] = without_.try_emplace(object);
  if (fresh) it->second = find_losses(without_signals_of(s_, object), options_);
  interrupted_ |= it->second.interrupted;
  return it->second;
}

ClaimResult ClaimStudy::decide(ObjectId object, ObjectId fence) {
  ClaimResult r = judge(object, fence);
  complete(r);
  return r;
}

ClaimResult ClaimStudy::judge(ObjectId object, ObjectId fence) {
  ClaimResult r;
  r.object = object;
  r.fence = fence;
  if (!closure_.reaches(fence, object)) return r;
  r.chain = chain_words(s_, closure_, closure_.path(fence, object));
  explore(r);
  return r;
}

void ClaimStudy::explore(ClaimResult& r) {
  const std::string fence = s_.object(r.fence).name;
  r.verdict = ClaimVerdict::undetermined;
  if (whole().fences.count(r.fence)) {
    r.reason = "fence " + fence +
               " can be lost as things are; that must be mended first";
    return;
  }
  if (!whole().crashes.empty()) {
    r.reason = "a schedule ends in " + crash_words(*whole().crashes.begin()) +
               " as things are; that must be mended first";
    return;
  }
  const Losses& knocked = without(r.object);
  const auto lost = knocked.fences.find(r.fence);
  if (!whole().limit.empty() ||
      (lost == knocked.fences.end() && !knocked.limit.empty())) {
    r.reason = "not everything was explored: " +
               (whole().limit.empty() ? knocked.limit : whole().limit);
    return;
  }
  if (lost != knocked.fences.end()) {
    r.verdict = ClaimVerdict::can_block;
    r.schedule = lost->second.schedule;
    r.repeats = lost->second.repeats;
    return;
  }
  if (!knocked.crashes.empty()) {
    r.reason = "without its signals a schedule ends in " +
               crash_words(*knocked.crashes.begin());
    return;
  }
  r.verdict = ClaimVerdict::not_blocked_here;
}

// What costs time and is shown of one pair only.
void ClaimStudy::complete(ClaimResult& r) {
  if (r.verdict == ClaimVerdict::can_block) {
    if (!r.repeats) r.schedule = calm_without(s_, r);
    r.blocked = blocked_without(s_, r);
  }
  if (r.verdict != ClaimVerdict::not_blocked_here) return;
  const auto found = what_breaks_it(s_, r.object, r.fence, options_);
  for (const ChainBreak& b : found)
    r.reason += (r.reason.empty() ? "" : "; ") + b.words;
  if (!found.empty()) {
    r.chain = found.front().chain;
    return;
  }
  const std::string& unknown = closure_.not_understood();
  r.reason = r.chain.empty() && !unknown.empty()
                 ? "nothing that the text shows; what " + unknown +
                       " may lead to is not understood"
                 : "no single lock, order or time-out, but several together";
}

ClaimResult ClaimStudy::decide(const std::vector<ObjectId>& objects,
                               const std::vector<ObjectId>& fences) {
  std::vector<ObjectId> all = fences;
  for (std::size_t i = 0; fences.empty() && i < s_.objects.size(); ++i)
    if (type_fits(s_.objects[i].type, "fence")) all.push_back(ObjectId(i));
  ClaimResult worst;
  if (!objects.empty()) worst.object = objects.front();
  for (const ObjectId object : objects)
    for (const ObjectId fence : all) {
      if (object == fence || interrupted_) continue;
      ClaimResult r = judge(object, fence);
      const bool first = !worst.fence.valid();
      const bool shorter = r.verdict == ClaimVerdict::can_block &&
                           r.verdict == worst.verdict &&
                           r.schedule.size() < worst.schedule.size();
      if (first || r.verdict > worst.verdict || shorter) worst = std::move(r);
    }
  worst.objects = objects.size();
  worst.fences = all.size();
  complete(worst);
  return worst;
}

}  // namespace picket
