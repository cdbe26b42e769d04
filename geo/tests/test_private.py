"""A private file is whole and its owner's alone, or not there."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from geo.private import private_file


def test_it_lends_its_readers_nothing_of_the_file_that_stood_there(tmp_path: Path) -> None:
    file = tmp_path / "held.json"
    file.write_text("old")
    file.chmod(0o644)
    with private_file(file) as sink:
        sink.write("new")
    assert file.read_text() == "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_one_that_breaks_off_leaves_what_stood_there(tmp_path: Path) -> None:
    file = tmp_path / "held.json"
    file.write_text("old")
    with pytest.raises(ValueError, match="half"), private_file(file) as sink:
        sink.write("new")
        raise ValueError("half")
    assert [path.name for path in tmp_path.iterdir()] == ["held.json"]
    assert file.read_text() == "old"


def test_a_folder_that_is_not_there_is_told_by_the_name_that_was_given(
    tmp_path: Path,
) -> None:
    file = tmp_path / "none" / "held.json"
    with pytest.raises(FileNotFoundError) as refused, private_file(file):
        pass
    assert refused.value.filename == str(file)


def test_a_device_is_written_and_not_replaced(tmp_path: Path) -> None:
    link = tmp_path / "out"
    link.symlink_to("/dev/null")
    with private_file(link) as sink:
        sink.write("shown")
    assert link.is_symlink()


def test_a_folder_in_its_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError) as refused, private_file(tmp_path):
        pass
    assert refused.value.filename == str(tmp_path)
