"""Checks that run beside something louder: without a word, and told when it has ended."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from config.launch import surroundings
from config.launch.checks import Outcome, Part, show_failure
from config.launch.instance import Instance
from config.launch.programs import PLAIN


class Beside:
    """Parts that run one after another on a thread of their own."""

    def __init__(self, listed: Sequence[Part], instance: Instance, url: str) -> None:
        self._listed = listed
        self._instance = instance
        self._environment = {**surroundings.environment(instance, url), **PLAIN}
        self._outcomes: list[Outcome] = []
        self._guard = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._thread = threading.Thread(target=self._work)

    def outcomes(self) -> list[Outcome]:
        """How each part went, once all have ended; the failed ones have their say now."""
        self._thread.join()
        for outcome in self._outcomes:
            if not outcome.passed:
                show_failure(outcome.name, self._instance)
        return self._outcomes

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End the part that runs, if one does, and begin no other."""
        with self._guard:
            self._stopped = True
            if self._running is not None:
                self._running.terminate()
        self._thread.join()

    def _work(self) -> None:
        for part in self._listed:
            started = time.monotonic()
            passed = self._run(part, self._environment) == 0
            seconds = time.monotonic() - started
            self._outcomes.append(Outcome(name=part.name, passed=passed, seconds=seconds))

    def _run(self, part: Part, environment: Mapping[str, str]) -> int | None:
        log = part.log(self._instance)
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            with self._guard:
                if self._stopped:
                    return None
                self._running = subprocess.Popen(
                    part.command,
                    cwd=self._instance.root,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                )
            return self._running.wait()


@contextmanager
def beside(listed: Sequence[Part], instance: Instance, url: str) -> Iterator[Beside]:
    """Run the parts while the block goes on; one that is left by an error stops them."""
    quiet = Beside(listed, instance, url)
    quiet.start()
    try:
        yield quiet
    except BaseException:
        quiet.stop()
        raise
