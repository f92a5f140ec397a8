#include "spec/model/step_place.h"

namespace picket {
namespace {

std::string included_file(const Scenario& s, const Step& step) {
  if (!step.function.valid()) return "";
  const std::string& file = s.function(step.function).file;
  return file == s.file ? "" : file;
}

}  // namespace

std::string included_file(const Scenario& s, StepId step) {
  return step.valid() ? included_file(s, s.step(step)) : "";
}

std::string place_words(const Scenario& s, const Step& step) {
  if (!step.span.known()) return "";
  const std::string file = included_file(s, step);
  const std::string line = std::to_string(step.span.line);
  return file.empty() ? "line " + line : file + ":" + line;
}

std::string place_remark(const Scenario& s, const Step& step) {
  const std::string words = place_words(s, step);
  return words.empty() ? "" : " (" + words + ")";
}

}  // namespace picket
