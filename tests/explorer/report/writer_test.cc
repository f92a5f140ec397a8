#include "explorer/report/writer.h"

#include <sstream>

#include "explorer/report/text.h"
#include "tests/support/golden.h"
#include "tests/support/made_inversion.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

// One run with every standing a check can have.
class MadeRun {
 public:
  MadeRun()
      : failed("a/resv.yaml", kInversion),
        found("a/resv.yaml", kInversion),
        fixed("a/resv.yaml", kInversion, "resv-inversion/fixed"),
        limited("b & c/#2.yaml", "scenario: big\nthreads: {t: [nop]}\n"),
        missing("b & c/#1.yaml",
                "scenario: gone\nthreads: {t: [nop]}\n"
                "expect: [hang: t]\n") {
    find_broken_rule(failed);
    find_inversion(failed).expected = true;
    find_inversion(found).expected = true;
    found.result().as_expected = true;
    fixed.result().notes.push_back({"mutex_lock",
                                    "mutex_lock(m) is never reached",
                                    SourceSpan{22, 7, 1}, "", false});
    limited.result().verdict = Verdict::inconclusive;
    limited.result().as_expected = false;
    limited.result().limit = "limit of 4 schedules <reached>";
    missing.result().as_expected = false;
    missing.result().missing = missing.scenario().expect.patterns;
    report_.sources = &sources_;
    add(failed, {".picket/rule.witness", ""});
    add(found, {});
    add(fixed, {});
    add(limited, {});
    add(missing, {});
  }

  std::string written(const char* kind, ReportOptions options = {}) const {
    options.reproducible = true;
    std::ostringstream out;
    writer_named(kind)->write(report_, options, out);
    return out.str();
  }

  MadeCheck failed, found, fixed, limited, missing;

 private:
  void add(MadeCheck& made, const std::vector<std::string>& witnesses) {
    made.result().seconds = 1.5;
    made.result().counts.peak_bytes = 12345;
    report_.checks.push_back({&made.result(), witnesses});
    sources_.insert(made.sources().begin(), made.sources().end());
  }
  Sources sources_;
  Report report_;
};

}  // namespace

TEST_GROUP(Writer){};

TEST(Writer, text) {
  check_golden("report/all.txt", MadeRun().written("text"));
}
TEST(Writer, sarif) {
  check_golden("report/all.sarif", MadeRun().written("sarif"));
}
TEST(Writer, github) {
  check_golden("report/all.github", MadeRun().written("github"));
}
TEST(Writer, dot) { check_golden("report/all.dot", MadeRun().written("dot")); }
TEST(Writer, classes) {
  check_golden("report/all.classes", MadeRun().written("classes"));
}
TEST(Writer, mermaid) {
  check_golden("report/all.mermaid", MadeRun().written("mermaid"));
}
TEST(Writer, perfetto) {
  check_golden("report/all.perfetto", MadeRun().written("perfetto"));
}
// No text of the data can end its element, whatever it holds.
TEST(Writer, html_has_no_tag_in_its_data) {
  const std::string page = MadeRun().written("html");
  const auto begin = page.find("id=\"report\">") + 12;
  const std::string data =
      page.substr(begin, page.find("\n</script>", begin) - begin);
  CHECK(data.find("reached>") != std::string::npos);
  CHECK(data.find('<') == std::string::npos);
}
TEST(Writer, text_verbose) {
  ReportOptions options;
  options.verbose = true;
  check_golden("report/verbose.txt", MadeRun().written("text", options));
}
TEST(Writer, text_quiet) {
  ReportOptions options;
  options.quiet = true;
  check_golden("report/quiet.txt", MadeRun().written("text", options));
}
TEST(Writer, json) {
  check_golden("report/all.json", MadeRun().written("json"));
}
TEST(Writer, ktap) {
  check_golden("report/all.ktap", MadeRun().written("ktap"));
}
TEST(Writer, ktap_strict) {
  ReportOptions options;
  options.strict = true;
  check_golden("report/strict.ktap", MadeRun().written("ktap", options));
}
TEST(Writer, junit) {
  check_golden("report/all.xml", MadeRun().written("junit"));
}

