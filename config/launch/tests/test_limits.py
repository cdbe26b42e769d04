"""The site may open as many files as a thousand open maps need."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from config.launch.limits import NEEDED, WANTED

ROOT = Path(__file__).parents[3]
RAISE = """
import resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (256, int(sys.argv[1])))
from config.launch.limits import raise_open_files
print(raise_open_files(), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


@pytest.mark.parametrize(
    ("hard", "raised", "is_said"),
    [
        pytest.param(WANTED + 100, WANTED, False, id="as many as are wanted"),
        pytest.param(NEEDED + 10, NEEDED + 10, False, id="what is allowed is enough"),
        pytest.param(600, 600, True, id="what is allowed is not enough, and is said"),
    ],
)
def test_the_limit_of_open_files_is_raised_as_far_as_it_goes(
    hard: int, raised: int, is_said: bool
) -> None:
    if resource.getrlimit(resource.RLIMIT_NOFILE)[1] < hard:
        pytest.skip("this machine allows fewer")
    done = subprocess.run(  # limits of a process of its own
        [sys.executable, "-c", RAISE, str(hard)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    *said, figures = done.stdout.strip().splitlines()
    assert figures == f"{raised} {raised}"
    assert ("Open files" in " ".join(said)) == is_said
