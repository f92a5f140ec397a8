// Can the signals of one object block a fence? Two procedures, each sound in
// one direction: the closure of the program's text says that they cannot, in
// whatever schedule; exploring the scenario without them shows that they can.
//
// docs/claims.md says what each verdict means and what it assumes.
#pragma once

#include <map>
#include <optional>

#include "explorer/check/knock_out.h"
#include "explorer/check/result.h"
#include "spec/claims/closure.h"

namespace picket {

// Keeps what it has explored; not thread-safe.
class ClaimStudy {
 public:
  ClaimStudy(const Scenario& scenario, const SearchOptions& options);

  // Of one object and one fence. Different ones.
  ClaimResult decide(ObjectId object, ObjectId fence);
  // The worst of all pairs. No fences: all there are.
  ClaimResult decide(const std::vector<ObjectId>& objects,
                     const std::vector<ObjectId>& fences);

  bool interrupted() const { return interrupted_; }

 private:
  const Losses& whole();
  const Losses& without(ObjectId object);
  ClaimResult judge(ObjectId object, ObjectId fence);
  void explore(ClaimResult& result);
  void complete(ClaimResult& result);

  const Scenario& s_;
  SearchOptions options_;
  Closure closure_;
  std::optional<Losses> whole_;
  std::map<ObjectId, Losses> without_;
  bool interrupted_ = false;
};

}  // namespace picket
