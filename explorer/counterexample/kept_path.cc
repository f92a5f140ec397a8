#include "explorer/counterexample/kept_path.h"

#include <filesystem>
#include <string_view>

#include "explorer/counterexample/text_hash.h"
#include "explorer/counterexample/whole_file.h"

namespace picket {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHashDigits = 8;

std::string between(const std::string& text, std::string_view before,
                    char after) {
  const auto at = text.find(before);
  if (at == text.npos) return "";
  const auto begin = at + before.size();
  return text.substr(begin, text.find(after, begin) - begin);
}

// The scenario file that a witness or a checkpoint names; "" if none.
std::string owner_of(const std::string& path) {
  const std::string text = read_whole_file(path).text;
  const std::string line = between(text, "\nfile: ", '\n');
  return line.empty() ? between(text, "\n \"file\": \"", '"') : line;
}

bool belongs_to_another(const std::string& path, const std::string& file) {
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) return false;
  const std::string owner = owner_of(path);
  if (owner.empty() || owner == file) return false;
  return fs::exists(owner, ignored) && !fs::equivalent(owner, file, ignored);
}

}  // namespace

std::string kept_path(const std::string& folder, const std::string& name,
                      const std::string& file) {
  const std::string plain = folder + "/" + name;
  if (!belongs_to_another(plain, file)) return plain;
  const auto dot = name.rfind('.');
  return folder + "/" + name.substr(0, dot) + "." +
         text_hash(file).substr(0, kHashDigits) + name.substr(dot);
}

}  // namespace picket
