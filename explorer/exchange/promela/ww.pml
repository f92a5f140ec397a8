R"pml(
/* ww_mutex and the lock of a dma_resv: transactions with stamps, of which a
   smaller one is older and wins. */
byte stamp[OBJECTS];         /* of a ctx; 0: not begun */
byte acquired[OBJECTS];      /* of a ctx: locks it holds */
bool wounded[OBJECTS];
bool acquire_done[OBJECTS];
byte contending[OBJECTS];    /* of a ctx: the lock + 1 it got -EDEADLK for */
byte in_ctx[OBJECTS];        /* of a lock: the ctx + 1 it is held in */
byte waits_for[OBJECTS];     /* of a ctx: the lock + 1 it waits for */
bool wait_die[OBJECTS];      /* of a lock: its class's algorithm */
byte last_stamp[CLASSES];
hidden byte one_ctx;

inline ww_acquire_init(c, klass)
{
  atomic {
    alive(c);
    if
    :: stamp[c] > 0 || last_stamp[klass] == 255 -> misuse(ww_misuse)
    :: else
    fi;
    last_stamp[klass]++;
    stamp[c] = last_stamp[klass];
    acquired[c] = 0;
    wounded[c] = false;
    acquire_done[c] = false;
    contending[c] = 0
  }
}

inline ww_acquire_done(c)
{
  atomic {
    alive(c);
    if
    :: stamp[c] == 0 || acquire_done[c] -> misuse(ww_misuse)
    :: else -> acquire_done[c] = true
    fi
  }
}

inline ww_acquire_fini(c)
{
  atomic {
    alive(c);
    if
    :: stamp[c] == 0 || acquired[c] > 0 -> misuse(ww_misuse)
    :: else -> stamp[c] = 0; acquire_done[c] = false; contending[c] = 0;
       wounded[c] = false
    fi
  }
}

/* What CONFIG_DEBUG_MUTEXES complains of when a lock has been got. */
inline ww_take(l, c)
{
  owner[l] = me + 1;
  held++;
  in_ctx[l] = (c) + 1;
  if
  :: stamp[c] == 0 || acquire_done[c] ||
     (contending[c] != 0 && (contending[c] != (l) + 1 || acquired[c] > 0)) ->
     misuse(ww_misuse)
  :: else
  fi;
  contending[c] = 0;
  acquired[c]++;
  /* wound-wait: an older one that waits and holds something wounds. */
  one_ctx = 0;
  do
  :: one_ctx == OBJECTS -> break
  :: one_ctx < OBJECTS && !wait_die[l] && waits_for[one_ctx] == (l) + 1 &&
     acquired[one_ctx] > 0 && stamp[one_ctx] < stamp[c] ->
     wounded[c] = true; break
  :: else -> one_ctx++
  od
}

/* MUST_DIE(l, c): somebody older holds the lock or is in line for it. */
inline ww_contended(l, c)
{
  waits_for[c] = (l) + 1;
  if
  :: !wait_die[l] && acquired[c] > 0 && in_ctx[l] > 0 ->
     if
     :: stamp[in_ctx[l] - 1] > stamp[c] -> wounded[in_ctx[l] - 1] = true
     :: else
     fi
  :: else
  fi
}

/* Twice is once too often: all locks should have been released before. */
inline ww_back_off(l, c)
{
  if
  :: contending[c] != 0 -> misuse(ww_misuse)
  :: else -> contending[c] = (l) + 1; ret = -35
  fi
}

/* interruptible: a signal ends the wait. */
inline ww_mutex_lock(l, c, interruptible)
{
  atomic {
    alive(l);
    might_sleep();
    if
    :: owner[l] != 0 && in_ctx[l] == (c) + 1 -> ret = -114; phase = 0
    :: owner[l] == me + 1 && in_ctx[l] != (c) + 1 -> misuse(recursive_lock)
    :: owner[l] != me + 1 && in_ctx[l] != (c) + 1 ->
       if
       :: acquired[c] == 0 -> wounded[c] = false
       :: else
       fi;
       if
       :: owner[l] == 0 -> ww_take(l, c); ret = 0; phase = 0
       :: else -> ww_contended(l, c); phase = 1
       fi
    fi
  };
  do
  :: atomic { phase == 0 -> break }
  :: atomic { phase == 1 && gone[l] -> alive(l) }
  :: atomic { phase == 1 && owner[l] == 0 ->
       waits_for[c] = 0; ww_take(l, c); ret = 0; phase = 0; break
     }
  :: atomic { phase == 1 && owner[l] != 0 && interruptible && pending[me] ->
       waits_for[c] = 0; ret = -4; phase = 0; break
     }
  :: atomic { phase == 1 && owner[l] != 0 && acquired[c] > 0 &&
              (wait_die[l] -> MUST_DIE(l, c) : wounded[c]) ->
       waits_for[c] = 0; ww_back_off(l, c); phase = 0; break
     }
  od
}

/* A plain mutex for who has no transaction. */
inline ww_mutex_lock_slow(l, c, interruptible)
{
  atomic {
    if
    :: contending[c] == 0 -> misuse(ww_misuse)
    :: else
    fi
  };
  ww_mutex_lock(l, c, interruptible)
}

inline ww_mutex_trylock(l, c)
{
  atomic {
    alive(l);
    if
    :: owner[l] == 0 -> ww_take(l, c); ret = 1
    :: else -> ret = 0
    fi
  }
}

inline ww_mutex_unlock(l)
{
  atomic {
    alive(l);
    if
    :: owner[l] != me + 1 -> misuse(unlock_not_held)
    :: else
    fi;
    if
    :: in_ctx[l] > 0 && acquired[in_ctx[l] - 1] == 0 -> misuse(ww_misuse)
    :: in_ctx[l] > 0 && acquired[in_ctx[l] - 1] > 0 -> acquired[in_ctx[l] - 1]--
    :: else
    fi;
    in_ctx[l] = 0;
    owner[l] = 0;
    held--
  }
}
)pml"
