"""What the operator types and what comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.launch import checks, running, site, suite
from config.launch.beside import beside
from config.launch.checks import Outcome, Part
from config.launch.console import last_lines, say
from config.launch.instance import Instance
from config.launch.processes import Identity
from config.launch.site import Site
from config.launch.subcommands import main, subcommands

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
