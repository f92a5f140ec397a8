R"pml(
/* Signalling sections: the cookie tells whether the call did nothing, because
   the class is being signalled already or the context is atomic. Of each
   section one bit, the innermost last. */
hidden byte at;
byte open_sections[8 * CONTEXTS];
byte in_class[CLASSES * CONTEXTS];

inline dma_fence_begin_signalling(klass)
{
  atomic {
    if
    :: sections == 8 -> misuse(too_deep)
    :: else
    fi;
    ret = (in_class[(klass) * CONTEXTS + me] > 0 || preempt > 0 ||
           bottom_halves > 0 || context != TASK -> 1 : 0);
    open_sections[sections * CONTEXTS + me] = 2 * (klass) + ret + 1;
    sections++;
    in_class[(klass) * CONTEXTS + me] =
      in_class[(klass) * CONTEXTS + me] + 1 - ret
  }
}

/* The innermost open one with that cookie; 2: any. */
inline dma_fence_end_signalling(cookie)
{
  atomic {
    at = sections;
    do
    :: at == 0 -> misuse(unbalanced_signalling)
    :: at > 0 && (cookie == 2 ||
         ((open_sections[(at - 1) * CONTEXTS + me] - 1) % 2) == (cookie != 0)) ->
       break
    :: else -> at--
    od;
    at--;
    if
    :: (open_sections[at * CONTEXTS + me] - 1) % 2 == 0 ->
       in_class[((open_sections[at * CONTEXTS + me] - 1) / 2) * CONTEXTS + me]--
    :: else
    fi;
    sections--;
    do
    :: at < sections ->
       open_sections[at * CONTEXTS + me] =
         open_sections[(at + 1) * CONTEXTS + me];
       at++
    :: else -> break
    od;
    open_sections[sections * CONTEXTS + me] = 0
  }
}
)pml"