// Whatever is wrong with a check, no report of failures is silent about it.
TEST(Writer, a_policy_that_says_something_else_is_a_failure_everywhere) {
  MadeCheck made("a.yaml",
                 "scenario: s\nthreads: {t: [nop]}\n"
                 "reports: {lockdep: real}\n");
  made.result().as_expected = false;
  PolicyResult policy;
  policy.kind = PolicyKind::lockdep;
  policy.missed = "expected real, got none";
  made.result().policies.push_back(policy);
  Report report;
  report.sources = &made.sources();
  report.checks.push_back({&made.result(), {}});
  for (const char* kind :
       {"text", "sarif", "junit", "ktap", "github", "html", "json"}) {
    std::ostringstream out;
    writer_named(kind)->write(report, {}, out);
    CHECK_TRUE(out.str().find("expected real, got none") != std::string::npos);
  }
  std::ostringstream out;
  writer_named("github")->write(report, {}, out);
  CHECK_TRUE(out.str().find("line=3,col=11") != std::string::npos);
}

TEST(Writer, with_strict_a_note_is_a_failure_everywhere) {
  MadeCheck made("a.yaml", "scenario: s\nthreads: {t: [nop]}\n");
  made.result().as_expected = false;
  made.result().notes.push_back(
      {"t:2", "t never reaches nop", SourceSpan{2, 14, 3}, "", false});
  Report report;
  report.sources = &made.sources();
  report.checks.push_back({&made.result(), {}});
  ReportOptions options;
  options.strict = true;
  for (const char* kind :
       {"text", "sarif", "junit", "ktap", "github", "html"}) {
    std::ostringstream out;
    writer_named(kind)->write(report, options, out);
    CHECK_TRUE(out.str().find("t never reaches nop") != std::string::npos);
  }
}

TEST(Writer, many_notes_are_counted_rather_than_listed) {
  MadeCheck made("a.yaml", "scenario: s\nthreads: {t: [nop]}\n");
  for (int i = 0; i < 9; ++i)
    made.result().notes.push_back(
        {"t", "note " + std::to_string(i), SourceSpan{2, 1, 1}, "", false});
  Report report;
  report.sources = &made.sources();
  report.checks.push_back({&made.result(), {}});
  std::ostringstream brief, whole;
  ReportOptions options;
  write_text(report, options, brief);
  options.verbose = true;
  write_text(report, options, whole);
  CHECK_TRUE(brief.str().find("note 3") != std::string::npos);
  CHECK_TRUE(brief.str().find("note 4") == std::string::npos);
  CHECK_TRUE(brief.str().find("and 5 more notes") != std::string::npos);
  CHECK_TRUE(whole.str().find("note 8") != std::string::npos);
}

TEST(Writer, times_are_left_out_only_on_demand) {
  MadeCheck made("a.yaml", "scenario: s\nthreads: {t: [nop]}\n");
  made.result().seconds = 1.5;
  Report report;
  report.sources = &made.sources();
  report.checks.push_back({&made.result(), {}});
  for (const char* kind : {"json", "junit"}) {
    std::ostringstream timed, reproducible;
    ReportOptions options;
    writer_named(kind)->write(report, options, timed);
    options.reproducible = true;
    writer_named(kind)->write(report, options, reproducible);
    CHECK_TRUE(timed.str().find("1.5") != std::string::npos);
    CHECK_TRUE(reproducible.str().find("1.5") == std::string::npos);
  }
}

TEST(Writer, an_empty_run_is_a_valid_report) {
  const Sources sources;
  Report report;
  report.sources = &sources;
  for (const WriterFacts& facts : all_writers()) {
    std::ostringstream out;
    facts.write(report, {}, out);
    // No annotation is right where nothing is wrong.
    CHECK_TRUE(!out.str().empty() || facts.name == "github");
  }
}

TEST_GROUP(ReportRequests){};

TEST(ReportRequests, several_at_once) {
  const auto requests = parse_requests({"ktap", "junit=out.xml", "json=a=b"});
  STRCMP_EQUAL("", requests.error.c_str());
  LONGS_EQUAL(3, requests.list.size());
  STRCMP_EQUAL("", requests.list[0].file.c_str());
  STRCMP_EQUAL("out.xml", requests.list[1].file.c_str());
  STRCMP_EQUAL("a=b", requests.list[2].file.c_str());
}

TEST(ReportRequests, unknown_kinds_are_refused_with_a_hint) {
  STRCMP_EQUAL("there is no report kind `jnit`; did you mean `junit`?",
               parse_requests({"jnit"}).error.c_str());
}

TEST(ReportRequests, two_for_one_place_are_refused) {
  STRCMP_EQUAL("two reports go to standard output",
               parse_requests({"ktap", "json"}).error.c_str());
  STRCMP_EQUAL("two reports go to `x`",
               parse_requests({"ktap=x", "json=x"}).error.c_str());
}

TEST(ReportRequests, a_name_is_needed_after_the_sign) {
  CHECK_TRUE(!parse_requests({"json="}).error.empty());
}
