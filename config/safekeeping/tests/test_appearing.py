"""A file is there whole or not at all, under a name that was free; old ones go."""

from __future__ import annotations

import datetime as dt
import os
import resource
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.launch.console import Problem
from config.safekeeping.appearing import appearing
from config.safekeeping.rotation import forget, named

NIGHT = dt.datetime(2026, 11, 27, 2, 15, tzinfo=dt.UTC)


def test_it_appears_at_the_end_for_its_owner_alone(tmp_path: Path) -> None:
    target = tmp_path / "town.zip"
    with appearing(target) as draft:
        draft.stream.write(b"whole")
        assert not target.exists()
        assert stat.S_IMODE(draft.path.stat().st_mode) == 0o600
    assert target.read_bytes() == b"whole"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [target]


def test_one_interrupted_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), appearing(tmp_path / "town.zip") as draft:
        draft.stream.write(b"half")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """What a full disk does: bytes beyond are refused."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with (
        files_no_larger_than(100_000),
        pytest.raises(Problem, match=r"could not be written") as told,
        appearing(tmp_path / "town.zip") as draft,
    ):
        for _block in range(10):
            draft.stream.write(b"x" * 50_000)
    assert "Nothing is left of it" in told.value.todo
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_taken_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "town.zip").write_bytes(b"older")
    with pytest.raises(Problem, match="not overwritten"), appearing(tmp_path / "town.zip"):
        pytest.fail("nothing may be written")
    assert (tmp_path / "town.zip").read_bytes() == b"older"


@pytest.mark.parametrize("links", [True, False], ids=["a disk with links", "a stick"])
def test_of_two_at_once_the_first_keeps_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    target = tmp_path / "town.zip"

    def refused(*_paths: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    if not links:
        monkeypatch.setattr(os, "link", refused)
    with (
        pytest.raises(Problem, match="not overwritten"),
        appearing(target) as second,
    ):
        second.stream.write(b"second")
        with appearing(target) as first:
            first.stream.write(b"first")
    assert target.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="There is no folder"):
        named(tmp_path / "stick/town.zip", NIGHT, sealed=True)


def test_a_folder_gets_a_name_with_the_time(tmp_path: Path) -> None:
    assert named(tmp_path, NIGHT, sealed=True).name == "llajta-20261127-021500.zip.age"
    assert named(tmp_path, NIGHT, sealed=False).name == "llajta-20261127-021500.zip"
    assert named(tmp_path / "mine", NIGHT, sealed=True) == tmp_path / "mine"


def test_all_but_the_newest_of_our_names_are_deleted(tmp_path: Path) -> None:
    nights = [NIGHT + dt.timedelta(days=day) for day in range(5)]
    ours = [named(tmp_path, night, sealed=True) for night in nights]
    others = [tmp_path / "llajta-before-the-upgrade.zip.age", tmp_path / "thesis.odt"]
    for path in (*ours, *others):
        path.touch()
        os.utime(path, (0, 0))  # a copy may have any time of its own
    assert forget(tmp_path, None) == []
    assert forget(tmp_path, 2) == ours[:3]
    assert sorted(tmp_path.iterdir()) == sorted([*ours[3:], *others])
