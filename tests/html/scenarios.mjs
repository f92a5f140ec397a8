// Scenarios that between them show every part of the page.

export const kInversion = `scenario: inversion
about: The worker locks what the waiter holds.
objects: {bo: dma_resv, flip: dma_fence}
threads:
  commit:
    - dma_fence_begin_signalling
    - dma_resv_lock: bo
    - dma_resv_unlock: bo
    - dma_fence_signal: flip
    - dma_fence_end_signalling
  evict:
    - dma_resv_lock: bo
    - dma_fence_wait: flip
    - dma_resv_unlock: bo
rules:
  no-resv: {never: dma_resv_lock(*), within: signalling}
expect:
  - deadlock: [commit, evict]
  - rule: no-resv
reports:
  lockdep: none
`;

export const kHandOver = `scenario: hand-over
objects: {m: mutex, done: completion, n: int}
threads:
  first:
    - mutex_lock: m
    - set: {n: 1}
    - mutex_unlock: m
    - complete: done
  second:
    - wait_for_completion: done
    - mutex_lock: m
    - assert: n == 0
    - mutex_unlock: m
`;

// More lanes than fit beside each other.
export const kWide = `scenario: wide
objects: {"a_lock_with_a_long_name[i=0..7]": mutex}
threads:
  "philosopher[i=0..7]":
    - mutex_lock: "a_lock_with_a_long_name[i]"
    - mutex_lock: "a_lock_with_a_long_name[(i+1)%8]"
`;

export const kAbba = `scenario: abba
objects: {a: mutex, b: mutex}
threads:
  one: [{mutex_lock: a}, {mutex_lock: b}, {mutex_unlock: b}, {mutex_unlock: a}]
  two: [{mutex_lock: b}, {mutex_lock: a}, {mutex_unlock: a}, {mutex_unlock: b}]
`;

export const kFixed = `scenario: fixed
objects: {m: mutex}
threads:
  one: [{mutex_lock: m}, {mutex_unlock: m}]
`;

// Whatever could end the script, make an element, or be an entity.
export const kHostile = `scenario: hostile
about: "</script><script>document.title = 'taken'</script><!-- &lt; \\u2028"
source: "<img src=x onerror=\\"document.title = 'taken'\\">"
objects: {m: mutex}
threads:
  one:
    - {mutex_lock: m, note: "]]></script><b id=taken>"}
    - mutex_lock: m
# </script><b id=taken>
`;

// Quick to search: hardly two threads ever have a choice at the same time.
export function long_scenario(rounds) {
  return `scenario: long
objects: {m: mutex, b: mutex, n: int}
threads:
  gpu:
    - repeat: ${rounds}
      do: [{mutex_lock: m}, {set: {n: n+1}}, {mutex_unlock: m}]
    - {mutex_lock: m}
    - {mutex_lock: b}
  cpu:
    - {mutex_lock: b}
    - {mutex_lock: m}
`;
}
