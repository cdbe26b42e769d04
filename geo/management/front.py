"""A management command as a technician meets it: told in words, however it ends."""

from __future__ import annotations

import logging
import os
import shlex
import sys
import time
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from geo.errors import Refusal
from geo.machine import reason_of
from geo.management import helping
from geo.management.database import database_says

PROGRAM: Final = "./llajta manage"
TRACEBACK: Final = "--traceback"
"""Django's own word; with it nothing is caught, for whoever looks for a fault of ours."""
FAILED: Final = 1
INTERRUPTED: Final = 130

logger = logging.getLogger(__name__)


class Manager(ManagementUtility):
    """Django's way to a command, with words of ours where there is none."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        """The command of this name.

        Raises:
            CommandError: there is none.
        """
        names = get_commands()
        if subcommand in names:
            command = super().fetch_command(subcommand)
            if helping.is_ours(type(command).__module__):
                command.suppressed_base_arguments = set(helping.NOT_TOLD)
            return command
        said = _("There is no “%(name)s”.") % {"name": f"{PROGRAM} {subcommand}"}
        if near := get_close_matches(subcommand, names):
            said += " " + _("Did you mean “%(name)s”?") % {"name": near[0]}
        raise CommandError(f"{said} " + _("See ./llajta manage help."))


def main(words: Sequence[str]) -> int:
    """Run one command; the exit status for the shell.

    What a person can mend is one sentence. What they cannot is kept in a log, with all
    that whoever maintains Llajta needs, and the sentence says where.
    """
    if TRACEBACK in words:
        ManagementUtility([PROGRAM, *words]).execute()
        return 0
    try:
        _run(list(words))
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read has gone away, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        return _told(_("Interrupted: what was not finished was undone."), INTERRUPTED)
    except CommandError as error:
        return _told(str(error), error.returncode)
    except Exception as error:  # noqa: BLE001  (nobody is above us)
        return _told(_sentence(error, words), FAILED)
    return 0


def _run(words: list[str]) -> None:
    django.setup()
    helping.speak(settings.LANGUAGE_CODE)
    if not words or (words[0] in ("help", *helping.ASKING) and len(words) == 1):
        sys.stdout.write(helping.listing(PROGRAM))
        return
    name = helping.asked_about(words)
    if name is not None and helping.is_ours(get_commands().get(name, "")):
        command = Manager().fetch_command(name)
        sys.stdout.write(helping.help_text(command, PROGRAM, name))
        return
    # Django prints a refusal itself, as “CommandError: …”, unless it is told to raise it.
    raising = [] if words[0].startswith("-") else [TRACEBACK]
    manager = Manager([PROGRAM, words[0], *raising, *words[1:]])
    manager.prog_name = PROGRAM
    manager.execute()


def _sentence(error: Exception, words: Sequence[str]) -> str:
    if isinstance(error, Refusal | ImproperlyConfigured) or not settings.configured:
        return str(error)
    if said := database_says(error):
        return said
    if isinstance(error, OSError):
        why = reason_of(error)
        return f"{error.filename}: {why}." if error.filename else f"{why}."
    return _fault(error, words)


def _fault(error: Exception, words: Sequence[str]) -> str:
    """Keep the whole of a fault of ours, and say where."""
    log = settings.VAR / "logs" / "manage.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    keeper = logging.FileHandler(log)
    form = logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    form.converter = time.gmtime
    keeper.setFormatter(form)
    logger.addHandler(keeper)
    logger.propagate = False
    logger.error(shlex.join(words), exc_info=error)
    return _(
        "The command broke off by a fault of the program (%(kind)s), not by one of yours. "
        "Everything about it is in %(log)s: send that file to whoever maintains Llajta."
    ) % {"kind": type(error).__name__, "log": log}


def _told(text: str, status: int) -> int:
    sys.stdout.flush()
    sys.stderr.write(f"✗ {text}\n")
    return status
