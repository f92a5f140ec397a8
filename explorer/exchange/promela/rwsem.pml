R"pml(
/* rw_semaphore: while readers are inside, a writer that waits keeps out those
   that come after it; a lock that is free anybody may steal. */
inline take_shared(l)
{
  reads[READER(l)]++;
  readers[l]++;
  held++
}

inline down_read(l)
{
  atomic {
    (CANNOT_SLEEP || gone[l] || owner[l] == me + 1 ||
     owner[l] == 0 && (writers_waiting[l] == 0 || readers[l] == 0));
    alive(l);
    might_sleep();
    if
    :: owner[l] == me + 1 -> misuse(recursive_lock)
    :: else -> take_shared(l)
    fi
  }
}

/* Not past somebody who waits. */
inline down_read_trylock(l)
{
  atomic {
    alive(l);
    if
    :: owner[l] == 0 && writers_waiting[l] == 0 -> take_shared(l); ret = 1
    :: else -> ret = 0
    fi
  }
}

inline down_write(l)
{
  atomic {
    alive(l);
    might_sleep();
    if
    :: owner[l] == me + 1 || reads[READER(l)] > 0 -> misuse(recursive_lock)
    :: owner[l] == 0 && readers[l] == 0 ->
       owner[l] = me + 1; held++; again = false
    :: else -> writers_waiting[l]++; again = true
    fi
  };
  if
  :: atomic { !again -> skip }
  :: atomic {
       again && (gone[l] || owner[l] == 0 && readers[l] == 0);
       alive(l);
       writers_waiting[l]--;
       owner[l] = me + 1;
       held++;
       again = false
     }
  fi
}

inline down_write_trylock(l)
{
  atomic {
    alive(l);
    if
    :: owner[l] == 0 && readers[l] == 0 && writers_waiting[l] == 0 ->
       owner[l] = me + 1; held++; ret = 1
    :: else -> ret = 0
    fi
  }
}

inline up_read(l)
{
  atomic {
    alive(l);
    if
    :: reads[READER(l)] == 0 -> misuse(unlock_not_held)
    :: else -> reads[READER(l)]--; readers[l]--; held--
    fi
  }
}

inline up_write(l)
{
  atomic {
    alive(l);
    if
    :: owner[l] != me + 1 -> misuse(unlock_not_held)
    :: else -> owner[l] = 0; held--
    fi
  }
}

inline downgrade_write(l)
{
  atomic {
    alive(l);
    if
    :: owner[l] != me + 1 -> misuse(unlock_not_held)
    :: else -> owner[l] = 0; reads[READER(l)]++; readers[l]++
    fi
  }
}

/* percpu_rw_semaphore: a writer that has come blocks every reader that comes
   after it, and waits for those inside. */
inline percpu_down_read(l)
{
  atomic {
    (CANNOT_SLEEP || gone[l] || owner[l] == me + 1 ||
     owner[l] == 0 && writers_waiting[l] == 0);
    alive(l);
    might_sleep();
    if
    :: owner[l] == me + 1 -> misuse(recursive_lock)
    :: else -> take_shared(l)
    fi
  }
}
)pml"
