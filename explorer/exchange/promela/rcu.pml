R"pml(
/* RCU and SRCU: who waits for a grace period waits for the readers that are
   inside when he comes. Of an SRCU domain the object; RCU itself is number
   OBJECTS. */
#define INSIDE(domain, who) inside[(domain) * CONTEXTS + (who)]
#define AWAITED(domain, who) \
  awaited[((domain) * CONTEXTS + (who)) * CONTEXTS + me]

byte inside[(OBJECTS + 1) * CONTEXTS];
bool awaited[(OBJECTS + 1) * CONTEXTS * CONTEXTS];
hidden byte reader;

inline read_section(domain)
{
  INSIDE(domain, me)++
}

inline read_section_ends(domain)
{
  INSIDE(domain, me)--;
  if
  :: INSIDE(domain, me) == 0 ->
     reader = 0;
     do
     :: reader < CONTEXTS ->
        awaited[((domain) * CONTEXTS + me) * CONTEXTS + reader] = false;
        reader++
     :: else -> break
     od
  :: else
  fi
}

inline rcu_read_lock()
{
  atomic { rcu++; read_section(OBJECTS) }
}

inline rcu_read_unlock()
{
  atomic {
    if
    :: rcu == 0 -> misuse(unlock_not_held)
    :: else -> rcu--; read_section_ends(OBJECTS)
    fi
  }
}

inline srcu_read_lock(s)
{
  atomic { alive(s); held++; read_section(s) }
}

inline srcu_read_unlock(s)
{
  atomic {
    alive(s);
    if
    :: INSIDE(s, me) == 0 -> misuse(unlock_not_held)
    :: else -> held--; read_section_ends(s)
    fi
  }
}

inline grace_period_begins(domain)
{
  reader = 0;
  do
  :: reader < CONTEXTS ->
     AWAITED(domain, reader) = INSIDE(domain, reader) > 0; reader++
  :: else -> break
  od
}
)pml"
