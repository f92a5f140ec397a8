R"pml(
/* rwlock_t, the queued one: a writer that waits keeps out readers that come
   after it, except those in an interrupt or with bottom halves off. */
#ifdef CPUS
inline read_lock(l, form)
{
  atomic {
    alive(l);
    if
    :: owner[l] == me + 1 -> misuse(recursive_lock)
    :: else
    fi;
    may_disable(form);
    disable(form)
  };
  atomic {
    (gone[l] || owner[l] == 0 &&
     (writers_waiting[l] == 0 || !QUEUED || context != TASK ||
      bottom_halves > 0));
    alive(l);
    reads[READER(l)]++;
    readers[l]++;
    held++
  }
}
#else
inline read_lock(l, form)
{
  atomic {
    alive(l);
    if
    :: owner[l] == me + 1 -> misuse(recursive_lock)
    :: else
    fi;
    may_disable(form);
    if
    :: gone[l] -> alive(l)
    :: !gone[l] && owner[l] == 0 &&
       (writers_waiting[l] == 0 || !QUEUED || context != TASK ||
        bottom_halves > 0 || form == BH) ->
       reads[READER(l)]++; readers[l]++; held++; disable(form)
    fi
  }
}
#endif

inline read_trylock(l)
{
  atomic {
    alive(l);
    if
    :: owner[l] == 0 && (writers_waiting[l] == 0 || !QUEUED) ->
       reads[READER(l)]++; readers[l]++; held++; disable(PLAIN); ret = 1
    :: else -> ret = 0
    fi
  }
}

inline read_unlock(l, form)
{
  atomic {
    alive(l);
    if
    :: reads[READER(l)] == 0 -> misuse(unlock_not_held)
    :: else
    fi;
    may_enable(form);
    reads[READER(l)]--;
    readers[l]--;
    held--;
    enable(form)
  }
}

inline write_lock(l, form)
{
  atomic {
    alive(l);
    if
    :: owner[l] == me + 1 || reads[READER(l)] > 0 -> misuse(recursive_lock)
    :: else
    fi;
    may_disable(form);
    disable(form);
    if
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

inline write_trylock(l)
{
  atomic {
    alive(l);
    if
    :: owner[l] == 0 && readers[l] == 0 && (writers_waiting[l] == 0 || !QUEUED) ->
       owner[l] = me + 1; held++; disable(PLAIN); ret = 1
    :: else -> ret = 0
    fi
  }
}

inline write_unlock(l, form)
{
  spin_unlock(l, form)
}
)pml"
