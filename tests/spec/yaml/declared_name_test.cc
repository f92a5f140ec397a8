#include "spec/yaml/declared_name.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using Form = DeclaredName::Form;

TEST_GROUP(declared_name){};

TEST(declared_name, a_name_alone_is_a_single_thing) {
  const auto parsed = parse_declared_name("flip");
  CHECK(parsed.declared.has_value());
  CHECK(parsed.declared->form == Form::single);
  STRCMP_EQUAL("flip", parsed.declared->name.c_str());
}

TEST(declared_name, a_range_makes_a_family_in_both_spellings) {
  for (const char* text : {"f[i=0..n]", "f[i: 0..n]", "f[ i = 0 .. n ]"}) {
    const auto parsed = parse_declared_name(text);
    CHECK(parsed.declared.has_value());
    CHECK(parsed.declared->form == Form::family);
    STRCMP_EQUAL("i", parsed.declared->index.c_str());
    CHECK(parsed.declared->from->kind == ExprTree::Kind::number);
    STRCMP_EQUAL("n", parsed.declared->to->name.c_str());
  }
}

TEST(declared_name, an_index_alone_names_one_member) {
  const auto parsed = parse_declared_name("t[n-1]");
  CHECK(parsed.declared.has_value());
  CHECK(parsed.declared->form == Form::member);
}

TEST(declared_name, offsets_are_those_of_the_whole_text) {
  const auto parsed = parse_declared_name("f[i=0..n]");
  CHECK_EQUAL(7u, parsed.declared->to->begin);
  CHECK_EQUAL(8u, parsed.declared->to->end);
}

TEST(declared_name, spellings_of_one_family_compare_equal) {
  STRCMP_EQUAL(canonical_name("f[i=0..2]").c_str(),
               canonical_name("f[ i: 0 .. 2 ]").c_str());
  STRCMP_EQUAL("f", base_name("f [i=0..2]").c_str());
}

TEST(declared_name, what_is_no_name_is_refused) {
  for (const char* text :
       {"", "1a", "a b", "f[0..2]", "f[i=0..2", "f[i=..2]", "f[i=0..]", "f[]",
        "f[i j=0..2]", "[i=0..2]", "f[i=0..2]x"})
    CHECK(!parse_declared_name(text).declared);
}
