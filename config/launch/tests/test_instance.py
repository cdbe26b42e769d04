"""What an instance keeps, and what may be deleted."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from django.http.request import split_domain_port

from config.launch import preparation, surroundings
from config.launch.instance import (
    OWN_ENTRIES,
    ROOT,
    Instance,
    Stamps,
    fingerprint,
    read_record,
    write_record,
)

KEPT = re.compile(
    r'(?:(?:\bVAR|\bVAR\)|\bvar|"LLAJTA_VAR"\]\)) / f?|\.folder\()"(\w[\w./-]*)"'
)
"""How the code names what it keeps in the instance's folder."""


def test_the_folder_is_the_one_told_or_the_checkouts_own(tmp_path: Path) -> None:
    assert Instance.chosen({"LLAJTA_VAR": str(tmp_path)}).var == tmp_path
    assert Instance.chosen({"LLAJTA_VAR": ""}).var == ROOT / "var"


def test_a_relative_folder_stays_the_same_when_a_child_runs_elsewhere() -> None:
    assert Instance.chosen({"LLAJTA_VAR": "here"}).var == Path.cwd() / "here"


def test_a_folder_has_one_name_whatever_it_is_called(tmp_path: Path) -> None:
    folder = tmp_path / "deep/town"
    folder.mkdir(parents=True)
    (tmp_path / "a link").symlink_to(folder)
    for told in ("deep/../deep/town", "a link", "a link/../town"):
        assert Instance.chosen({"LLAJTA_VAR": str(tmp_path / told)}).var == folder


def test_a_secret_is_made_once_and_only_its_owner_reads_it(instance: Instance) -> None:
    first = instance.secret("secret_key")
    mode = stat.S_IMODE((instance.var / "secret_key").stat().st_mode)

    assert (instance.secret("secret_key"), mode) == (first, 0o600)
    assert len(first) >= 50


def test_a_reset_deletes_what_is_ours_and_names_the_rest(instance: Instance) -> None:
    instance.secret("secret_key")
    instance.log("web").touch()
    stranger = instance.var / "thesis.odt"
    stranger.touch()

    assert instance.delete() == [stranger]
    assert list(instance.var.iterdir()) == [stranger]


def test_a_reset_knows_every_folder_that_the_code_keeps_in_it() -> None:
    kept = set()
    for package in ("apps", "config", "data", "geo", "tiles"):
        for file in (ROOT / package).rglob("*.py"):
            if "tests" not in file.parts:
                kept |= set(KEPT.findall(file.read_text(encoding="utf-8")))
    assert {"files", "uploads", "fieldwork", "notices", "logs"} <= kept
    inside_others = {"run/site.json", "peers"}  # the peers are in the instance of the bench
    assert sorted(kept - {*OWN_ENTRIES} - inside_others) == []


def test_each_thing_kept_is_told_in_the_handbook() -> None:
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    _before, _heading, told = text.partition("## What is where in `var/`")
    table, _, _after = told.partition("\n## ")
    assert sorted(name for name in OWN_ENTRIES if name not in table) == []


def test_a_reset_leaves_no_empty_folder(instance: Instance) -> None:
    instance.secret("secret_key")
    assert instance.delete() == []
    assert not instance.var.exists()


@pytest.mark.parametrize("text", ["", '{"port": 54', "[1]"], ids=["empty", "cut", "a list"])
def test_a_broken_record_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "pg.json").write_text(text)
    assert read_record(tmp_path / "pg.json") == {}


def test_a_record_is_read_as_written(tmp_path: Path) -> None:
    write_record(tmp_path / "new" / "pg.json", {"port": 54321})
    assert read_record(tmp_path / "new" / "pg.json") == {"port": 54321}


def test_a_step_is_current_only_for_the_mark_it_was_finished_for(tmp_path: Path) -> None:
    stamps = Stamps(folder=tmp_path / "stamps")
    assert not stamps.is_current("migrate", "a")
    stamps.finish("migrate", "a")
    assert stamps.is_current("migrate", "a")
    assert not stamps.is_current("migrate", "b")
    assert not stamps.is_current("collectstatic", "a")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda folder: (folder / "a.py").write_text("2"), id="content"),
        pytest.param(lambda folder: (folder / "a.py").rename(folder / "b.py"), id="name"),
        pytest.param(lambda folder: (folder / "sub/c.py").touch(), id="a file more"),
        pytest.param(lambda folder: (folder / "a.py").unlink(), id="a file less"),
    ],
)
def test_a_fingerprint_notices_every_change(tmp_path: Path, change) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.py").write_text("1")
    before = fingerprint([tmp_path])
    change(tmp_path)
    assert fingerprint([tmp_path]) != before


def test_a_fingerprint_does_not_mind_what_python_leaves_behind(tmp_path: Path) -> None:
    before = fingerprint([tmp_path])
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/a.pyc").touch()
    assert fingerprint([tmp_path]) == before


def test_the_town_is_the_one_told_then_the_one_known_then_the_default(
    instance: Instance,
) -> None:
    default = instance.root / "config/municipality.toml"
    assert surroundings.municipality(instance, {}) == default

    write_record(instance.var / "instance.json", {"municipality": "/etc/colcapirhua.toml"})
    assert surroundings.municipality(instance, {}) == Path("/etc/colcapirhua.toml")

    told = {"LLAJTA_MUNICIPALITY": "/etc/vinto.toml"}
    assert surroundings.municipality(instance, told) == Path("/etc/vinto.toml")


def test_a_town_is_remembered_when_it_was_told_and_the_default_moves_along(
    instance: Instance,
) -> None:
    moved = Instance(var=instance.var, root=instance.root.with_name("moved"))
    own, named = surroundings.default_municipality(instance), Path("/etc/vinto.toml")

    preparation.remember(instance, named, own_database=True)
    assert surroundings.municipality(moved, {}) == named

    preparation.remember(instance, own, own_database=True)
    assert surroundings.municipality(instance, {}) == own
    assert surroundings.municipality(moved, {}) == moved.root / "config/municipality.toml"


def test_what_breaks_the_wheels_is_not_handed_on(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PROJ_LIB", "PROJ_DATA", "GDAL_DATA", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "/usr/share/proj")
    env = surroundings.environment(instance, "postgresql://somewhere/town")

    assert not {"PROJ_LIB", "PROJ_DATA", "GDAL_DATA"} & set(env)
    assert env["HTTPS_PROXY"] == "/usr/share/proj"
    assert env["LLAJTA_DATABASE_URL"] == "postgresql://somewhere/town"
    assert env["LLAJTA_VAR"] == str(instance.var)


@pytest.mark.parametrize(
    ("host", "names"),
    [
        ("::1", {"[::1]", "127.0.0.1", "localhost"}),
        ("::", {"[::1]", "127.0.0.1", "localhost"}),
        ("fd00::7", {"[fd00::7]"}),
        ("0.0.0.0", {"127.0.0.1"}),
    ],
)
def test_browsers_may_call_the_address_as_they_write_it(
    host: str, names: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLAJTA_HOST", host)
    told = surroundings.names_of_this_machine()
    assert names <= set(told)
    for name in told:
        assert split_domain_port(f"{name}:8000")[0] == name.lower(), "Django compares this"
