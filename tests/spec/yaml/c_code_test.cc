#include "spec/yaml/c_code.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

void step(const char* expected, const char* c) {
  STRCMP_EQUAL(expected, step_of_call(c).c_str());
}

}  // namespace

TEST_GROUP(CCode){};

TEST(CCode, a_call_is_a_step) {
  step("mutex_lock: x", "mutex_lock(&x);");
  step("mutex_lock: x", "mutex_lock(&dev->x)");
  step("dma_fence_begin_signalling", "dma_fence_begin_signalling();");
  step("dma_fence_wait: {fence: f, intr: true}", "dma_fence_wait(f, true);");
}

TEST(CCode, a_condition_stays_whole) {
  step("wait_event: {wq: q, until: done == 1 && f(x, y)}",
       "wait_event(q, done == 1 && f(x, y));");
}

TEST(CCode, the_result_goes_to_a_local_variable) {
  step("{mutex_trylock: x, into: ret}", "ret = mutex_trylock(&x);");
  step("{mutex_trylock: x, into: ret}", "int ret = mutex_trylock(&x);");
}

TEST(CCode, what_is_no_call_of_an_operation_is_none) {
  step("", "mutex_lok(&x)");
  step("", "if (x)");
  step("", "mutex_lock");
  step("", "");
}

TEST(CCode, an_address_is_a_name) {
  STRCMP_EQUAL("m", name_of_address("&m").c_str());
  STRCMP_EQUAL("m", name_of_address("dev->a->m").c_str());
  STRCMP_EQUAL("", name_of_address("m").c_str());
  STRCMP_EQUAL("", name_of_address("a + b").c_str());
}

TEST(CCode, types_lose_what_only_c_needs) {
  STRCMP_EQUAL("mutex", type_of_c("struct mutex").c_str());
  STRCMP_EQUAL("dma_fence", type_of_c("struct dma_fence *").c_str());
  STRCMP_EQUAL("wait_queue_head", type_of_c("wait_queue_head_t").c_str());
  STRCMP_EQUAL("spinlock_t", type_of_c("spinlock").c_str());
  STRCMP_EQUAL("", type_of_c("mutex").c_str());
  STRCMP_EQUAL("", type_of_c("struct device").c_str());
}

TEST(CCode, a_declaration_is_an_object) {
  STRCMP_EQUAL("x: mutex", object_of_declaration("struct mutex x;").c_str());
  STRCMP_EQUAL("f: dma_fence",
               object_of_declaration("struct dma_fence *f;").c_str());
  STRCMP_EQUAL("", object_of_declaration("whatever").c_str());
}
