R"pml(
/* kthread_stop: the flag, a wake-up, and a wait for the thread's end. */
bool should_stop[CONTEXTS];
bool started[CONTEXTS];
bool ended[CONTEXTS];
int exit_value[CONTEXTS];

inline kthread_should_stop(is_kthread)
{
  atomic {
    if
    :: !(is_kthread) -> misuse(wrong_context)
    :: else -> ret = (should_stop[me] -> 1 : 0)
    fi
  }
}

inline kthread_stop(task)
{
  atomic {
    might_sleep();
    should_stop[task] = true;
    if
    :: state[task] != TASK_RUNNING -> state[task] = TASK_RUNNING
    :: else
    fi
  };
  atomic { ended[task]; ret = exit_value[task] }
}
)pml"
