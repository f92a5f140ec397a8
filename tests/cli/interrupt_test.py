"""picket check, interrupted: what it says, what is left."""
import signal
import subprocess
import time
import unittest

from case import Case, HUGE, PICKET


class Interrupts(Case):
    def start(self):
        self.write("a.yaml", HUGE)
        process = subprocess.Popen([PICKET, "check", "a.yaml"],
                                   cwd=self.path, text=True,
                                   stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        time.sleep(1.5)
        return process

    def test_the_first_one_ends_with_what_was_covered(self):
        process = self.start()
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)
        self.assertIn("inconclusive", out)
        self.assertIn("interrupted", out)

    def test_the_second_one_kills(self):
        process = self.start()
        process.send_signal(signal.SIGINT)
        try:
            process.send_signal(signal.SIGINT)
        except ProcessLookupError:
            pass
        process.communicate(timeout=60)
        self.assertIn(process.returncode, (130, -signal.SIGINT))


if __name__ == "__main__":
    unittest.main()
