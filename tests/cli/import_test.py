"""picket import: scenarios from kernel logs, checked as they come out."""
import unittest

from case import Case

LOG = """\
[   12.0] WARNING: possible circular locking dependency detected
[   12.0] 6.9.0-toy #1 Not tainted
[   12.0] toyd/17 is trying to acquire lock:
[   12.0] ffff0001 (&toy->left){+.+.}-{3:3}, at: toy_pull+0x1/0x9
[   12.0]
         but task is already holding lock:
[   12.0] ffff0002 (%s){+.+.}-{%s}, at: toy_run+0x2/0x9
[   12.0] -> #1 (%s){+.+.}-{%s}:
[   12.0]        %s+0x1/0x2
[   12.0]        toy_push+0x4/0x9
[   12.0] -> #0 (&toy->left){+.+.}-{3:3}:
[   12.0]        __mutex_lock+0x1/0x2
[   12.0]        toy_pull+0x1/0x9
"""


def log(held="&toy->right", types="3:3", taken="__mutex_lock"):
    return LOG % (held, types, held, types, taken)


class Import(Case):
    def check_log(self, text, *expected):
        self.write("log.txt", text)
        yaml = self.run_picket("import", "log.txt").stdout
        self.write("scenario.yaml", yaml)
        checked = self.run_picket("check", "scenario.yaml").stdout
        for part in expected:
            self.assertIn(part, checked, yaml)

    def test_what_is_written_finds_the_deadlock(self):
        self.check_log(log(), "deadlock: [toy_pull, toy_push]")

    def test_pseudo_locks_are_what_they_stand_for(self):
        for held, types, taken in [
                ("dma_fence_map", "0:0", "__dma_fence_might_wait"),
                ("(work_completion)(&toy->work)", "0:0", "__flush_work"),
                ('(wq_completion)"toy"', "0:0", "__flush_workqueue"),
                ("srcu", "0:0", "__synchronize_srcu"),
                ("&toy->rw", "4:4", "down_write")]:
            with self.subTest(held=held):
                self.check_log(log(held, types, taken), "pass", "deadlock")

    def test_reclaim_that_takes_what_its_caller_holds(self):
        self.check_log(log("fs_reclaim", "0:0", "fs_reclaim_acquire"),
                       "recursive-lock")

    def test_one_lock_in_two_interrupt_states(self):
        self.check_log("""WARNING: inconsistent lock state
inconsistent {IN-SOFTIRQ-W} -> {SOFTIRQ-ON-W} usage.
toyd/17 [HC0[0]:SC0[0]:HE1:SE1] takes:
ffff0001 (&toy->lock){+.?.}-{2:2}, at: toy_push+0x1/0x9
""", "deadlock")

    def test_two_locks_and_an_interrupt(self):
        self.check_log("""WARNING: HARDIRQ-safe -> HARDIRQ-unsafe lock order detected
but this new dependency connects a HARDIRQ-irq-safe lock:
 (&toy->irq){-.-.}-{2:2}
to a HARDIRQ-irq-unsafe lock:
 (&toy->task){+.+.}-{2:2}
""", "deadlock")

    def test_one_object_twice_and_two_of_a_class(self):
        text = """WARNING: possible recursive locking detected
toyd/17 is trying to acquire lock:
ffff0001 (&toy->lock){+.+.}-{3:3}, at: toy_push+0x1/0x9
but task is already holding lock:
ffff000%d (&toy->lock){+.+.}-{3:3}, at: toy_push+0x1/0x9
"""
        self.check_log(text % 1, "misuse: recursive-lock")
        self.check_log(text % 2, "deadlock")

    def test_a_hung_task_waits_where_it_did(self):
        text = """INFO: task toyd:17 blocked for more than 120 seconds.
      Not tainted 6.9.0-toy #1
Call Trace:
 __schedule+0x1/0x2
 schedule+0x1/0x2
 %s+0x1/0x2
 toy_open+0x1/0x2
"""
        for blocked, finding in [("__mutex_lock", "hang: holder_of"),
                                 ("rwsem_down_read_slowpath", "hang: holder"),
                                 ("wait_for_completion", "hang: toyd"),
                                 ("dma_fence_default_wait",
                                  "unsignaled-fence: "),
                                 ("__flush_work", "hang: work_struct_in"),
                                 ("__flush_workqueue", "hang: item_of"),
                                 ("toy_sleep", "hang: toyd")]:
            with self.subTest(blocked=blocked):
                self.check_log(text % blocked, finding)

    def test_owners_that_the_log_names_make_a_cycle(self):
        trace = """Call Trace:
 __schedule+0x1/0x2
 __mutex_lock+0x1/0x2
 toy_%s+0x1/0x2
"""
        self.check_log(
            "INFO: task a:1 blocked for more than 120 seconds.\n"
            + trace % "left" +
            "INFO: task a:1 is blocked on a mutex likely owned by task b:2.\n"
            "INFO: task b:2 blocked for more than 120 seconds.\n"
            + trace % "right" +
            "INFO: task b:2 is blocked on a mutex likely owned by task a:1.\n",
            "deadlock: [a, b]")

    def test_bytes_that_are_no_text_do_not_reach_the_scenario(self):
        text = log().replace("toyd", "t\xe9yd").encode("latin-1")
        self.check_log(text, "deadlock: [toy_pull, toy_push]")

    def test_what_is_no_report_is_bad_input(self):
        for text in ("", "nothing of interest\n", "\0\1\2\xff" * 100,
                     "possible circular locking dependency detected\n"):
            self.write("log.txt", text)
            done = self.run_picket("import", "log.txt", status=2)
            self.assertIn("no report in it", done.stderr)
            self.assertEqual("", done.stdout)
        self.run_picket("import", "none.txt", status=2)

    def test_other_kinds_are_left_out_on_request(self):
        self.write("log.txt", log())
        self.run_picket("import", "--kind", "lockdep", "log.txt")
        self.run_picket("import", "--kind", "hung-task", "log.txt", status=2)


if __name__ == "__main__":
    unittest.main()
