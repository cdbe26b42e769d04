"""Bring a backup back: proved first, then beside the town there is, then in its place."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

from config.launch.console import Problem, Progress, last_lines, say, step
from config.launch.instance import Instance, write_private
from config.launch.messages import gettext as _
from config.launch.processes import undisturbed
from config.launch.programs import Program, run_step
from config.safekeeping import journal
from config.safekeeping.archive import Broken, Unpacker, prove
from config.safekeeping.databases import Server
from config.safekeeping.journal import Journal
from config.safekeeping.manifest import DATABASE, FOLDERS, Manifest
from config.safekeeping.passphrase import damaged, unsealed
from config.safekeeping.snapshot import rows_of
from config.safekeeping.tools import feed, tool

EXTENSION: Final = re.compile(rb"^(?=\d+; \d+ \d+ (EXTENSION|COMMENT - EXTENSION) )", re.M)
"""Made before, by the rules of this server; the account need not own them."""
BRING_UP: Final = (("migrate", "--no-input"), ("sync_sql", "--force"))
CHECKS: Final = ("check_ledger", "check_history", "check_files")
"""Commands that prove what a town cannot do without."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """The instance that takes the backup in."""

    instance: Instance
    server: Server
    town: Path
    own_database: bool

    def environment(self, url: str, secret: str) -> Mapping[str, str]:
        """What Django is told while it works on the new database."""
        return {**os.environ, "LLAJTA_DATABASE_URL": url, "LLAJTA_SECRET_KEY": secret}


@contextmanager
def opened(file: Path) -> Iterator[Unpacker]:
    """A backup of which every byte was read and is as it was written.

    Raises:
        Problem: it is missing, damaged or sealed with another passphrase.
    """
    try:
        stream = file.open("rb")
    except OSError as error:
        raise Problem(
            _("{file} cannot be read: {reason}.").format(file=file, reason=error.strerror)
        ) from error
    with stream:
        try:
            source = unsealed(stream, file)
            with step(_("Reading the backup")) as progress:
                for read in prove(source):
                    progress.tick(f"{read // 1024**2} MB")
            yield Unpacker(source)
        except Broken as error:
            raise damaged(file) from error


def restore(target: Target, unpacker: Unpacker) -> int:
    """Let the backup take the town's place; 1 when a check found something.

    Whatever goes wrong before the last step, the town stays as it was.

    Raises:
        Problem: it could not be restored.
    """
    manifest, server = unpacker.manifest, target.server
    begun = Journal.begun(
        server, manifest, town=target.town, own_database=target.own_database
    )
    with journal.alone(target.instance):
        begun.write(target.instance)
        try:
            faults = _beside(target, unpacker, begun)
            os.sync()  # the files that the new rows name, before there are such rows
            with undisturbed(), step(_("In the place of what there was")):
                server.exchange(begun.new, begun.aside)
                begun.end(target.instance, server)
        except BaseException:
            with undisturbed():
                begun.end(target.instance, server)
            raise
    say(_("Restored to {made}.").format(made=manifest.made))
    return _tell(faults, manifest)


def _beside(target: Target, unpacker: Unpacker, begun: Journal) -> list[str]:
    """Fill the new database and bring it up to the code; what the checks found."""
    instance, manifest = target.instance, unpacker.manifest
    url = target.server.make(begun.new, begun.mark)
    with step(_("Database")) as progress:
        _load(unpacker, url, instance, progress)
    with step(_("Counting rows")):
        _require_rows(manifest, url)
    with step(_("Files")) as progress:
        _bring_files(unpacker, instance, progress)
    for name in begun.private:
        text = b"".join(unpacker.read(name)).decode()
        write_private(instance.var / journal.FOLDER / name, text.rstrip("\n"))
    secret = (instance.var / journal.FOLDER / "secret_key").read_text().strip()
    env = target.environment(url, secret)
    for command in BRING_UP:
        run_step(
            _("Database tables") if command[0] == "migrate" else _("Published views"),
            _django(instance, env, *command),
            todo=_("The town is as it was. Mend the cause and repeat the command."),
        )
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")
    return [fault for name in CHECKS for fault in _found_by(name, instance, env)]


def _load(unpacker: Unpacker, url: str, instance: Instance, progress: Progress) -> None:
    """Hand the dump to pg_restore, without the extensions, which are there."""
    program, _major = tool("pg_restore", unpacker.manifest.tool)
    log = instance.log("restore")
    listed = feed([str(program), "--list"], unpacker.read(DATABASE), log)
    with tempfile.NamedTemporaryFile(suffix=".list") as chosen:
        chosen.write(EXTENSION.sub(b";", listed))
        chosen.flush()
        command = [
            str(program),
            "--no-owner",
            "--exit-on-error",
            f"--use-list={chosen.name}",
        ]
        feed(command, _ticking(unpacker.read(DATABASE), progress), log, url)


def _ticking(blocks: Iterator[bytes], progress: Progress) -> Iterator[bytes]:
    size = 0
    for block in blocks:
        yield block
        size += len(block)
        progress.tick(f"{size // 1024**2} MB")


def _require_rows(manifest: Manifest, url: str) -> None:
    """Refuse a database that has other rows than were counted in the snapshot."""
    with psycopg.connect(url) as connection:
        found = dict(rows_of(connection))
    differing = [
        name
        for name in sorted(found | manifest.rows)
        if found.get(name) != manifest.rows.get(name)
    ]
    if differing:
        raise Problem(
            _("These tables have other rows than the backup: {names}.").format(
                names=", ".join(differing)
            ),
            todo=_("The town is as it was. Take another backup."),
        )


def _bring_files(unpacker: Unpacker, instance: Instance, progress: Progress) -> None:
    """Put the files beside those there are: papers and keys are named by what they are.

    The town that is there loses none, so it stays whole if the restore ends here.
    """
    for folder in FOLDERS:
        made = instance.folder(folder)
        if folder == "fieldwork":
            made.chmod(0o700)
    for count, name in enumerate(unpacker.manifest.files):
        path = instance.var / name
        if name == "fieldwork/current" and path.exists():
            continue  # telephones know this one; the other key is there as well
        if count % 100 == 0:
            progress.tick(str(count))
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".part-{path.name}")
        draft.unlink(missing_ok=True)
        mode = 0o600 if name.startswith("fieldwork/") else 0o440
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as sink:
            for block in unpacker.read(name):
                sink.write(block)
        draft.replace(path)


def _django(instance: Instance, env: Mapping[str, str], *words: str) -> Program:
    return Program(
        command=[sys.executable, "-P", "-m", "django", *words],
        cwd=instance.root,
        env=env,
        log=instance.log(f"restore-{words[0]}"),
    )


def _found_by(name: str, instance: Instance, env: Mapping[str, str]) -> list[str]:
    """What a check complains of; nothing when all is well."""
    program = _django(instance, env, name)
    try:
        run_step(name, program, todo="")
    except Problem:
        return [f"{name}: {line.strip()}" for line in last_lines(program.log)]
    say("".join(f"    {line}\n" for line in last_lines(program.log, 3)).rstrip())
    return []


def _tell(faults: list[str], manifest: Manifest) -> int:
    rows, files = sum(manifest.rows.values()), len(manifest.files)
    say(
        _("  {tables} tables with {rows:,} rows, {files:,} files.").format(
            tables=len(manifest.rows), rows=rows, files=files
        )
    )
    if not faults:
        say(_("  Ledger, history and files are as they should be. Start with ./llajta up"))
        return 0
    say(_("✗ It is restored as it was, and the checks found:"))
    for fault in faults:
        say(f"    {fault}")
    return 1
