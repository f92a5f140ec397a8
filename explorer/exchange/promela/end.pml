R"pml(
/* When nothing can go on any more: if all threads have ended, daemons may be
   blocked, and every published fence must be signalled. */
bool over;

#ifdef LIVELOCK
#define STUCK_OR_DONE timeout
#else
#define STUCK_OR_DONE timeout && unfinished == 0
#endif

proctype the_end()
{
end_the_end:
  atomic {
    STUCK_OR_DONE -> over = true;
    FENCES_AT_THE_END
  }
}

/* Goes on for ever once nothing else is to be looked at, so that no schedule
   of those is said to end in a wrong place. */
proctype after()
{
end_after:
  do
  :: halted || over
  od
}
)pml"
