"""What the operator types and what comes back."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from config.launch import checks, running, site, suite
from config.launch.beside import beside
from config.launch.checks import Outcome, Part
from config.launch.console import last_lines, say
from config.launch.instance import Instance
from config.launch.processes import Identity
from config.launch.site import Site
from config.launch.subcommands import INTERRUPTED, main, subcommands

NOBODY = Identity(pid=2**22 + 1, started=1, boot="before")


@pytest.fixture(autouse=True)
def chosen(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLAJTA_VAR", str(instance.var))
    monkeypatch.delenv("LLAJTA_DATABASE_URL", raising=False)


def test_help_says_every_subcommand_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines] == [each.name for each in subcommands()]
    assert max(map(len, lines)) <= 100


def test_nothing_typed_is_a_call_for_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "./llajta up" in capsys.readouterr().out


def test_an_unknown_word_points_to_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 1
    said = capsys.readouterr().err
    assert "There is no ./llajta migrate" in said
    assert "./llajta manage migrate" in said


@pytest.mark.parametrize("words", [["up", "--detached"], ["down", "now"], ["reset", "-y"]])
def test_a_word_it_does_not_know_stops_it_and_shows_those_it_does(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 1
    said = capsys.readouterr().err
    assert f"./llajta {words[0]} does not know {words[1]}." in said
    [usage] = [each.usage for each in subcommands() if each.name == words[0]]
    assert usage in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["backup", "town.zip", "--plain"], "There is no town in"),
        (["backup", "town.zip", "--keep", "2"], "--keep needs a folder"),
        (["restore", "town.zip", "--yes"], "There is no file town.zip"),
        (["restore", "town.zip", "--check"], "There is no file town.zip"),
    ],
)
def test_what_takes_a_file_reads_its_own_words(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = main(words)
    except SystemExit as stopped:  # as argparse ends
        status = int(str(stopped.code))
    assert status
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["up", "down", "url", "reset", "test", "check", "newsystem", "docs", "help"]
)
def test_whoever_asks_for_help_with_a_command_starts_nothing(
    name: str, instance: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    instance.secret("secret_key")
    assert main([name, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"./llajta {name}")
    assert [path.name for path in instance.var.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_is_found_among_the_words_for_pytest(
    word: str, instance: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["test", "apps/works", "--long", word]) == 0
    assert capsys.readouterr().out.startswith("./llajta test [--long] [PYTEST …]  ")
    assert not instance.var.exists()


@pytest.mark.parametrize("name", ["up", "test", "manage", "bench", "help"])
def test_help_with_one_command_says_its_line_and_starts_nothing(
    name: str, instance: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["help", name]) == 0
    [usage] = [each.usage for each in subcommands() if each.name == name]
    assert capsys.readouterr().out.startswith(f"./llajta {usage}  ")
    assert not instance.var.exists()


def test_help_with_a_command_that_reads_its_own_words_tells_them_all(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["help", "backup"])
    assert "--plain" in capsys.readouterr().out


def test_help_with_what_there_is_not_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", "migrate"]) == 1
    assert "There is no ./llajta migrate" in capsys.readouterr().err


def test_a_file_where_the_folder_should_be_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a file"
    file.touch()
    monkeypatch.setenv("LLAJTA_VAR", str(file))
    assert main(["up"]) == 1
    assert f"Something else stands where Llajta keeps its own: {file}" in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("number", "said"),
    [
        pytest.param(errno.ENOSPC, "The disk is full (/srv/town/logs).", id="full"),
        pytest.param(errno.EACCES, "No permission for /srv/town/logs.", id="not ours"),
        pytest.param(errno.EROFS, "(Read-only file system): /srv/town/logs", id="others"),
    ],
)
def test_what_the_machine_refuses_is_told_without_a_traceback(
    number: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise OSError(number, os.strerror(number), "/srv/town/logs")

    monkeypatch.setattr(running, "up", refuse)
    assert main(["up"]) == 1
    assert said in capsys.readouterr().err


def test_an_end_of_input_instead_of_an_answer_deletes_nothing(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance.secret("secret_key")

    def end(_question: str) -> str:
        raise EOFError

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", end)
    assert main(["reset"]) == INTERRUPTED
    assert (instance.var / "secret_key").exists()


def test_no_site_has_no_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["url"]) == 1
    heard = capsys.readouterr()
    assert heard.out == ""
    assert "./llajta up" in heard.err


def test_down_when_nothing_runs_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["down"]) == 0
    assert "Nothing was running" in capsys.readouterr().out


def test_a_reset_without_a_person_to_ask_deletes_nothing(
    instance: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    instance.secret("secret_key")
    assert main(["reset"]) == 1
    assert "reset --yes" in capsys.readouterr().err
    assert (instance.var / "secret_key").exists()


def test_a_reset_with_yes_deletes(instance: Instance) -> None:
    instance.secret("secret_key")
    assert main(["reset", "--yes"]) == 0
    assert not instance.var.exists()


def test_a_reset_of_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reset", "--yes"]) == 0
    assert "nothing to delete" in capsys.readouterr().out


def test_a_dead_launchers_record_is_no_site(instance: Instance) -> None:
    Site(launcher=NOBODY, url="http://127.0.0.1:9/", children=(NOBODY,)).write(instance)
    assert running.address(instance) is None
    assert site.stop_leftovers(instance) == 0
    assert Site.read(instance) is None


def test_a_record_is_forgotten_only_by_who_wrote_it(instance: Instance) -> None:
    Site(launcher=Identity.own()).write(instance)
    site.forget(instance, NOBODY)
    assert Site.read(instance) is not None
    site.forget(instance, Identity.own())
    assert Site.read(instance) is None


def test_every_part_runs_also_after_one_has_failed(
    instance: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = [
        Part(name="first", command=["sh", "-c", "echo what is wrong; exit 3"]),
        Part(name="second", command=["true"]),
    ]
    outcomes = checks.run_all(parts, instance, checks.NO_DATABASE)

    assert [(each.name, each.passed) for each in outcomes] == [
        ("first", False),
        ("second", True),
    ]
    assert "what is wrong" in capsys.readouterr().out


def test_parts_beside_something_louder_are_told_when_it_has_ended(
    instance: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = [
        Part(name="first", command=["sh", "-c", "echo what is wrong; exit 3"]),
        Part(name="second", command=["true"]),
    ]
    with beside(parts, instance, checks.NO_DATABASE) as others:
        say("louder")
    outcomes = others.outcomes()

    assert [(each.name, each.passed) for each in outcomes] == [
        ("first", False),
        ("second", True),
    ]
    said = capsys.readouterr().out
    assert said.index("louder") < said.index("what is wrong")


def test_parts_beside_what_is_broken_off_are_ended(instance: Instance) -> None:
    waiting = ["sleep", "600"]
    parts = [Part(name="long", command=waiting), Part(name="never", command=["true"])]
    with (
        pytest.raises(KeyboardInterrupt),
        beside(parts, instance, checks.NO_DATABASE) as others,
    ):
        raise KeyboardInterrupt
    assert [each.passed for each in others.outcomes()] == [False, False]


def test_the_summary_names_what_failed(capsys: pytest.CaptureFixture[str]) -> None:
    good = Outcome(name="ruff", passed=True, seconds=1)
    bad = Outcome(name="mypy", passed=False, seconds=2)
    assert checks.summary([good]) == 0
    assert checks.summary([good, bad], ["a note"]) == 1
    said = capsys.readouterr().out
    assert "Failed: mypy (3 s in all)" in said
    assert "a note" in said
    checks.summary([good, bad], seconds=1.4)
    assert "(1 s in all)" in capsys.readouterr().out, "they ran beside each other"


def test_a_run_that_has_no_browser_says_so_before_it_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("LLAJTA_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    suite.say_without_browser(apt_has_one=True)
    assert capsys.readouterr().out == ""
    suite.say_without_browser(apt_has_one=False)
    assert "No Chromium: install Chromium" in capsys.readouterr().out
    monkeypatch.setenv("LLAJTA_CHROMIUM", "/opt/chromium")
    suite.say_without_browser(apt_has_one=False)
    assert capsys.readouterr().out == ""


def test_only_skips_for_want_of_real_data_are_counted(tmp_path: Path) -> None:
    report = tmp_path / "pytest.xml"
    assert suite.skipped_for_want_of_real_data(report) == 0
    reasons = ["real data: LLAJTA_REAL_DATA is not set", "needs two cores"]
    cases = "".join(
        f'<testcase><skipped message="{reason}"/></testcase>' for reason in reasons
    )
    report.write_text(f"<testsuites><testsuite>{cases}<testcase/></testsuite></testsuites>")
    assert suite.skipped_for_want_of_real_data(report) == 1


def test_the_end_of_a_log_is_shown_without_the_steps_of_a_progress_bar(
    tmp_path: Path,
) -> None:
    log = tmp_path / "pip.log"
    log.write_text("one\n\n10 %\r20 %\r30 %\nlast \n")
    assert last_lines(log, 3) == ["20 %", "30 %", "last"]
    assert last_lines(tmp_path / "no.log") == []
