// Scenarios that several tests of reports speak about.
#pragma once

namespace picket::test {

// Lines are counted in tests: keep them where they are.
inline constexpr const char* kInversion = R"(scenario: resv-inversion
objects:
  resv: dma_resv
  flip: dma_fence
threads:
  commit_tail:
    - dma_fence_begin_signalling
    - dma_resv_lock: resv
    - dma_resv_unlock: resv
    - dma_fence_signal: flip
    - dma_fence_end_signalling
  evict:
    - dma_resv_lock: resv
    - dma_fence_wait: flip
    - dma_resv_unlock: resv
  other:
    - dma_resv_lock: resv
    - dma_resv_unlock: resv
rules:
  no-resv: {never: dma_resv_lock(*), within: signalling}
expect:
  - deadlock: [commit_tail, evict]
variants:
  fixed:
    threads:
      commit_tail:
        - dma_fence_begin_signalling
        - dma_fence_signal: flip
        - dma_fence_end_signalling
    expect: pass
)";

}  // namespace picket::test
