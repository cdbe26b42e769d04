"""`./llajta reset`: delete what an instance has made, and nothing of another's."""

from __future__ import annotations

import sys

from config.launch import database, homes, running
from config.launch.console import Problem, say
from config.launch.instance import Instance
from config.launch.messages import gettext as _


def reset(instance: Instance, rest: list[str]) -> int:
    """Stop the instance and delete its state, after asking.

    Raises:
        Problem: it is in use, or nobody said yes; nothing was deleted.
    """
    if not instance.entries():
        say(_("There is nothing to delete in {var}.").format(var=instance.var))
        return 0
    if "--yes" not in rest:
        _ask(instance)
    parts = [each for each in (instance, instance.of_bench) if each.var.exists()]
    for each in parts:
        running.down(each)
    clusters = [made for each in parts for made in database.made_clusters(each)]
    if any(cluster.is_running for cluster in clusters):
        raise Problem(
            _("Another ./llajta command still uses the database; nothing was deleted."),
            todo=_("Let it finish, or stop it, and repeat the command."),
        )
    for cluster in clusters:
        database.delete(cluster)
    elsewhere = [place for each in parts for place in homes.left_elsewhere(each)]
    left = instance.delete()
    say(_("Deleted. ./llajta up starts afresh."))
    for path in left:
        say(_("  Left in place, not made by ./llajta: {path}").format(path=path))
    for path in elsewhere:
        say(_("  Left in place, may be another instance's: {path}").format(path=path))
    return 0


def _ask(instance: Instance) -> None:
    if not sys.stdin.isatty():
        raise Problem(_("reset deletes data and asks first."), todo=_("Use reset --yes."))
    names = ", ".join(path.name for path in instance.entries())
    say(_("This deletes the database and all files of {var}:").format(var=instance.var))
    say(f"  {names}")
    if input(_("Delete them? Type yes: ")).strip().lower() not in {"yes", "sí", "si"}:
        raise Problem(_("Nothing was deleted."))
