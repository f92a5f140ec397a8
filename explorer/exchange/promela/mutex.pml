R"pml(
/* mutex and rt_mutex. A running task may take a lock that was just released
   before a waiter does, so a waiter is as good as somebody who comes later. */
inline mutex_lock(m)
{
  atomic {
    (CANNOT_SLEEP || gone[m] || owner[m] == me + 1 || owner[m] == 0);
    alive(m);
    might_sleep();
    if
    :: owner[m] == me + 1 -> misuse(recursive_lock)
    :: else -> owner[m] = me + 1; held++
    fi
  }
}

/* A free lock is taken before anybody looks for signals. */
inline mutex_lock_interruptible(m)
{
  atomic {
    alive(m);
    might_sleep();
    if
    :: gone[m] -> alive(m)
    :: !gone[m] && owner[m] == me + 1 -> misuse(recursive_lock)
    :: !gone[m] && owner[m] == 0 -> owner[m] = me + 1; held++; ret = 0
    :: !gone[m] && owner[m] != 0 && owner[m] != me + 1 && pending[me] ->
       ret = -4
    fi
  }
}

inline mutex_trylock(m)
{
  atomic {
    alive(m);
    if
    :: context != TASK -> misuse(wrong_context)
    :: else
    fi;
    if
    :: owner[m] == 0 -> owner[m] = me + 1; held++; ret = 1
    :: else -> ret = 0
    fi
  }
}

inline mutex_unlock(m)
{
  atomic {
    alive(m);
    if
    :: owner[m] != me + 1 -> misuse(unlock_not_held)
    :: else -> owner[m] = 0; held--
    fi
  }
}
)pml"
