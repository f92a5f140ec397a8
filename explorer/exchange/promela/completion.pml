R"pml(
/* completion: a count; a waiter that was woken is not preferred to one that
   comes later. */
#define ALL 255

byte done_count[OBJECTS];

inline take_done(c)
{
  if
  :: done_count[c] != ALL -> done_count[c]--
  :: else
  fi
}

inline wait_for_completion(c)
{
  atomic {
    (CANNOT_SLEEP || gone[c] || done_count[c] > 0);
    alive(c);
    might_sleep();
    take_done(c)
  }
}

/* A count that is there wins over a signal. */
inline wait_for_completion_interruptible(c)
{
  atomic {
    alive(c);
    might_sleep();
    if
    :: gone[c] -> alive(c)
    :: !gone[c] && done_count[c] > 0 -> take_done(c); ret = 0
    :: !gone[c] && done_count[c] == 0 && pending[me] -> ret = -512
    fi
  }
}

/* A count that is there when the time is up wins. */
inline wait_for_completion_timeout(c)
{
  atomic {
    alive(c);
    might_sleep();
    if
    :: gone[c] -> alive(c)
    :: !gone[c] && done_count[c] > 0 -> take_done(c); ret = 1
    :: !gone[c] && done_count[c] == 0 -> ret = 0
    fi
  }
}

inline try_wait_for_completion(c)
{
  atomic {
    alive(c);
    if
    :: done_count[c] > 0 -> take_done(c); ret = 1
    :: else -> ret = 0
    fi
  }
}

inline completion_done(c)
{
  atomic { alive(c); ret = (done_count[c] > 0 -> 1 : 0) }
}

inline complete(c)
{
  atomic {
    alive(c);
    if
    :: done_count[c] == ALL
    :: else -> done_count[c]++
    fi
  }
}

inline complete_all(c)
{
  atomic { alive(c); done_count[c] = ALL }
}

inline reinit_completion(c)
{
  atomic { alive(c); done_count[c] = 0 }
}
)pml"
