"""What a restore has in hand, written down so that a killed one is brought to an end.

Before the databases are exchanged nothing has happened to the town, and all is taken away
again; afterwards what is left to do is done.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

from config.launch import locks, preparation
from config.launch.console import Problem
from config.launch.instance import Instance, read_record, write_record
from config.launch.messages import gettext as _
from config.launch.safekeeping import UNDER_WAY
from config.safekeeping.appearing import sync_folder
from config.safekeeping.databases import Server
from config.safekeeping.manifest import SECRETS, Manifest

FOLDER: Final = UNDER_WAY


@dataclass(frozen=True, kw_only=True)
class Journal:
    """One restore under way."""

    mark: str
    """Stands in the comment of its database, and with it under the town's name at last."""
    new: str
    """Database that is being filled."""
    aside: str
    """Name of the town's former database between the exchange and the end."""
    town: str
    """Configuration of the town."""
    own_database: bool
    done: list[str]
    """Steps of `up` that were done in the town of the backup."""
    private: list[str]
    """Files of `SECRETS` that the backup has."""

    @classmethod
    def begun(
        cls,
        server: Server,
        manifest: Manifest,
        *,
        town: Path,
        own_database: bool,
    ) -> Self:
        """A restore of that backup, under a name of its own."""
        mark = secrets.token_hex(4)
        base = server.name[:40]
        return cls(
            mark=f"llajta restore {mark}",
            new=f"{base}_new_{mark}",
            aside=f"{base}_old_{mark}",
            town=str(town),
            own_database=own_database,
            done=manifest.done,
            private=[name for name in SECRETS if name in manifest.members],
        )

    @classmethod
    def read(cls, instance: Instance) -> Self | None:
        """The one that was begun and not ended, if there is one."""
        record = read_record(instance.var / FOLDER / "journal.json")
        return cls(**record) if record else None

    def write(self, instance: Instance) -> None:
        """Write it down, on the disk."""
        folder = instance.folder(FOLDER)
        folder.chmod(0o700)
        write_record(folder / "journal.json", asdict(self))
        sync_folder(folder)
        sync_folder(instance.var)

    def end(self, instance: Instance, server: Server) -> bool:
        """Bring it to its end, or take all of it away; whether the town is restored.

        May be called again after it was interrupted anywhere.
        """
        restored = server.mark_of(server.name) == self.mark
        if restored:
            for name in SECRETS:
                if name not in self.private:
                    (instance.var / name).unlink(missing_ok=True)
                elif (new := instance.var / FOLDER / name).exists():
                    new.replace(instance.var / name)
            sync_folder(instance.var)
            preparation.restored(
                instance, Path(self.town), own_database=self.own_database, done=self.done
            )
            server.drop(self.aside)
        server.drop(self.new)
        forget(instance)
        return restored


@contextmanager
def alone(instance: Instance) -> Iterator[None]:
    """Be the only one who restores or brings a restore to its end.

    Raises:
        Problem: another one is at work.
    """
    lock = instance.folder("run") / "restore.lock"
    with locks.exclusive_at_once(lock) as held:
        if held is None:
            raise Problem(
                _("A restore of this instance is under way."),
                todo=_("Let it finish, or stop it, and repeat the command."),
            )
        yield


def settle(instance: Instance, server: Server) -> bool | None:
    """End a restore that was killed; whether the town is restored, None if there was none.

    Raises:
        Problem: it is not dead but at work.
    """
    if not (instance.var / FOLDER).exists():
        return None
    with alone(instance):
        journal = Journal.read(instance)
        if journal is None:
            forget(instance)
            return None
        return journal.end(instance, server)


def forget(instance: Instance) -> None:
    """Take away what a restore kept in the folder, the journal last."""
    folder = instance.var / FOLDER
    for path in sorted(folder.glob("*"), key=lambda each: each.name == "journal.json"):
        path.unlink()
    shutil.rmtree(folder, ignore_errors=True)
