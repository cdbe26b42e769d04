"""The environment of the checkout: reused while it fits, made anew when it cannot."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from config.launch import frontend, programs, venv
from config.launch.console import Problem, last_lines
from config.launch.instance import Instance, read_record, write_record
from config.launch.programs import Program
from config.launch.venv import Kind


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    """A checkout whose locks ask for nothing, with its environment."""
    folder = tmp_path_factory.mktemp("the checkout")
    instance = Instance(var=folder / "var", root=folder)
    for kind in Kind:
        (folder / kind).write_text("")
    venv.ensure(instance, Kind.RUN)
    return instance


@pytest.fixture
def environment(made: Instance) -> Path:
    """The environment as it was made for running, nothing run since."""
    for kind in Kind:
        (made.root / kind).write_text("")
    (made.root / ".venv/llajta.json").unlink()
    venv.ensure(made, Kind.RUN)
    made.log("python").unlink()
    return made.root / ".venv"


def test_a_fitting_environment_is_left_alone(made: Instance, environment: Path) -> None:
    venv.ensure(made, Kind.RUN)
    assert not made.log("python").exists(), "nothing was run"


def test_a_changed_lock_is_installed_into_the_same_place(
    made: Instance, environment: Path
) -> None:
    (environment / "ours.txt").touch()
    (made.root / Kind.RUN).write_text("# a new version\n")
    venv.ensure(made, Kind.RUN)
    assert made.log("python").exists()
    assert (environment / "ours.txt").exists()


def test_an_environment_for_development_is_enough_to_run_and_stays_one(
    made: Instance, environment: Path
) -> None:
    venv.ensure(made, Kind.DEVELOP)
    venv.ensure(made, Kind.RUN)
    assert read_record(environment / "llajta.json")["kind"] == Kind.DEVELOP


def test_a_lock_without_hashes_is_refused(made: Instance, environment: Path) -> None:
    (made.root / Kind.RUN).write_text("django==5.2\n")
    with pytest.raises(Problem) as refused:
        venv.ensure(made, Kind.RUN)
    assert refused.value.log is not None
    assert "hash" in "".join(last_lines(refused.value.log))


def test_a_moved_environment_is_thrown_away(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = instance.root / ".venv"
    write_record(moved / "llajta.json", {"kind": Kind.RUN, "at": "/srv/elsewhere/.venv"})
    (instance.root / Kind.RUN).write_text("")
    monkeypatch.setattr("sys.executable", "false")
    with pytest.raises(Problem, match="Python environment failed"):
        venv.ensure(instance, Kind.RUN)
    assert not moved.exists()


def test_a_checkout_without_front_end_builds_none(instance: Instance) -> None:
    frontend.ensure(instance)
    assert not instance.var.exists()


def test_a_failing_step_tells_its_end_and_where_the_log_is(
    instance: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    program = Program(
        command=[sys.executable, "-c", "print('no space left'); raise SystemExit(7)"],
        cwd=Path.cwd(),
        log=instance.log("demo"),
    )
    with pytest.raises(Problem, match=r"Demo failed \(exit 7\)") as failed:
        programs.run_step("Demo", program, todo="Make room.")
    assert failed.value.log is not None
    assert last_lines(failed.value.log) == ["no space left"]
    assert "✗ Demo" in capsys.readouterr().out
