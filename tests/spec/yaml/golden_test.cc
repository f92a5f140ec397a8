// The corpus of scenario files under tests/golden: each malformed one with the
// mistakes it must be told, word by word, in the .txt beside it. To accept new
// texts, run with PICKET_UPDATE_GOLDEN=1 and read the diff.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "spec/yaml/mistakes.h"
#include "spec/yaml/scenario_reader.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
namespace fs = std::filesystem;

namespace {

const fs::path kGolden = fs::path(PICKET_SOURCE_DIR) / "tests/golden";

std::string slurp(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream out;
  out << stream.rdbuf();
  return out.str();
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".yaml") out.push_back(entry.path());
  return out;
}

std::string without(std::string text, const std::string& prefix) {
  for (auto at = text.find(prefix); at != std::string::npos;
       at = text.find(prefix, at))
    text.erase(at, prefix.size());
  return text;
}

std::string told(const ReadResult& result, const fs::path& folder) {
  std::string out;
  for (const Diagnostic& d : result.diagnostics) {
    const auto it = result.sources.find(d.file);
    out += render(d, it == result.sources.end() ? SourceText{} : it->second);
  }
  return without(out, folder.string() + "/");
}

void compare(const fs::path& yaml, const std::string& got) {
  fs::path expected = yaml;
  expected.replace_extension(".txt");
  if (std::getenv("PICKET_UPDATE_GOLDEN")) std::ofstream(expected) << got;
  STRCMP_EQUAL_TEXT(slurp(expected).c_str(), got.c_str(),
                    yaml.filename().c_str());
}

}  // namespace

TEST_GROUP(golden){};

TEST(golden, every_malformed_file_is_told_its_mistakes) {
  std::size_t count = 0;
  for (const char* layer : {"yaml", "schema", "semantics"}) {
    const fs::path folder = kGolden / "invalid" / layer;
    for (const fs::path& path : files_in(folder)) {
      const ReadResult result = read_scenario_file(path.string(), {});
      CHECK_TEXT(has_errors(result.diagnostics), path.filename().c_str());
      compare(path, told(result, folder));
      ++count;
    }
  }
  CHECK(count >= 300);
}

TEST(golden, every_well_formed_file_is_accepted) {
  for (const fs::path& path : files_in(kGolden / "valid")) {
    const ReadResult result = read_scenario_file(path.string(), {});
    CHECK_TEXT(!has_errors(result.diagnostics), path.filename().c_str());
    CHECK_TEXT(!result.scenarios.empty(), path.filename().c_str());
    const std::string warnings = told(result, kGolden / "valid");
    if (!warnings.empty()) compare(path, warnings);
  }
}

TEST(golden, every_code_has_a_malformed_file) {
  std::set<std::string> seen;
  for (const char* layer : {"yaml", "schema", "semantics"})
    for (const fs::path& path : files_in(kGolden / "invalid" / layer))
      for (const Diagnostic& d :
           read_scenario_file(path.string(), {}).diagnostics)
        seen.insert(d.code);
  // Warnings: tests/golden/valid.
  seen.insert("not-included");
  seen.insert("ww-class-differs");
  seen.insert("dead-step");
  for (const MistakeFacts& f : all_mistakes())
    CHECK_TEXT(seen.count(std::string(f.code)), std::string(f.code).c_str());
}

TEST(golden, the_table_of_codes_has_no_code_twice) {
  std::set<std::string_view> codes;
  for (const MistakeFacts& f : all_mistakes()) {
    CHECK(codes.insert(f.code).second);
    CHECK(!f.title.empty() && !f.why.empty());
    CHECK(f.why.back() == '.' || f.why.back() == '}' || f.why.back() == '"');
  }
}
