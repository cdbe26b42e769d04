"""Whether a backup fits this code, this server and this town; asked first."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterable

from config.launch.console import Problem, say
from config.launch.instance import read_record
from config.launch.messages import gettext as _
from config.safekeeping.archive import Unpacker
from config.safekeeping.manifest import Manifest
from config.safekeeping.restoring import Target
from config.safekeeping.tools import tool


def known_migrations() -> set[str]:
    """Every migration of this code, and those that were joined into one since."""
    import django
    from django.db.migrations.loader import MigrationLoader

    django.setup()
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known |= {(app, name) for app, name in migration.replaces}
    return {f"{app}.{name}" for app, name in known}


def require_fitting(target: Target, unpacker: Unpacker) -> None:
    """Refuse what this instance could not take in.

    Raises:
        Problem: the backup is newer than the code or the server, of another town, or
            needs another secret than the one this instance was told.
    """
    manifest = unpacker.manifest
    _require_code(manifest, known_migrations())
    tool("pg_restore", manifest.tool)
    major = target.server.major()
    if major < manifest.postgresql:
        raise Problem(
            _("The backup is of PostgreSQL {theirs}, this server is {ours}.").format(
                theirs=manifest.postgresql, ours=major
            ),
            todo=_(
                "Nothing was touched. Restore it on PostgreSQL {theirs} or newer."
            ).format(theirs=manifest.postgresql),
        )
    town = tomllib.loads(target.town.read_text(encoding="utf-8"))["name"]
    if town != manifest.town:
        raise Problem(
            _("The backup is of {theirs}, this instance of {ours}.").format(
                theirs=manifest.town, ours=town
            ),
            todo=_(
                "Nothing was touched. Set LLAJTA_MUNICIPALITY to the configuration of that "
                "town; the backup holds it as municipality.toml."
            ),
        )
    _require_secret(target, unpacker)


def _require_code(manifest: Manifest, known: Iterable[str]) -> None:
    newer = sorted(set(manifest.migrations) - set(known))
    if newer:
        raise Problem(
            _("The backup was made by a newer Llajta ({version}, {commit}).").format(
                version=manifest.version, commit=manifest.commit[:12] or "?"
            ),
            todo=_(
                "Nothing was touched. Bring the code up to it first (git); it lacks: "
                "{names}."
            ).format(names=", ".join(newer[:5])),
        )


def _require_secret(target: Target, unpacker: Unpacker) -> None:
    """Refuse a secret from the environment that would make the backup's worthless."""
    file = target.instance.var / "secret_key"
    told = os.environ["LLAJTA_SECRET_KEY"]
    is_from_file = file.exists() and file.read_text().strip() == told
    theirs = b"".join(unpacker.read("secret_key")).decode().strip()
    if not is_from_file and told != theirs:
        raise Problem(
            _("LLAJTA_SECRET_KEY is another one than the backup's."),
            todo=_(
                "Nothing was touched. Unset it: the backup brings its own, without which "
                "nobody's second factor is known."
            ),
        )


def ask(target: Target, manifest: Manifest) -> None:
    """Say what would come in the place of what, and go on only at a yes.

    Raises:
        Problem: there is nobody to ask, or the answer is no.
    """
    say(
        _("Backup of {town}, made {made} by Llajta {version}:").format(
            town=manifest.town, made=manifest.made, version=manifest.version
        )
    )
    say(
        _("  {tables} tables with {rows:,} rows, {files:,} files.").format(
            tables=len(manifest.rows),
            rows=sum(manifest.rows.values()),
            files=len(manifest.files),
        )
    )
    has_town = bool(read_record(target.instance.var / "instance.json"))
    if has_town:
        say(
            _(
                "It takes the place of the database of {var}; all since then is lost."
            ).format(var=target.instance.var)
        )
    if not sys.stdin.isatty():
        raise Problem(
            _("restore replaces data and asks first."), todo=_("Use restore --yes.")
        )
    answer = input(_("Restore it? Type yes: ")).strip().lower()
    if answer not in {"yes", "sí", "si"}:
        raise Problem(_("Nothing was changed."))
