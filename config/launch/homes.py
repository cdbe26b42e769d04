"""Where an instance's cluster lies: in its folder, or beside when that is closed to it.

A checkout is moved and copied like any other folder, so what `pg.json` says of a place is
believed only of the instance's own two. Whatever else lies there is another's: it is set
aside or left alone, and named.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shlex
from pathlib import Path
from typing import Final

from config.launch.account import Account
from config.launch.cluster import runs_on
from config.launch.console import Problem, say
from config.launch.instance import Instance, read_record
from config.launch.messages import gettext as _

ELSEWHERE: Final = Path("/var/lib/llajta")
"""Where the data go when root's own folders cannot be entered by the database account."""


def home(instance: Instance, name: str, account: Account | None) -> Path:
    """The cluster's folder: in `var/`, or elsewhere when its account cannot get there."""
    inside, outside = instance.var / name, _outside(instance) / name
    if outside.exists() and _recorded(instance, name) == outside:
        return outside
    if (inside / "data").exists():
        return inside
    if account is None or account.can_enter(instance.folder(".")):
        return inside
    return outside


def is_ours(instance: Instance, place: Path) -> bool:
    """Whether what lies at `place` was made by this instance, not by one before it.

    Ask before the instance has made itself a password: one that is new has none.
    """
    if place.parent == instance.var:
        return True  # it was moved or copied along with the password beside it
    recorded = _recorded(instance, place.name)
    if recorded is not None:
        return recorded == place or not recorded.exists()  # brought after a moved folder
    # No record: the first start was cut short, or there never was one.
    return (instance.var / f"{place.name}.password").exists()


def has_traces(instance: Instance, name: str) -> bool:
    """Whether there is anything of such a cluster, looked for without making a thing."""
    places = (instance.var / name, instance.var / f"{name}.json", _outside(instance) / name)
    return any(place.exists() for place in places)


def refuse_those_of_another(instance: Instance, place: Path) -> None:
    """Refuse to begin an empty database where the record names one of another folder.

    Raises:
        Problem: the instance was moved or copied without its data.
    """
    recorded = _recorded(instance, place.name)
    if recorded in (None, place) or (
        (place / "data").exists() and is_ours(instance, place)
    ):
        return
    move = f"mkdir -p {shlex.quote(str(place.parent))} && "
    move += f"mv {shlex.quote(str(recorded))} {shlex.quote(str(place))}"
    raise Problem(
        _("The database of {var} is not with it: its record names {place}.").format(
            var=instance.var, place=recorded
        ),
        todo=_(
            "If the folder was moved, stop what still runs on them and bring the data "
            "after it:\n  {move}\nIf it is a copy, ./llajta reset leaves those data "
            "alone; then ./llajta up, or ./llajta restore with a backup of the first."
        ).format(move=move),
    )


def set_aside_those_of_another(instance: Instance, place: Path, now: dt.datetime) -> None:
    """Keep what an instance that stood here before left at `place`, under another name.

    Raises:
        Problem: its server still runs.
    """
    if not place.exists() or is_ours(instance, place):
        return
    if runs_on(place / "data"):
        raise Problem(
            _("A server still runs on {place}, which another instance left there.").format(
                place=place
            ),
            todo=_("Stop it (its number is the first line of {file}).").format(
                file=place / "data/postmaster.pid"
            ),
        )
    aside = place.with_name(f"{place.name}-{now:%Y%m%d-%H%M%S}")
    place.rename(aside)
    say(
        _(
            "  An instance that stood in {var} before left its database; it is kept in "
            "{aside}. Delete that when nobody wants it."
        ).format(var=instance.var, aside=aside)
    )


def make_way(instance: Instance, place: Path) -> None:
    """Make the folders above a cluster that is kept elsewhere, whatever root's umask."""
    if ELSEWHERE not in place.parents:
        return
    if not place.exists():
        say(
            _(
                "  {var} is closed to other accounts, so the database is kept in {home}."
            ).format(var=instance.var, home=place)
        )
    for folder in (ELSEWHERE, place.parent):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)


def left_elsewhere(instance: Instance) -> list[Path]:
    """What a reset does not touch, because it is of another instance or may be."""
    recorded = [_recorded(instance, name) for name in ("pg", "testpg")]
    places = [place for place in recorded if place and ELSEWHERE in place.parents]
    if _outside(instance).exists():
        places += sorted(_outside(instance).iterdir())
    return [place for place in dict.fromkeys(places) if place.exists()]


def _outside(instance: Instance) -> Path:
    mark = hashlib.sha256(str(instance.var).encode()).hexdigest()[:12]
    return ELSEWHERE / mark


def _recorded(instance: Instance, name: str) -> Path | None:
    """Where the last start left the cluster, by that name of the folder."""
    data = read_record(instance.var / f"{name}.json").get("data")
    return Path(data).parent if data else None
