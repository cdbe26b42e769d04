"""PostgreSQL's own programs, of a version that fits; passwords stay off command lines."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from config.launch.console import Problem
from config.launch.messages import gettext as _
from config.launch.postgres import LIBRARY

VERSION: Final = re.compile(r"(\d+)(?:\.\d+|\w)*\s*(?:\(|$)")


def tool(name: str, major: int) -> tuple[Path, int]:
    """The oldest `name` on this machine that knows databases of `major`, and its version.

    Raises:
        Problem: there is none.
    """
    found = {
        int(path.parent.parent.name): path
        for path in LIBRARY.glob(f"*/bin/{name}")
        if path.parent.parent.name.isdigit()
    }
    on_path = shutil.which(name)
    if on_path and (version := _version_of(on_path)):
        found.setdefault(version, Path(on_path))
    fitting = min((version for version in found if version >= major), default=None)
    if fitting is None:
        raise Problem(
            _("{tool} of PostgreSQL {major} or newer is not on this machine.").format(
                tool=name, major=major
            ),
            todo=_("Install the package postgresql-client-{major}.").format(major=major),
        )
    return found[fitting], fitting


def _version_of(path: str) -> int | None:
    said = subprocess.run([path, "--version"], capture_output=True, text=True).stdout
    match = VERSION.search(said.strip())
    return int(match[1]) if match else None


def target(url: str) -> tuple[str, dict[str, str]]:
    """`--dbname` and the environment with which a program reaches the database at `url`."""
    parts = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    secret = {"PGPASSWORD": parts.pop("password")} if "password" in parts else {}
    return f"--dbname={make_conninfo(**parts)}", {**os.environ, **secret}


def output_of(command: list[str], url: str, log: Path) -> Iterator[bytes]:
    """What a program of PostgreSQL writes about the database at `url`, block by block.

    Raises:
        Problem: it ended with an error; the message carries the end of its log.
    """
    dbname, env = target(url)
    with log.open("wb") as complaints:
        process = subprocess.Popen(
            [*command, dbname],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
        )
    with _ended(process), _pipe(process.stdout) as stream:
        while block := stream.read(1024 * 1024):
            yield block
    _require(process, log)


def feed(
    command: list[str], content: Iterable[bytes], log: Path, url: str | None = None
) -> bytes:
    """Hand `content` to a program, which may stop reading early; returns what it said.

    Raises:
        Problem: it ended with an error; the message carries the end of its log.
    """
    dbname, env = target(url) if url else ("", dict(os.environ))
    said = log.with_suffix(".said")
    with log.open("wb") as complaints, said.open("wb") as output:
        process = subprocess.Popen(
            [*command, *([dbname] if dbname else [])],
            env=env,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=complaints,
        )
    with _ended(process):
        with suppress(BrokenPipeError), _pipe(process.stdin) as stream:
            for block in content:
                stream.write(block)
        process.wait()
    text = said.read_bytes()
    said.unlink()
    _require(process, log)
    return text


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """See to it that the program is gone, whatever happens meanwhile."""
    try:
        yield
    except BaseException:
        process.terminate()
        raise
    finally:
        process.wait()


@contextmanager
def _pipe(stream: IO[bytes] | None) -> Iterator[IO[bytes]]:
    assert stream is not None, "asked for"
    try:
        yield stream
    finally:
        with suppress(BrokenPipeError):
            stream.close()


def _require(process: subprocess.Popen[bytes], log: Path) -> None:
    if process.returncode != 0:
        name = Path(str(process.args[0])).name  # type: ignore[index]  # a list of ours
        raise Problem(
            _("{step} failed (exit {status}).").format(
                step=name, status=process.returncode
            ),
            log=log,
        )
