"""One instance: the checkout it runs and the folder that holds all of its state."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

OWN_ENTRIES: Final = (
    *("pg", "pg.json", "testpg", "testpg.json", "logs", "run", "stamps", "bench", "tests"),
    *("static", "media", "mail", "notices", "shots", "exports", "notebooks"),
    *("dem", "open-data", "offline", "files", "fieldwork", "uploads", "imports"),
    *("secret_key", "pg.password", "testpg.password", "accounts.txt", "instance.json"),
    *("backup.json", "restoring", "bank.json", "bank.new", "bank_secret"),
)
"""What an instance keeps in its folder; `reset` deletes these and nothing else."""

LINKED: Final = ("dem", "open-data", "offline")
"""Links among them; what they lead to stands hidden beside them."""

ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, kw_only=True)
class Instance:
    """Where one running town keeps its database, secrets, logs and files."""

    var: Path
    root: Path = ROOT

    @classmethod
    def chosen(cls, environment: Mapping[str, str]) -> Instance:
        """The instance named by `LLAJTA_VAR`, or the checkout's own in `var/`.

        Its one true name, without links and `..`: two launchers that call it differently
        must agree on where it keeps its database.
        """
        told = Path(environment.get("LLAJTA_VAR") or ROOT / "var")
        return cls(var=Path(os.path.realpath(told)))

    @property
    def of_bench(self) -> Instance:
        """The instance beside it that only measures."""
        return Instance(var=self.var / "bench", root=self.root)

    def folder(self, name: str) -> Path:
        """A folder of the instance, made when it is missing."""
        path = self.var / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def log(self, name: str) -> Path:
        """The log of one step or process."""
        return self.folder("logs") / f"{name}.log"

    def secret(self, name: str) -> str:
        """A random secret kept in a file only its owner can read; made when missing."""
        path = self.folder(".") / name
        if not path.exists():
            write_private(path, secrets.token_urlsafe(48))
        return path.read_text().strip()

    def entries(self) -> list[Path]:
        """What the instance has put in its folder."""
        own = [self.var / name for name in OWN_ENTRIES if (self.var / name).exists()]
        hidden = (self.var.glob(f".{name}*") for name in LINKED)
        return own + sorted(path for paths in hidden for path in paths)

    def delete(self) -> list[Path]:
        """Delete what the instance made; returns what stays because it is not ours."""
        for path in self.entries():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        rest = sorted(self.var.iterdir()) if self.var.exists() else []
        if not rest and self.var.exists():
            self.var.rmdir()
        return rest


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w"
    ) as stream:
        stream.write(text + "\n")
    draft.replace(path)


def read_record(path: Path) -> dict[str, Any]:
    """A small JSON record of ours; empty when missing or cut short by a power failure."""
    try:
        record = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def write_record(path: Path, record: Mapping[str, object]) -> None:
    """Replace a small JSON record, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_private(path, json.dumps(record, indent=1))


@dataclass(frozen=True, kw_only=True)
class Stamps:
    """Which steps are done for which state of their sources, to skip them next time."""

    folder: Path

    def is_current(self, step: str, mark: str) -> bool:
        """Whether `step` was last finished for exactly this `mark`."""
        path = self.folder / step
        return path.exists() and path.read_text().strip() == mark

    def finish(self, step: str, mark: str) -> None:
        """Remember that `step` is done for `mark`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / step).write_text(mark + "\n")


def fingerprint(paths: Iterable[Path], *, also: str = "") -> str:
    """A hash of the content and names of files and folders; missing ones count as empty."""
    digest = hashlib.sha256(also.encode())
    for path in sorted(paths):
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
