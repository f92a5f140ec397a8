// Damaged logs: lines lost, doubled, swapped, joined and cut, characters
// changed. Whatever comes of them, what is written can be read.
// PICKET_MUTATIONS in the environment: how many more to try.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "explorer/exchange/import.h"
#include "spec/yaml/scenario_reader.h"

#include <CppUTest/TestHarness.h>

namespace picket {
namespace {

using Lines = std::vector<std::string>;

Lines lines_of(const std::filesystem::path& path) {
  std::ifstream in(path);
  Lines lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<Lines> seeds() {
  const std::filesystem::path root = PICKET_SOURCE_DIR;
  std::vector<std::filesystem::path> paths;
  for (const char* folder : {"docs/examples", "tests/fuzz/log"})
    for (const auto& entry : std::filesystem::directory_iterator(root / folder))
      if (entry.path().extension() != ".yaml") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<Lines> all;
  for (const auto& path : paths) all.push_back(lines_of(path));
  return all;
}

struct Damage {
  std::mt19937 random;

  std::size_t below(std::size_t n) { return n == 0 ? 0 : random() % n; }

  void a_line(Lines& lines, const std::vector<Lines>& all) {
    const std::size_t at = below(lines.size());
    const auto here = lines.begin() + static_cast<std::ptrdiff_t>(at);
    const Lines& other = all[below(all.size())];
    switch (below(9)) {
      case 0: lines.erase(here); break;
      case 1: lines.insert(here, lines[below(lines.size())]); break;
      case 2: std::swap(lines[at], lines[below(lines.size())]); break;
      case 3: lines.insert(here, other[below(other.size())]); break;
      case 4:
        lines[at] += lines[below(lines.size())];
        if (lines[at].size() > 400) lines[at].resize(400);
        break;
      case 5: {
        const std::size_t cut = below(lines[at].size());
        const std::string rest = lines[at].substr(cut);
        lines[at].resize(cut);
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at) + 1, rest);
        break;
      }
      case 6: lines[at] = lines[at].substr(below(lines[at].size())); break;
      default: a_character(lines[at]); break;
    }
    if (lines.empty()) lines.emplace_back("x");
  }

  void a_character(std::string& line) {
    static const std::string kTelling = "(){}[]<>:;#&*+-.,/\\\"'=?0 9aTC\t\x80";
    if (line.empty()) return;
    const std::size_t at = below(line.size());
    if (below(3) == 0)
      line.erase(at, 1 + below(8));
    else if (below(2) == 0)
      line.insert(at, 1, kTelling[below(kTelling.size())]);
    else
      line[at] = kTelling[below(kTelling.size())];
  }
};

std::string joined(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

void can_be_read(const std::string& log) {
  const Imported out = import_log(log, LogKind::any);
  if (out.scenarios == 0) return;
  const ReadResult read = read_scenario_text("log.yaml", out.yaml, {});
  CHECK_TEXT(!has_errors(read.diagnostics), (log + "\n" + out.yaml).c_str());
  CHECK(read.scenarios.size() >= static_cast<std::size_t>(out.scenarios));
}

}  // namespace

TEST_GROUP(mutated_log){};

TEST(mutated_log, becomes_a_scenario_or_nothing) {
  const std::vector<Lines> all = seeds();
  CHECK(all.size() >= 6);
  const char* more = std::getenv("PICKET_MUTATIONS");
  const unsigned count = 300 + (more ? std::strtoul(more, nullptr, 10) : 0);
  for (unsigned seed = 0; seed < count; ++seed) {
    Damage damage{std::mt19937(seed)};
    Lines lines = all[damage.below(all.size())];
    for (std::size_t n = 1 + damage.below(12); n > 0; --n)
      damage.a_line(lines, all);
    can_be_read(joined(lines));
  }
}

TEST(mutated_log, many_reports_of_one_name_are_read_in_time) {
  std::string log;
  for (int k = 0; k < 4000; ++k)
    log +=
        "WARNING: held lock freed!\n"
        "t/1 is freeing memory, with a lock still held there!\n"
        "ff (&toy->lock){+.+.}-{3:3}, at: f_open+0x1/0x9\n";
  LONGS_EQUAL(4000, import_log(log, LogKind::any).scenarios);
}

}  // namespace picket
