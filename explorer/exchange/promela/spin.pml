R"pml(
/* spinlock_t and raw_spinlock_t. Queued among CPUs, but who has not begun to
   spin yet is as good as who has, on other CPUs. */
#ifdef CPUS
/* Others of the CPU can tell that somebody spins. */
inline spin_lock(l, form)
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
    (gone[l] || owner[l] == 0);
    alive(l);
    owner[l] = me + 1;
    held++
  }
}
#else
inline spin_lock(l, form)
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
    :: !gone[l] && owner[l] == 0 -> owner[l] = me + 1; held++; disable(form)
    fi
  }
}
#endif

inline spin_trylock(l, form)
{
  atomic {
    alive(l);
    may_disable(form);
    if
    :: owner[l] == 0 -> owner[l] = me + 1; held++; disable(form); ret = 1
    :: else -> ret = 0
    fi
  }
}

inline spin_unlock(l, form)
{
  atomic {
    alive(l);
    if
    :: owner[l] != me + 1 -> misuse(unlock_not_held)
    :: else
    fi;
    may_enable(form);
    owner[l] = 0;
    held--;
    enable(form)
  }
}
)pml"
