"""Translations are compiled, and their mistakes named."""

from __future__ import annotations

from pathlib import Path

from config.catalogues import compile_all

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def test_a_catalogue_is_compiled_beside_its_source(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    source.write_text(HEAD + 'msgid "street"\nmsgstr "calle"\n')
    assert compile_all([source]) == []
    assert b"calle" in source.with_suffix(".mo").read_bytes()


def test_a_lost_value_and_a_broken_file_are_named(tmp_path: Path) -> None:
    lost, broken = tmp_path / "lost.po", tmp_path / "broken.po"
    lost.write_text(HEAD + '#, python-format\nmsgid "%(n)s rows"\nmsgstr "filas %(m)s"\n')
    broken.write_text(HEAD + 'msgid "a"\nmsgstr "b\nmsgid\n')
    mistakes = compile_all([lost, broken])
    assert [Path(mistake.partition(":")[0]).name for mistake in mistakes] == [
        "lost.po",
        "broken.po",
    ]
