"""The whole test run: checks, the front end's tests, pytest on a database of its own."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from config.launch import (
    checks,
    database,
    frontend,
    packages,
    preparation,
    reliability,
    setup,
    surroundings,
    venv,
)
from config.launch.beside import beside
from config.launch.checks import Outcome, Part
from config.launch.console import say
from config.launch.instance import Instance
from config.launch.messages import gettext as _

STUCK_SECONDS: Final = {False: 300, True: 3600}
"""A test that takes longer, in a normal and in a long run, is ended with its traceback."""
REAL_DATA_REASON: Final = "real data"
"""How the reason of every test begins that was skipped for want of real data."""


def run(instance: Instance, arguments: Sequence[str], *, long: bool) -> int:
    """Run everything, or only pytest when it gets arguments; the status says if all passed.

    Raises:
        Problem: what the tests need could not be set up.
    """
    bars = bars_of(arguments)
    tells = long and (bars or not arguments)
    if long:
        os.environ["LLAJTA_LONG"] = "1"
    say_without_browser(apt_has_one=not packages.is_ubuntu())
    setup.for_testing(instance, long=long)
    browser = packages.chromium()
    if browser is not None:
        os.environ["LLAJTA_CHROMIUM"] = browser
    report = instance.folder("tests") / "pytest.xml"
    report.unlink(missing_ok=True)
    with database.opened(instance, careless=True) as opened:
        database.ensure_usable(opened, python=venv.python_of(instance), instance=instance)
        env = surroundings.environment(instance, opened.url)
        preparation.compile_catalogues(instance, env)
        preparation.collect_static(instance, env)
        started = time.monotonic()
        quiet = [] if arguments else [*checks.parts(instance), *_vitest(instance)]
        # What waits for a browser or a server leaves time for those that only compute.
        with beside(quiet, instance, opened.url) as others:
            tests = _pytest(instance, arguments, report)
            outcomes = checks.run_all([tests], instance, opened.url)
        again = report.with_name("again.xml")
        if tells and report.exists():
            failed = _tried_alone(instance, report, again)
            outcomes += checks.run_all(failed, instance, opened.url)
        outcomes = [*others.outcomes(), *outcomes]
        seconds = time.monotonic() - started
    if browser is None:
        outcomes.append(Outcome(name="chromium", passed=False, seconds=0))
    if tells and report.exists():
        today = dt.datetime.now(dt.UTC).date()
        reliability.write(instance.root, report, today, again=again, only=bars)
    return checks.summary(outcomes, _notes(report, browser), seconds=seconds)


def bars_of(arguments: Sequence[str]) -> list[str]:
    """The promises to try anew, if the words for pytest name nothing else.

    >>> bars_of(["--bar", "R14", "--bar=R12"]), bars_of(["--bar", "R14", "-x"])
    (['R14', 'R12'], [])
    """
    words = " ".join(arguments).replace("--bar=", "--bar ").split()
    flags, names = words[::2], words[1::2]
    return names if set(flags) == {"--bar"} and len(flags) == len(names) else []


def say_without_browser(*, apt_has_one: bool) -> None:
    """Say before the run what it cannot but end with: no browser is there, none comes."""
    if not apt_has_one and packages.chromium() is None:
        say(_no_browser())


def _no_browser() -> str:
    return _(
        "No Chromium: install Chromium or Google Chrome, or name one in "
        "LLAJTA_CHROMIUM (Ubuntu's apt package is only a stub)."
    )


def skipped_for_want_of_real_data(report: Path) -> int:
    """How many tests pytest's report says were skipped because no real data were given."""
    if not report.exists():
        return 0
    skips = ElementTree.parse(report).iter("skipped")  # noqa: S314  (ours)
    return sum(skip.get("message", "").startswith(REAL_DATA_REASON) for skip in skips)


def _pytest(instance: Instance, arguments: Sequence[str], report: Path) -> Part:
    python = str(venv.python_of(instance))
    stuck = STUCK_SECONDS[os.environ.get("LLAJTA_LONG") == "1"]
    # All together wait much for servers and browsers: one worker more than processors.
    workers = (os.cpu_count() or 1) + (0 if arguments else 1)
    # A module stays with one worker, which makes its town once; the slow ones come first.
    command = [python, "-m", "pytest", "-n", str(workers), f"--junitxml={report}"]
    command += ["--dist=loadscope", "--no-loadscope-reorder"]
    command += ["-o", f"faulthandler_timeout={stuck}"]
    command += ["-o", "faulthandler_exit_on_timeout=true", *arguments]
    return Part(name="pytest", command=command, is_shown=True)


def _tried_alone(instance: Instance, report: Path, again: Path) -> list[Part]:
    """Those that failed, one after the other with nobody beside them."""
    again.unlink(missing_ok=True)
    failed = reliability.broken(report)
    if not failed:
        return []
    alone = _pytest(instance, ["-n0", *failed], again)
    return [Part(name=_("each alone"), command=alone.command, is_shown=True)]


def _vitest(instance: Instance) -> list[Part]:
    if not frontend.exists(instance):
        return []
    command = frontend.node_command(instance, "node_modules/vitest/vitest.mjs", "run")
    return [Part(name="vitest", command=command)]


def _notes(report: Path, browser: str | None) -> list[str]:
    skipped = skipped_for_want_of_real_data(report)
    notes = [_("Real-data tests skipped: {count}").format(count=skipped)]
    if skipped:
        notes.append(_("  (LLAJTA_REAL_DATA names the folder they read)"))
    if browser is None:
        notes.append(_no_browser())
    return notes
