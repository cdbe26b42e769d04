"""Whatever a technician types, what comes back is a sentence."""

from __future__ import annotations

import errno
import gettext as standard
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import get_commands
from django.db import OperationalError, ProgrammingError
from psycopg.errors import DeadlockDetected, DiskFull, UndefinedColumn

from apps.allocation.management.commands.replay_draw import Command
from geo.errors import Refusal
from geo.management.database import database_says
from geo.management.front import INTERRUPTED, main
from geo.management.helping import is_ours

PLAIN = "replay_draw"
"""A command that asks no database."""


@pytest.fixture(autouse=True)
def own_words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LANGUAGE", "")
    yield
    standard.textdomain("messages")


def breaking(error: BaseException) -> Any:
    def handle(*_given: object, **_named: object) -> None:
        raise error

    return handle


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        pytest.param(Refusal("No se puede."), 1, "✗ No se puede.", id="refusal"),
        pytest.param(KeyboardInterrupt(), INTERRUPTED, "se deshizo", id="Ctrl-C"),
        pytest.param(
            PermissionError(errno.EACCES, "Permission denied", "/srv/out.csv"),
            1,
            "✗ /srv/out.csv: sin permiso.",
            id="no permission",
        ),
        pytest.param(OSError(errno.ENOSPC, "x"), 1, "✗ el disco está lleno.", id="full"),
        pytest.param(OperationalError("gone"), 1, "dejó de responder", id="no database"),
    ],
)
def test_what_a_person_can_mend_is_told_in_a_sentence(
    error: BaseException,
    status: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(Command, "handle", breaking(error))
    assert main([PLAIN, "draw.json"]) == status
    heard = capsys.readouterr().err
    assert said in heard
    assert "Traceback" not in heard


def test_a_fault_of_ours_is_kept_whole_and_the_sentence_says_where(
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.VAR = tmp_path
    monkeypatch.setattr(Command, "handle", breaking(KeyError("lots")))
    assert main([PLAIN, "the draw.json"]) == 1
    heard = capsys.readouterr().err
    log = tmp_path / "logs" / "manage.log"
    assert str(log) in heard
    assert "KeyError" in heard
    assert "Traceback" not in heard
    kept = log.read_text(encoding="utf-8")
    assert f"{PLAIN} 'the draw.json'" in kept
    assert "KeyError: 'lots'" in kept


def test_whoever_asks_for_the_traceback_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Command, "handle", breaking(KeyError("lots")))
    with pytest.raises(KeyError):
        main([PLAIN, "draw.json", "--traceback"])


def test_a_refused_command_is_told_without_the_name_of_its_class(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([PLAIN, str(tmp_path / "none.json")]) == 1
    heard = capsys.readouterr().err
    assert heard.startswith("✗ ")
    assert "CommandError" not in heard


def test_a_misspelt_command_names_the_one_that_was_meant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["chek_ledger"]) == 1
    assert "¿Quiso decir «check_ledger»?" in capsys.readouterr().err


def test_what_django_itself_answers_is_answered(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out[0].isdigit()


def test_a_missing_word_is_told_in_the_towns_language(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["import_layer", "blocks.shp"])
    assert ended.value.code == 2
    heard = capsys.readouterr().err
    assert "✗ falta: --to" in heard
    assert "--pythonpath" not in heard


@pytest.mark.parametrize("words", [["import_layer", "--help"], ["help", "import_layer"]])
def test_a_command_explains_itself_in_the_towns_language(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    heard = capsys.readouterr().out
    assert heard.startswith("uso: ./llajta manage import_layer")
    assert "reparar formas no válidas" in heard
    for english in ("options:", "positional", "show this", "Skip", "--settings"):
        assert english not in heard


@pytest.mark.parametrize("words", [[], ["help"], ["--help"]])
def test_the_list_says_in_a_line_what_each_command_does(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    told = dict(
        line.split(maxsplit=1)
        for line in capsys.readouterr().out.partition("\n\n")[0].splitlines()
    )
    ours = {name for name, package in get_commands().items() if is_ours(package)}
    assert set(told) == ours
    assert all(text.endswith((".", "…")) for text in told.values())


def from_psycopg(error: psycopg.Error, kind: type[Exception]) -> Exception:
    wrapped = kind(str(error))
    wrapped.__cause__ = error
    return wrapped


@pytest.mark.parametrize(
    ("error", "said"),
    [
        pytest.param(
            from_psycopg(UndefinedColumn("no column"), ProgrammingError),
            "otra versión de Llajta",
            id="behind the code",
        ),
        pytest.param(
            from_psycopg(DeadlockDetected("deadlock"), OperationalError),
            "Repita la orden",
            id="others write",
        ),
        pytest.param(DiskFull("no space"), "está lleno", id="a full disk"),
        pytest.param(
            psycopg.OperationalError("connection refused"), "dejó de responder", id="gone"
        ),
        pytest.param(ProgrammingError("syntax error"), "", id="a fault of ours"),
        pytest.param(ValueError("no number"), "", id="nothing of a database"),
    ],
)
def test_the_database_is_understood_by_its_codes(error: Exception, said: str) -> None:
    heard = database_says(error)
    assert said in heard
    assert bool(heard) == bool(said)


def test_a_reader_who_has_gone_away_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    kept = os.dup(1)
    try:
        monkeypatch.setattr(Command, "handle", breaking(BrokenPipeError()))
        assert main([PLAIN, "draw.json"]) == 1
    finally:
        os.dup2(kept, 1)
        os.close(kept)
    assert capfd.readouterr().err == ""
