R"pml(
/* semaphore: a count without an owner. It is handed to the first who waits;
   who has not come yet is as good as who waits. */
byte count[OBJECTS];

inline down(s)
{
  atomic {
    alive(s);
    might_sleep();
    (gone[s] || count[s] > 0);
    alive(s);
    count[s]--
  }
}

inline down_interruptible(s)
{
  atomic {
    alive(s);
    might_sleep();
    if
    :: gone[s] -> alive(s)
    :: !gone[s] && count[s] > 0 -> count[s]--; ret = 0
    :: !gone[s] && count[s] == 0 && pending[me] -> ret = -4
    fi
  }
}

inline down_trylock(s)
{
  atomic {
    alive(s);
    if
    :: count[s] > 0 -> count[s]--; ret = 0
    :: else -> ret = 1
    fi
  }
}

inline up(s)
{
  atomic { alive(s); count[s]++ }
}
)pml"
