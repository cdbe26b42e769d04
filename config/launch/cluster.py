"""A private PostgreSQL cluster, made, started and stopped beside any other server."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from config.launch import ports, postgres
from config.launch.account import Account
from config.launch.console import Problem
from config.launch.instance import read_record, write_private, write_record
from config.launch.messages import gettext as _
from config.launch.postgres import Installed
from config.launch.processes import PROC, wait_for_any

USER: Final = "llajta"
START_TRIES: Final = 5
PAUSE_SECONDS: Final = 1.0
BARE: Final = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/"}
"""No PG*, PROJ* or GDAL* variable of the caller may reach the server."""


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """One cluster on 127.0.0.1 with its own port, password and data."""

    home: Path
    """Folder of the cluster, owned by the account it runs as; the data are in `data`."""
    record: Path
    """Small file that remembers the port between starts."""
    password: str
    log: Path
    account: Account | None = None
    careless: bool = False
    """Trade safety against a power failure for speed; for tests only."""
    told: Mapping[str, str] = field(default_factory=dict)
    """Variables of the server's environment besides the bare ones; for tests only."""

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.home / "data"

    @property
    def port(self) -> int:
        """The port of the last start."""
        return int(read_record(self.record).get("port", 0))

    def url(self, database: str) -> str:
        """Address of one of its databases; the password is URL-safe."""
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    @property
    def is_running(self) -> bool:
        """Whether its own postmaster runs, not just some process of that number."""
        return runs_on(self.data)

    def start(self) -> None:
        """Make the cluster when it is new, and start it when it does not run.

        Raises:
            Problem: PostgreSQL is missing, or said why it cannot start.
        """
        if self.is_running:
            return
        installed = self._installed()
        if not (self.data / "PG_VERSION").exists():
            self._make(installed)
        for _try in range(START_TRIES):
            port = (
                self.port
                if self.port and ports.is_free(self.port)
                else ports.any_free_port()
            )
            options = f"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories="
            command = [installed.programs / "pg_ctl", "-D", self.data, "-w", "-t", "300"]
            if self._run([*command, "-o", options, "start"]) == 0:
                write_record(self.record, {"port": port, "data": str(self.data)})
                return
            # A server that was killed is in the way until the system has buried it.
            wait_for_any([], PAUSE_SECONDS)
        raise Problem(
            _("The private database did not start."),
            log=self.log,
            todo=_("Nothing was lost. Mend what the log says and run ./llajta up again."),
        )

    def stop(self) -> None:
        """Stop the cluster if it runs; work under way is undone, nothing saved is lost."""
        if self.is_running:
            command = [self._installed().programs / "pg_ctl", "-D", self.data]
            self._run([*command, "-m", "fast", "-w", "-t", "60", "stop"])

    def _installed(self) -> Installed:
        made_by = self.data / "PG_VERSION"
        if made_by.exists():
            major = int(made_by.read_text())
            installed = Installed.of(major)
            missing = f"postgresql-{major}-postgis-3"
        else:
            installed, missing = Installed.newest(), "postgresql-N-postgis-3"
        if installed is None:
            raise Problem(
                _("The database in {data} needs the package {package}.").format(
                    data=self.data, package=missing
                ),
                todo=_(
                    "Install it, or move the data with pg_dumpall (docs/operations.md)."
                ),
            )
        return installed

    def _make(self, installed: Installed) -> None:
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        password_file = self.home / "first-password"
        write_private(password_file, self.password)
        if self.account is not None:
            self.account.own(self.home)
            self.account.own(password_file)
        command = [installed.programs / "initdb", "-D", draft, "-U", USER, "-E", "UTF8"]
        command += ["-A", "scram-sha-256", f"--pwfile={password_file}", "--locale=C.UTF-8"]
        command += ["--locale-provider=icu", "--icu-locale=es-BO"]
        try:
            status = self._run([*command, *(["--no-sync"] if self.careless else [])])
        finally:
            password_file.unlink()
        if status != 0:
            raise Problem(
                _("The private database could not be made."),
                log=self.log,
                todo=_("Mend what the log says and run the command again."),
            )
        self._write_settings(draft / "postgresql.conf", installed)
        draft.rename(self.data)

    def _write_settings(self, file: Path, installed: Installed) -> None:
        """Put settings at the end of postgresql.conf, where an operator may change them."""
        settings = postgres.tuning(postgres.memory_mb())
        if (
            installed.postgis
        ):  # loaded once, not by each connection: 8 ms of its first words
            settings["shared_preload_libraries"] = f"'{installed.postgis}'"
        settings["max_connections"] = str(max(100, 20 + 12 * (os.cpu_count() or 1)))
        if self.careless:
            settings |= postgres.CARELESS
        with file.open("a") as stream:
            stream.write("\n# Set once by ./llajta; change them here if you like.\n")
            stream.writelines(f"{name} = {value}\n" for name, value in settings.items())

    def _run(self, command: Sequence[object]) -> int:
        """Run one of PostgreSQL's programs as the account, with a bare environment.

        The server inherits the log as its output, so it may write where only root may.
        """
        surroundings: dict[str, Any] = {"cwd": "/"}
        if self.account is not None:
            surroundings = self.account.identity()
        with self.log.open("ab") as log:
            return subprocess.run(
                [str(part) for part in command],
                env={**BARE, **self.told},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **surroundings,
            ).returncode


def runs_on(data: Path) -> bool:
    """Whether a postmaster runs on this very folder, by whatever name it was started.

    A folder that was moved under a server is found by where the server stands; its
    command line may be read in containers too, where root may not see the other.
    """
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
        process = PROC / str(pid)
        program, *words = (process / "cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError, IndexError):
        return False
    named = [Path(os.fsdecode(word)) for word in words if word.startswith(b"/")]
    is_server = os.path.basename(program) == b"postgres"  # noqa: PTH119  (bytes)
    return is_server and any(_is_same(data, place) for place in (*named, process / "cwd"))


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
