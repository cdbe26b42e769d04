"""Which packages are asked for, and what an administrator is told to type."""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path

import pytest

from config.launch import packages
from config.launch.console import Problem
from config.launch.instance import Instance
from config.launch.packages import CHROMIUMS, POSTGIS, Need

MISSING = [
    Need(package="ca-certificates", is_met=True),
    Need(package="python3.11-venv", is_met=False),
    Need(package=POSTGIS, is_met=False),
]


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of programs, for machines that lack this or that one."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(folder: Path, name: str, code: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{code}\n")
    (folder / name).chmod(0o755)


def test_nothing_happens_when_nothing_is_missing(
    instance: Instance, programs: Path
) -> None:
    packages.install_missing(MISSING[:1], instance)


def test_another_system_is_told_what_is_missing(instance: Instance, programs: Path) -> None:
    with pytest.raises(Problem, match=r"Missing on this system: python3\.11-venv"):
        packages.install_missing(MISSING, instance)


def test_without_root_the_exact_commands_are_said(
    instance: Instance, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(programs, "apt-get", "exit 1")
    program(programs, "apt-cache", "echo 'postgresql-16-postgis-3 - Geographic objects'")
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    with pytest.raises(Problem, match="needs root") as refused:
        packages.install_missing(MISSING, instance)

    told = refused.value.todo
    assert (
        "install -y --no-install-recommends python3.11-venv postgresql-16-postgis-3" in told
    )
    assert told.index("create_main_cluster = false") < told.index("install -y")


def test_empty_lists_still_give_a_command_that_works(programs: Path) -> None:
    program(programs, "apt-cache", "true")
    assert packages.manual_commands([POSTGIS])[-1].endswith(
        "'^postgresql-[0-9]+-postgis-3$'"
    )


def test_the_newest_postgis_is_chosen_by_number_not_by_alphabet(programs: Path) -> None:
    lines = "".join(f"postgresql-{major}-postgis-3 - text\n" for major in (9, 15, 17))
    program(programs, "apt-cache", f"printf '{lines}'")
    assert packages.postgis_package() == "postgresql-17-postgis-3"


def test_no_postgis_at_all_says_where_it_is(programs: Path) -> None:
    program(programs, "apt-cache", "true")
    with pytest.raises(Problem, match="no PostGIS") as refused:
        packages.postgis_package()
    assert "universe" in refused.value.todo


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        ("chromium-headless-shell - web browser - old headless shell", CHROMIUMS[0]),
        ("", "chromium"),
    ],
)
def test_a_system_without_the_small_browser_gets_the_whole(
    instance: Instance,
    programs: Path,
    monkeypatch: pytest.MonkeyPatch,
    offered: str,
    chosen: str,
) -> None:
    program(programs, "env", 'shift; exec "$@"')
    program(programs, "apt-get", 'echo "asked: $*"')
    program(programs, "apt-cache", f"echo '{offered}'")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    for name in packages.HANDED_ON:
        monkeypatch.delenv(name, raising=False)

    packages.install_missing([Need(package=CHROMIUMS[0], is_met=False)], instance)

    asked = instance.log("packages").read_text()
    assert f"install -y --no-install-recommends {chosen}\n" in asked
    assert packages.manual_commands([CHROMIUMS[0]])[-1].endswith(f" {chosen}")


def test_a_failing_apt_is_quoted(
    instance: Instance,
    programs: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    program(programs, "env", 'shift; exec "$@"')
    program(programs, "apt-get", "echo 'E: Could not resolve the mirror'; exit 100")
    program(programs, "apt-cache", "echo 'postgresql-16-postgis-3 - Geographic objects'")
    program(programs, "sh", "exit 0")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    for name in packages.HANDED_ON:
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(Problem, match="exit 100") as failed:
        packages.install_missing(MISSING, instance)

    assert failed.value.log is not None
    assert "Could not resolve" in failed.value.log.read_text()
    assert "going on with those it has" in capsys.readouterr().out


def test_ctrl_c_while_roots_apt_is_at_work_is_an_interruption(
    instance: Instance, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbid(_process: object) -> None:  # as the kernel does when sudo has become root
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    program(programs, "sudo", 'test "$1" = -n || kill -INT $PPID')
    program(programs, "apt-get", "true")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("subprocess.Popen.terminate", forbid)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            packages.install_missing(MISSING[1:2], instance)
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_server_elsewhere_needs_no_postgresql_here() -> None:
    needs = {
        need.package: need.is_met for need in packages.needs_to_run(own_database=False)
    }
    assert needs[POSTGIS]


def test_the_browser_told_goes_before_the_one_found(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LLAJTA_CHROMIUM", raising=False)
    assert packages.chromium() is None
    program(programs, "google-chrome", "true")
    assert packages.chromium() == str(programs / "google-chrome")
    monkeypatch.setenv("LLAJTA_CHROMIUM", "/opt/chromium")
    assert packages.chromium() == "/opt/chromium"


def test_what_draws_papers_is_asked_for() -> None:
    asked = {need.package for need in packages.needs_to_run(own_database=False)}
    assert {"libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"} <= asked
