#include "explorer/cli/witness_store.h"

#include <algorithm>

#include "explorer/cli/output.h"
#include "explorer/counterexample/checkpoint_file.h"
#include "explorer/counterexample/kept_path.h"
#include "explorer/counterexample/whole_file.h"
#include "explorer/counterexample/witness.h"
#include "explorer/report/shell_words.h"
#include "explorer/search/limit.h"

namespace picket {

namespace {

constexpr std::size_t kLonger = 10;

// The same limit would end every schedule where it is.
std::string more_steps(const CheckResult& result) {
  if (!is_about_length(result.limit)) return "";
  std::size_t longest = 1;
  for (const Errand& e : result.checkpoint->errands)
    longest = std::max(longest, e.way.size());
  return " --max-steps " + std::to_string(kLonger * longest);
}

}  // namespace

WitnessStore::WitnessStore(const std::string& folder, bool all)
    : folder_(folder.empty() ? ".picket" : folder),
      all_(all || !folder.empty()) {
  if (folder.empty()) return;
  const std::string why = why_not_writable(folder_ + "/x.witness");
  usable_ = why.empty();
  if (!usable_) complain(folder_ + ": schedules cannot be kept there: " + why);
}

std::vector<std::string> WitnessStore::keep(const CheckResult& result) {
  std::vector<std::string> files;
  for (const Finding& finding : result.findings) {
    files.emplace_back();
    if ((finding.expected && !all_) || !finding.has_schedule) continue;
    const Witness witness = witness_of(*result.scenario, finding);
    const std::string path =
        kept_path(folder_, witness_file_name(*result.scenario, finding),
                  result.scenario->file);
    const std::string why = write_whole_file(path, to_text(witness));
    if (why.empty())
      files.back() = path;
    else
      complain_once(path, why);
  }
  return files;
}

void WitnessStore::keep_checkpoint(CheckResult& result) {
  if (!result.checkpoint) return;
  const std::string path = kept_path(
      folder_, checkpoint_file_name(*result.scenario), result.scenario->file);
  const std::string why = write_whole_file(
      path, checkpoint_text(*result.scenario, *result.checkpoint));
  if (why.empty())
    result.resume =
        "picket check --resume " + shell_word(path) + more_steps(result);
  else
    complain_once(path, why);
}

void WitnessStore::complain_once(const std::string& path,
                                 const std::string& why) {
  if (!complained_) complain(path + ": this cannot be kept: " + why);
  complained_ = true;
}

}  // namespace picket
