"""The real server as banks meet it, in a group of processes that may be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from apps.treasury.domain.banks.sip import signature
from apps.treasury.tests.bank import SECRET, environment
from tests.databases import ROOT, address
from tests.servers import STARTING_SECONDS, WEB, free_port


class Web:
    """The real server, in a group of processes that is killed as a whole."""

    def __init__(self, database: str, log: Path) -> None:
        self.port, self.log = free_port(), log
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            **environment("http://127.0.0.1:1"),
            "LLAJTA_DATABASE_URL": address(database),
        }

    def start(self) -> None:
        command = [sys.executable, *WEB, "--no-ws", "--host", "127.0.0.1"]
        command += ["--port", str(self.port), "--workers", "2"]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # our own server, in a group of its own
                command,
                env=self.environment,
                cwd=ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until = time.monotonic() + STARTING_SECONDS
        while not self.answers():
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=0.1)
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        """`kill -9` of the server with its workers."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def deliver(self, body: bytes) -> bool:
        """Whether the notice was acknowledged."""
        at = str(int(time.time()))
        request = urllib.request.Request(f"{self.url}/pagos/aviso/sip/", data=body)
        request.add_header("Content-Type", "application/json")
        request.add_header("X-Timestamp", at)
        request.add_header("X-Signature", signature(SECRET, at, body))
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False
