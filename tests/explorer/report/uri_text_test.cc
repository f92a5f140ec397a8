#include "explorer/report/uri_text.h"

#include "explorer/report/dot_text.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

TEST_GROUP(UriText){};

TEST(UriText, a_relative_path_stays_relative) {
  STRCMP_EQUAL("a/b.yaml", uri_of("a/b.yaml").c_str());
  STRCMP_EQUAL("../a%20b/%23%3F%25.yaml", uri_of("../a b/#?%.yaml").c_str());
}

TEST(UriText, an_absolute_path_names_a_file) {
  STRCMP_EQUAL("file:///tmp/%C3%A9", uri_of("/tmp/\xc3\xa9").c_str());
}

TEST(UriText, no_first_part_is_taken_for_a_scheme) {
  STRCMP_EQUAL("c%3A/x.yaml", uri_of("c:/x.yaml").c_str());
}

TEST_GROUP(DotText){};

TEST(DotText, quotes_backslashes_and_line_ends_stay_what_they_are) {
  STRCMP_EQUAL("\"a \\\"b\\\" \\\\ c\\nd\"",
               dot_quoted("a \"b\" \\ c\nd").c_str());
}
