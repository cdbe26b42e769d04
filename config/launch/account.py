"""The account the private database runs as: PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.launch.console import Problem
from config.launch.messages import gettext as _

NAME = "llajta"


@dataclass(frozen=True, kw_only=True)
class Account:
    """A system account without password, shell or rights of its own."""

    name: str
    uid: int
    gid: int

    def can_enter(self, folder: Path) -> bool:
        """Whether the account gets as far as `folder` (a home of mode 0700 stops it)."""
        return subprocess.run(["test", "-x", folder], **self.identity()).returncode == 0

    def identity(self) -> dict[str, Any]:
        """Arguments that make `subprocess` run a program as this account, and bare."""
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "cwd": "/"}

    def own(self, path: Path) -> None:
        """Give `path` to the account."""
        os.chown(path, self.uid, self.gid)


def server_account() -> Account | None:
    """The account to drop to, made if missing; None when the launcher is not root.

    Raises:
        Problem: the account cannot be made.
    """
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        _make_account()
        entry = pwd.getpwnam(NAME)
    return Account(name=NAME, uid=entry.pw_uid, gid=entry.pw_gid)


def _make_account() -> None:
    command = ["useradd", "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", NAME]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode != 0:
        raise Problem(
            _("The system account {name} could not be made: {reason}").format(
                name=NAME, reason=made.stderr.strip()
            ),
            todo=_("Run ./llajta as an ordinary user with sudo instead of root."),
        )
