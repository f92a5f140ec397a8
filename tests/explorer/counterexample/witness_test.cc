#include "explorer/counterexample/witness.h"

#include "tests/support/golden.h"
#include "tests/support/made_inversion.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

std::string complaint(const std::string& text) {
  const WitnessReading reading = read_witness("w", text);
  if (reading.mistakes.empty()) return "";
  return render(reading.mistakes.front(), split_lines("w", text));
}

const std::string kHead = "picket-witness 1\nscenario: s\nfile: f\n";

}  // namespace

TEST_GROUP(Witness){};

TEST(Witness, is_readable_text) {
  MadeCheck made("resv.yaml", kInversion);
  const Witness w = witness_of(made.scenario(), find_inversion(made));
  check_golden("report/inversion.witness", to_text(w));
}

TEST(Witness, reads_back_as_it_was_written) {
  MadeCheck made("dir/a: b.yaml", R"(scenario: s
parameters: {n: -3, "m": 7}
threads: {t: [{repeat: m, do: [nop]}]}
)");
  Finding& f = made.find(FindingCode::hang, {"t"}, "t t t", 3);
  const Witness w = witness_of(made.scenario(), f);
  const WitnessReading reading = read_witness("w", to_text(w));
  LONGS_EQUAL(0, reading.mistakes.size());
  STRCMP_EQUAL("dir/a: b.yaml", reading.witness.file.c_str());
  STRCMP_EQUAL("hang: t", reading.witness.finding.c_str());
  LONGS_EQUAL(-3, reading.witness.parameters.at("n"));
  STRCMP_EQUAL(to_text(w).c_str(), to_text(reading.witness).c_str());
}

TEST(Witness, other_files_are_refused) {
  STRCMP_EQUAL(
      "w:1:1: error[not-a-witness]: this is not a witness file: its first "
      "line is not `picket-witness 1`\n  scenario: s\n  ^\n",
      complaint("scenario: s\n").c_str());
  CHECK_TRUE(!complaint("").empty());
  CHECK_TRUE(!complaint(std::string("\0\xff", 2)).empty());
}

TEST(Witness, unknown_versions_are_refused) {
  STRCMP_EQUAL(
      "w:1:16: error[unknown-witness-version]: this witness has version 2, "
      "this picket reads version 1\n  picket-witness 2\n                 ^\n",
      complaint("picket-witness 2\n").c_str());
}

TEST(Witness, a_file_that_was_cut_off_is_refused) {
  CHECK_TRUE(complaint(kHead + "steps: 0\n").find("truncated-witness") !=
             std::string::npos);
  CHECK_TRUE(complaint(kHead + "steps: 2\n  1  t  0  3  nop\nend\n")
                 .find("2 steps are announced, 1 are here") !=
             std::string::npos);
}

TEST(Witness, bad_lines_have_their_place) {
  CHECK_TRUE(complaint(kHead + "colour: red\nend\n")
                 .starts_with("w:4:1: error[bad-witness-line]"));
  CHECK_TRUE(complaint(kHead + "parameter: n\nend\n")
                 .starts_with("w:4:12: error[bad-witness-line]"));
  CHECK_TRUE(complaint(kHead + "steps: 1\n  1  t  x  3  nop\nend\n")
                 .starts_with("w:5:9: error[bad-witness-step]"));
  CHECK_TRUE(complaint(kHead + "steps: 1\n  7  t  0  3  nop\nend\n")
                 .starts_with("w:5:3: error[bad-witness-step]"));
  CHECK_TRUE(complaint(kHead + "steps: 1\n  1\nend\n")
                 .starts_with("w:5:4: error[bad-witness-step]"));
}

TEST(Witness, the_file_is_named_after_check_and_finding) {
  MadeCheck made("resv.yaml", kInversion, "resv-inversion/fixed");
  Finding f;
  f.code = FindingCode::deadlock;
  f.arguments = {"a[0]", "b c"};
  STRCMP_EQUAL("resv-inversion.fixed.deadlock.a.0.b.c.witness",
               witness_file_name(made.scenario(), f).c_str());
}

TEST(Witness, long_names_are_cut_and_stay_different) {
  MadeCheck made("resv.yaml", kInversion);
  Finding one, two;
  one.code = two.code = FindingCode::rule;
  one.arguments = {std::string(300, 'x') + "1"};
  two.arguments = {std::string(300, 'x') + "2"};
  const std::string a = witness_file_name(made.scenario(), one);
  CHECK_TRUE(a.size() < 200);
  CHECK_TRUE(a != witness_file_name(made.scenario(), two));
}

TEST_GROUP(ScenarioHash){};

TEST(ScenarioHash, layout_and_comments_do_not_matter) {
  const MadeCheck one("a.yaml", "scenario: s\nthreads: {t: [nop]}\n");
  const MadeCheck two("b.yaml",
                      "# text\nscenario: s\nabout: x\nthreads:\n  t:\n"
                      "    - nop\n");
  STRCMP_EQUAL(scenario_hash(one.scenario()).c_str(),
               scenario_hash(two.scenario()).c_str());
}

TEST(ScenarioHash, steps_objects_and_attributes_matter) {
  const MadeCheck one("a.yaml", "scenario: s\nthreads: {t: [nop]}\n");
  const MadeCheck two("a.yaml", "scenario: s\nthreads: {t: [smp_mb]}\n");
  const MadeCheck three(
      "a.yaml", "scenario: s\nobjects: {x: int}\nthreads: {t: [nop]}\n");
  CHECK_TRUE(scenario_hash(one.scenario()) != scenario_hash(two.scenario()));
  CHECK_TRUE(scenario_hash(one.scenario()) != scenario_hash(three.scenario()));
}
