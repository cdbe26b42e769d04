"""Nobody writes entries into the log: each is one line, with its moment in UTC."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

from django.conf import settings

from config.logs import OneLine

FORGED = "/ogc/x\n2026-01-01T00:00:00.000Z ERROR ana: all is well\r\x1b[2J\u2028\x85"
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [A-Z]+ [\w.]+: .*")


def entry(*, error: BaseException | None = None) -> str:
    told = (type(error), error, None) if error else None
    record = logging.LogRecord(
        "config.asgi", logging.ERROR, __file__, 1, "reading %s failed", (FORGED,), told
    )
    return OneLine().format(record)


def test_an_entry_is_one_line_whatever_was_asked_for() -> None:
    said = entry()
    assert LINE.fullmatch(said)
    assert said.isprintable()
    assert said.endswith(r"\r\x1b[2J\u2028\x85 failed")


def test_what_follows_an_entry_is_set_in() -> None:
    first, *rest = entry(error=ValueError(FORGED)).split("\n")
    assert LINE.fullmatch(first)
    assert rest and all(line.startswith("    ") and line.isprintable() for line in rest)


def test_the_moment_is_that_of_utc() -> None:
    record = logging.makeLogRecord({"msg": "x", "created": 0.0, "msecs": 7.0})
    assert OneLine().format(record).startswith("1970-01-01T00:00:00.007Z ")


def test_every_entry_of_the_site_is_written_so() -> None:
    told: dict[str, Any] = settings.LOGGING
    handlers = told["handlers"]
    assert {each["formatter"] for each in handlers.values()} == {"line"}
    assert told["formatters"]["line"] == {"()": "config.logs.OneLine"}
    assert all(each["class"] == "logging.StreamHandler" for each in handlers.values())
    assert "config.logs" in sys.modules
