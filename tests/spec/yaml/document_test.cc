#include "spec/yaml/document.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

NodePtr root_of(const std::string& text) {
  const ParsedText parsed = parse_documents("f.yaml", text);
  CHECK_EQUAL(0u, parsed.mistakes.list.size());
  CHECK_EQUAL(1u, parsed.documents.size());
  return parsed.documents.at(0);
}

std::string first_code(const std::string& text) {
  const ParsedText parsed = parse_documents("f.yaml", text);
  return parsed.mistakes.list.empty() ? "" : parsed.mistakes.list[0].code;
}

std::string place_text(const SourceSpan& span) {
  return std::to_string(span.line) + ":" + std::to_string(span.column) + "+" +
         std::to_string(span.length);
}

}  // namespace

TEST_GROUP(document){};

TEST(document, keys_and_values_know_their_place) {
  const NodePtr root = root_of("a: one\nbc:\n  - \"two\"\n  - 'x y'\n");
  CHECK_EQUAL(2u, root->entries.size());
  STRCMP_EQUAL("1:1+1", place_text(root->entries[0].key->span).c_str());
  STRCMP_EQUAL("1:4+3", place_text(root->entries[0].value->span).c_str());
  STRCMP_EQUAL("2:1+2", place_text(root->entries[1].key->span).c_str());
  const Node& list = *root->entries[1].value;
  STRCMP_EQUAL("3:5+5", place_text(list.items[0]->span).c_str());
  CHECK(list.items[0]->quoted);
  STRCMP_EQUAL("4:5+5", place_text(list.items[1]->span).c_str());
}

TEST(document, a_stretch_of_a_text_has_a_place) {
  const NodePtr root = root_of("a: x == 1\nb: \"x == 1\"\n");
  STRCMP_EQUAL(
      "1:9+1",
      place_text(place_in(*root->entries[0].value, 5, 6).span).c_str());
  STRCMP_EQUAL(
      "2:10+1",
      place_text(place_in(*root->entries[1].value, 5, 6).span).c_str());
}

TEST(document, a_folded_text_is_marked_as_a_whole) {
  const NodePtr root = root_of("a: >\n  x ==\n  1\n");
  CHECK_EQUAL(0, root->entries[0].value->text_column);
  CHECK_EQUAL(1, place_in(*root->entries[0].value, 3, 5).span.line);
}

TEST(document, an_absent_value_stands_at_its_key) {
  const NodePtr root = root_of("a:\nb: ~\n");
  CHECK(root->entries[0].value->is_null());
  STRCMP_EQUAL("1:1+1", place_text(root->entries[0].value->span).c_str());
  STRCMP_EQUAL("2:4+1", place_text(root->entries[1].value->span).c_str());
}

TEST(document, empty_documents_are_left_out) {
  const ParsedText parsed =
      parse_documents("f.yaml", "---\n---\na: b\n---\n...\n---\nc: d\n");
  CHECK_EQUAL(2u, parsed.documents.size());
}

TEST(document, a_syntax_error_keeps_the_documents_before_it) {
  const ParsedText parsed = parse_documents("f.yaml", "a: b\n---\nc: {d\n");
  CHECK_EQUAL(1u, parsed.documents.size());
  CHECK_EQUAL(1u, parsed.mistakes.list.size());
}

TEST(document, what_yaml_allows_and_scenarios_do_not_is_refused) {
  STRCMP_EQUAL("duplicate-key", first_code("a: 1\na: 2\n").c_str());
  STRCMP_EQUAL("yaml-tag", first_code("a: !done\n").c_str());
  STRCMP_EQUAL("yaml-anchor", first_code("a: &x 1\n").c_str());
  STRCMP_EQUAL("yaml-anchor", first_code("a: *x\n").c_str());
  STRCMP_EQUAL("merge-key", first_code("a: {<<: {b: c}}\n").c_str());
  STRCMP_EQUAL("bad-key", first_code("{a: b}: c\n").c_str());
}

TEST(document, nesting_is_limited) {
  STRCMP_EQUAL("too-deep", first_code(std::string(5000, '[')).c_str());
  STRCMP_EQUAL("too-deep", first_code(std::string(5000, '{')).c_str());
  std::string dashes;
  for (int k = 0; k < 5000; ++k) dashes += "- ";
  STRCMP_EQUAL("too-deep", first_code(dashes + "a").c_str());
}

TEST(document, a_huge_file_is_refused_before_it_is_parsed) {
  STRCMP_EQUAL("file-too-large",
               first_code(std::string((1 << 20) + 1, '#')).c_str());
}

TEST(document, escapes_cannot_smuggle_control_characters) {
  STRCMP_EQUAL("bad-character", first_code("a: \"\\x1b[31m\"\n").c_str());
  STRCMP_EQUAL("bad-character", first_code("a: \"\\0\"\n").c_str());
  STRCMP_EQUAL("", first_code("a: \"one\\ntwo\\t\"\n").c_str());
}
