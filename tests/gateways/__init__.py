"""Providers of e-mail and SMS as processes of their own, which fail, wait and repeat."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.databases import ROOT


@contextmanager
def provider(name: str) -> Iterator[int]:
    """Run `tests.gateways.<name>`; yields the port it listens on."""
    process = subprocess.Popen(  # our own program
        [sys.executable, "-m", f"tests.gateways.{name}"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
