"""Lines of the log: one for each thing that happened, with its moment in UTC."""

from __future__ import annotations

import logging
import time
from copy import copy
from typing import Any, Final

TO_THE_PROCESS: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.OneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
"""Faults of ours go to the log of the process, whatever DEBUG says."""


def escaped(text: str) -> str:
    """One line of `text` in which every letter can be seen.

    >>> escaped("a\\nb")
    'a\\\\nb'
    """
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )


class OneLine(logging.Formatter):
    """Says moment, gravity, place and message in one line; a traceback follows, set in.

    What somebody sent may stand in both: none of it begins a line of its own, so nobody
    writes entries into the log or moves the cursor of whoever reads it.
    """

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        """The entry for `record`."""
        shown = copy(record)
        shown.msg, shown.args = escaped(record.getMessage()), None
        first, *rest = super().format(shown).split("\n")
        return "\n".join([first, *(f"    {escaped(line)}" for line in rest)])
