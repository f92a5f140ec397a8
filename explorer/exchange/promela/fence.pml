R"pml(
/* dma_fence: a bit that is set once, under a lock, callbacks that run under
   that lock, sleepers that look at the bit under it. The lock is one of
   spin.pml; signalling takes it with interrupts off. */
bool signaled[OBJECTS];
bool published[OBJECTS];
bool uninitialized[OBJECTS];
bool enabling[OBJECTS];        /* signalling was enabled */
int fence_error[OBJECTS];
byte references[OBJECTS];

/* At the end of a schedule that does not get stuck. */
inline left_behind(f)
{
  if
  :: published[f] && !signaled[f] ->
     unsignaled_fence = 1; assert(!unsignaled_fence)
  :: else
  fi
}

inline usable(f)
{
  alive(f);
  if
  :: uninitialized[f] -> misuse(signal_uninitialized)
  :: else
  fi
}

/* Others may hold it; who holds it himself waits for ever. */
inline fence_lock_attempt(f, l)
{
  usable(f);
  alive(l);
  if
  :: owner[l] == me + 1 -> misuse(recursive_lock)
  :: else
  fi
}

#ifdef CPUS
inline fence_lock(f, l)
{
  atomic { fence_lock_attempt(f, l); disable(IRQSAVE) };
  atomic {
    (gone[f] || owner[l] == 0);
    alive(f);
    owner[l] = me + 1;
    held++
  }
}
#else
inline fence_lock(f, l)
{
  atomic {
    fence_lock_attempt(f, l);
    if
    :: gone[f] -> alive(f)
    :: !gone[f] && owner[l] == 0 -> owner[l] = me + 1; held++; disable(IRQSAVE)
    fi
  }
}
#endif

inline fence_unlock(f, l)
{
  atomic {
    alive(f);
    alive(l);
    owner[l] = 0;
    held--;
    enable(IRQSAVE)
  }
}

/* dma_fence_signal of a fence whose callbacks and lock nobody can see. */
inline dma_fence_signal(f, l)
{
  atomic {
    fence_lock_attempt(f, l);
#ifdef CPUS
    disable(IRQSAVE)
  };
  atomic {
#endif
    if
    :: gone[f] -> alive(f)
    :: !gone[f] && owner[l] == 0 && signaled[f] -> ret = -22
    :: !gone[f] && owner[l] == 0 && !signaled[f] -> signaled[f] = true; ret = 0
    fi;
#ifdef CPUS
    enable(IRQSAVE)
#endif
  }
}

/* ret = 0: the bit is set, callbacks are to be run, then fence_unlock. */
inline fence_set_bit(f)
{
  atomic {
    if
    :: signaled[f] -> ret = -22
    :: else -> signaled[f] = true; ret = 0
    fi
  }
}

inline fence_lock_held(f, l)
{
  atomic {
    usable(f);
    if
    :: owner[l] != me + 1 -> misuse(lock_not_held)
    :: else
    fi
  }
}

inline dma_fence_set_error(f, error)
{
  atomic {
    usable(f);
    if
    :: signaled[f] -> misuse(error_after_signal)
    :: else
    fi;
    fence_error[f] = error
  }
}

inline dma_fence_test_signaled_flag(f)
{
  atomic { usable(f); ret = (signaled[f] -> 1 : 0) }
}

inline publish(f)
{
  atomic { alive(f); published[f] = true }
}

/* Until the bit is set and the lock, which sleepers look at it under, free. */
#ifdef CPUS
inline look_under_lock(f, l)
{
  disable(IRQSAVE);
  (gone[f] || owner[l] == 0);
  alive(f);
  again = !signaled[f];
  enable(IRQSAVE)
}

inline dma_fence_wait(f, l)
{
  atomic { usable(f); might_sleep(); look_under_lock(f, l) };
  if
  :: atomic { !again -> skip }
  :: atomic { again && (gone[f] || signaled[f]) -> alive(f);
       look_under_lock(f, l)
     }
  fi
}
#else
inline dma_fence_wait(f, l)
{
  atomic {
    (CANNOT_SLEEP || gone[f] || uninitialized[f] ||
     (signaled[f] && owner[l] == 0));
    usable(f);
    might_sleep()
  }
}
#endif

/* time: -1 none, 0 only a look. The bit wins over a signal that is there when
   the wait begins; a signal wins when it ends. */
inline dma_fence_wait_until(f, l, time, interruptible, success)
{
  atomic {
    usable(f);
    might_sleep();
    (gone[f] || owner[l] == 0);
    alive(f);
    if
    :: signaled[f] -> ret = success; again = false
    :: !signaled[f] && interruptible && pending[me] -> ret = -512; again = false
    :: !signaled[f] && !(interruptible && pending[me]) ->
       ret = 0; again = (time != 0)
    fi
  };
  if
  :: atomic { !again -> skip }
  :: atomic { again && gone[f] -> alive(f) }
  :: atomic { again && owner[l] == 0 && interruptible && pending[me] ->
       ret = -512; again = false
     }
  :: atomic { again && owner[l] == 0 && signaled[f] &&
              !(interruptible && pending[me]) ->
       ret = success; again = false
     }
  :: atomic { again && time > 0 && owner[l] == 0 && !signaled[f] ->
       ret = 0; again = false
     }
  fi
}

/* References. ret = 1: that was the last one. */
inline dma_fence_get(f)
{
  atomic {
    usable(f);
    if
    :: references[f] == 0 -> misuse(use_after_free)
    :: else -> references[f]++
    fi
  }
}

inline dma_fence_put(f)
{
  atomic {
    if
    :: !uninitialized[f] && references[f] == 0 -> misuse(refcount_underflow)
    :: else
    fi;
    usable(f);
    references[f]--;
    ret = (references[f] == 0 -> 1 : 0)
  }
}

inline fence_gone(f, l)
{
  atomic { gone[f] = 1; gone[l] = 1 }
}

inline dma_fence_init(f)
{
  signaled[f] = false;
  enabling[f] = false;
  uninitialized[f] = false;
  fence_error[f] = 0;
  references[f] = 1
}
)pml"
