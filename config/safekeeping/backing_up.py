"""Make a backup: the database of one moment, then the files that its rows name."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config.launch.console import Problem, Progress, say, step
from config.launch.instance import Instance, write_record
from config.launch.messages import gettext as _
from config.launch.safekeeping import RECORD
from config.safekeeping import rotation
from config.safekeeping.age import Sealer
from config.safekeeping.appearing import Draft, appearing
from config.safekeeping.archive import BLOCK, Broken, Packer, Summed, prove
from config.safekeeping.manifest import DATABASE, FOLDERS, TOWN, Manifest, Member
from config.safekeeping.passphrase import damaged, passphrase, unsealed
from config.safekeeping.snapshot import Snapshot, rows_of, snapshot
from config.safekeeping.tools import output_of, tool

NOT_DUMPED: Final = "published_*"
"""Schemas whose rights name roles of this server; `sync_sql` makes them anew anywhere."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the operator asked for."""

    file: Path
    plain: bool = False
    keep: int | None = None


@dataclass(frozen=True, kw_only=True)
class Source:
    """The instance to be kept, and how to reach its database."""

    instance: Instance
    url: str
    version: str
    town: Path

    @property
    def log(self) -> Path:
        """Where the programs of PostgreSQL complain."""
        return self.instance.log("backup")


@dataclass(frozen=True, kw_only=True)
class Dumped:
    """What the database was at the moment of the dump."""

    postgresql: int
    postgis: str
    tool: int
    migrations: list[str]
    rows: dict[str, int]


def back_up(source: Source, wish: Wish, *, now: dt.datetime) -> int:
    """Write one file that holds the town; 1 when a kept file is not what it was.

    Raises:
        Problem: it could not be made; nothing is left of it.
    """
    key = None if wish.plain else passphrase()
    file = rotation.named(wish.file, now, sealed=key is not None)
    with appearing(file) as draft:
        changed = _write(source, draft, key, now)
        draft.settle()
        with step(_("Reading it back")) as progress:
            size = _prove(draft.path, file, progress)
    write_record(
        source.instance.var / RECORD,
        {"at": now.isoformat(), "file": str(file), "bytes": size, "sealed": bool(key)},
    )
    say(_("Kept in {file} ({size:,} bytes).").format(file=file, size=size))
    _warn(source, sealed=bool(key))
    for old in rotation.forget(file.parent, wish.keep):
        say(
            _("  Deleted, older than the last {count}: {file}").format(
                count=wish.keep, file=old.name
            )
        )
    return _tell_changed(changed)


def _write(source: Source, draft: Draft, key: str | None, now: dt.datetime) -> list[str]:
    """Fill the draft; returns the kept files that are not what their names say."""
    sealer = Sealer(draft.stream, key) if key is not None else None
    with Packer(Summed(sealer or draft.stream)) as packer:
        dumped = _add_database(source, packer)
        # Files after the dump: each was on the disk before its row was written, and none
        # is ever changed, so all that the rows of that moment name are there.
        with step(_("Files")) as progress:
            changed = _add_files(source, packer, progress)
        packer.close(_manifest(source, dumped, packer.members, now))
    if sealer is not None:
        sealer.finish()
    return changed


def _manifest(
    source: Source, dumped: Dumped, members: dict[str, Member], now: dt.datetime
) -> Manifest:
    stamps = source.instance.var / "stamps"
    return Manifest(
        made=now.isoformat(timespec="seconds"),
        version=source.version,
        commit=_commit(source.instance),
        town=tomllib.loads(source.town.read_text(encoding="utf-8"))["name"],
        postgresql=dumped.postgresql,
        postgis=dumped.postgis,
        tool=dumped.tool,
        migrations=dumped.migrations,
        rows=dumped.rows,
        done=sorted(each.name for each in stamps.glob("*")),
        bucket=os.environ.get("LLAJTA_S3", ""),
        members=members,
    )


def _add_database(source: Source, packer: Packer) -> Dumped:
    """Add the database as it is at one moment, and tell what it was then."""
    with snapshot(source.url) as moment:
        migrations, server = moment.migrations(), moment.postgresql
        if not migrations:
            raise Problem(
                _("There is no town in this database yet: nothing to keep."),
                todo=_("Start it with ./llajta up, or choose another LLAJTA_VAR."),
            )
        program, version = tool("pg_dump", server)
        command = [str(program), "--format=custom", f"--snapshot={moment.name}"]
        command += [f"--exclude-schema={NOT_DUMPED}", "--lock-wait-timeout=60s"]
        with step(_("Database")) as progress:
            blocks = output_of(command, source.url, source.log)
            packer.add(DATABASE, _watched(blocks, progress))
        with step(_("Counting rows")) as progress:
            rows = dict(_counted(moment, progress))
        postgis = moment.value("SELECT postgis_lib_version()")
    return Dumped(
        postgresql=server, postgis=postgis, tool=version, migrations=migrations, rows=rows
    )


def _watched(blocks: Iterable[bytes], progress: Progress) -> Iterator[bytes]:
    size = 0
    for block in blocks:
        size += len(block)
        progress.tick(f"{size // 1024**2} MB")
        yield block


def _counted(moment: Snapshot, progress: Progress) -> Iterator[tuple[str, int]]:
    for table, count in rows_of(moment.connection):
        progress.tick(table)
        if not table.startswith(NOT_DUMPED.rstrip("*")):
            yield table, count


def _add_files(source: Source, packer: Packer, progress: Progress) -> list[str]:
    var, changed = source.instance.var, []
    secret = os.environ["LLAJTA_SECRET_KEY"]
    packer.add("secret_key", [f"{secret}\n".encode()])
    packer.add(TOWN, [source.town.read_bytes()])
    if (var / "accounts.txt").exists():
        packer.add("accounts.txt", [(var / "accounts.txt").read_bytes()])
    for count, path in enumerate(_kept(var)):
        name = path.relative_to(var).as_posix()
        if count % 100 == 0:
            progress.tick(str(count))
        member = packer.add(name, _blocks(path))
        if name.startswith("files/") and member.sha256 != path.name:
            changed.append(name)
    return changed


def _kept(var: Path) -> Iterator[Path]:
    """The files of the folders that are kept, without those that are being written."""
    for folder in FOLDERS:
        for path in sorted((var / folder).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            yield block


def _prove(path: Path, file: Path, progress: Progress) -> int:
    """Read the whole backup as a restore would; how many bytes it has."""
    with path.open("rb") as stream:
        try:
            for read in prove(unsealed(stream, file)):
                progress.tick(f"{read // 1024**2} MB")
        except Broken as error:
            raise damaged(file) from error
    return path.stat().st_size


def _warn(source: Source, *, sealed: bool) -> None:
    if not sealed:
        say(_("  It is not sealed: whoever has it reads all personal data and keys."))
    if os.environ.get("LLAJTA_S3"):
        say(
            _("  Papers and attached files are in the bucket and not in it: keep that too.")
        )
    say(_("  Keep a copy of it on another machine."))


def _tell_changed(changed: list[str]) -> int:
    if not changed:
        return 0
    say(_("✗ {count} files in it are not as they were kept:").format(count=len(changed)))
    for name in changed[:20]:
        say(f"    {name}")
    say(_("  Take them from an older backup; see ./llajta manage check_files."))
    return 1


def _commit(instance: Instance) -> str:
    """What the checkout stands at, as far as git can tell."""
    with suppress(OSError):
        command = ["git", "-C", str(instance.root), "rev-parse", "HEAD"]
        asked = subprocess.run(command, capture_output=True, text=True)
        return asked.stdout.strip() if asked.returncode == 0 else ""
    return ""
