#include "spec/yaml/arithmetic.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using Trouble = Computed::Trouble;

TEST_GROUP(arithmetic){};

TEST(arithmetic, division_truncates_towards_zero) {
  CHECK_EQUAL(-2, compute(ExprKind::divide, -5, 2).value);
  CHECK_EQUAL(-1, compute(ExprKind::modulo, -5, 2).value);
  CHECK_EQUAL(1, compute(ExprKind::modulo, 5, -2).value);
}

TEST(arithmetic, comparisons_and_logic_give_zero_or_one) {
  CHECK_EQUAL(1, compute(ExprKind::less, -1, 0).value);
  CHECK_EQUAL(1, compute(ExprKind::and_, 7, -3).value);
  CHECK_EQUAL(0, compute(ExprKind::or_, 0, 0).value);
  CHECK_EQUAL(1, compute(ExprKind::not_, 0, 0).value);
  CHECK_EQUAL(0, compute(ExprKind::not_, 5, 0).value);
}

TEST(arithmetic, what_leaves_32_bits_is_an_overflow) {
  const std::int64_t most = 2147483647;
  CHECK(compute(ExprKind::add, most, 1).trouble == Trouble::overflow);
  CHECK(compute(ExprKind::multiply, 65536, 65536).trouble == Trouble::overflow);
  CHECK(compute(ExprKind::divide, -most - 1, -1).trouble == Trouble::overflow);
  CHECK(compute(ExprKind::add, most + 1, -1).trouble == Trouble::overflow);
  CHECK(compute(ExprKind::negate, most + 1, 0).trouble == Trouble::none);
  CHECK(compute(ExprKind::negate, -most - 1, 0).trouble == Trouble::overflow);
}

TEST(arithmetic, division_by_zero_has_no_value) {
  CHECK(compute(ExprKind::divide, 1, 0).trouble == Trouble::division_by_zero);
  CHECK(compute(ExprKind::modulo, 0, 0).trouble == Trouble::division_by_zero);
}
