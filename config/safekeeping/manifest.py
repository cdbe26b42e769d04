"""What a backup says of itself: whose, when, by which code, every part with its digest."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

FORMAT: Final = 1
NAME: Final = "manifest.json"
DATABASE: Final = "database.dump"
TOWN: Final = "municipality.toml"
FOLDERS: Final = ("files", "fieldwork", "media")
"""Folders of an instance that nobody can make again; the rest follows from the database."""
SECRETS: Final = ("secret_key", "accounts.txt")
"""Files that fit one database only, and take the place of those there were."""


@dataclass(frozen=True, kw_only=True)
class Member:
    """One part of a backup."""

    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The last part of a backup, written when all others are."""

    made: str
    """When, with its offset from UTC."""
    version: str
    commit: str
    """Of the checkout that made it; empty where there is no git."""
    town: str
    postgresql: int
    """Major version of the server."""
    postgis: str
    tool: int
    """Major version of the pg_dump that wrote the database."""
    migrations: list[str]
    """Applied ones, as `app.name`."""
    rows: dict[str, int]
    """Rows of each table at the moment of the snapshot."""
    done: list[str]
    """Steps of `up` that are done once and for all and were done."""
    bucket: str
    """Where papers and files are kept when not in the folder: they are not in here."""
    members: dict[str, Member]

    def as_text(self) -> str:
        """As it stands in the backup."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1, ensure_ascii=False)

    @classmethod
    def read(cls, text: bytes) -> Self:
        """What `as_text` wrote.

        Raises:
            ValueError: it is something else, or of a later format.
        """
        told: dict[str, Any] = json.loads(text)
        try:
            if told.pop("format") != FORMAT:
                raise ValueError("format")
            members = {name: Member(**each) for name, each in told.pop("members").items()}
            return cls(members=members, **told)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("manifest") from error

    @property
    def files(self) -> list[str]:
        """Names of the parts that are files of the folders."""
        return [name for name in self.members if name.partition("/")[0] in FOLDERS]
