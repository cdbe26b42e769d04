"""The mapping file: which column goes where, and what the file does not say itself."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from geo.exchange.dialect import decimal_named, separator_named
from geo.exchange.positions import crs_named
from geo.exchange.reading import Reading
from geo.exchange.refusals import WrongMapping, listed

SECTIONS: Final = {"file", "fields", "constants", "words", "generate", "only", "links"}
FILE_KEYS: Final = {
    "layer", "crs", "encoding", "separator", "decimal", "x", "y", "swap", "as_points",
}  # fmt: skip
FLAGS: Final = {"swap", "as_points"}
REST: Final = "*"
"""Key of `words` that stands for every word not listed."""


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """From a file's columns to a layer's fields; what is left out is matched by name."""

    reading: Reading = field(default_factory=Reading)
    fields: Table[str, str] = field(default_factory=dict)
    """Field ← column."""
    constants: Table[str, str] = field(default_factory=dict)
    """Field ← the same value for every row."""
    words: Table[str, Table[str, str]] = field(default_factory=dict)
    """Field → what the file says → what is stored."""
    generate: Table[str, str] = field(default_factory=dict)
    """Field ← a pattern such as `COL-{line:05}` or `{manzano}-{lote}`."""
    only: Table[str, frozenset[str]] = field(default_factory=dict)
    """Column → values; rows with another value are passed over, not refused."""
    links: Table[str, str] = field(default_factory=dict)
    """Link ← column that names the other row."""
    left_alone: frozenset[str] = frozenset()
    """Fields and links that no column fills, though one may be called like them."""


def read_mapping(file: Path) -> Mapping:
    """Read a mapping file (TOML).

    Raises:
        WrongMapping: it is no TOML, or says something a mapping cannot say.
    """
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise WrongMapping(
            _("The mapping %(file)s cannot be read.") % {"file": file.name}
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise WrongMapping(
            _("The mapping %(file)s is no valid TOML: %(why)s.")
            % {"file": file.name, "why": error}
        ) from error
    _only_known(raw, SECTIONS)
    return Mapping(
        reading=_reading(_table(raw, "file")),
        fields=_texts(raw, "fields"),
        constants=_texts(raw, "constants"),
        words={name: _texts(raw["words"], name) for name in _table(raw, "words")},
        generate=_texts(raw, "generate"),
        only=_only(_table(raw, "only")),
        links=_texts(raw, "links"),
    )


def _only_known(table: dict[str, Any], known: set[str]) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise WrongMapping(
            _("A mapping has no %(unknown)s; it knows %(known)s.")
            % {"unknown": listed(unknown), "known": listed(sorted(known))}
        )


def _table(raw: dict[str, Any], name: str) -> dict[str, Any]:
    found = raw.get(name, {})
    if not isinstance(found, dict):
        raise WrongMapping(_("[%(name)s] must be a section.") % {"name": name})
    return found


def _texts(raw: dict[str, Any], name: str) -> dict[str, str]:
    return {key: _text(value, f"{name}.{key}") for key, value in _table(raw, name).items()}


def _text(value: Any, name: str) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    raise WrongMapping(_("%(name)s must be one value.") % {"name": name})


def _only(table: dict[str, Any]) -> dict[str, frozenset[str]]:
    found = {}
    for column, wanted in table.items():
        values = wanted if isinstance(wanted, list) else [wanted]
        found[column] = frozenset(_text(value, f"only.{column}") for value in values)
    return found


def _reading(table: dict[str, Any]) -> Reading:
    _only_known(table, FILE_KEYS)
    for flag in FLAGS & set(table):
        if not isinstance(table[flag], bool):
            raise WrongMapping(_("%(name)s must be true or false.") % {"name": flag})
    values: dict[str, Any] = {
        key: value if key in FLAGS else _text(value, f"file.{key}")
        for key, value in table.items()
    }
    if "crs" in values:
        values["crs"] = crs_named(values["crs"])
    if "separator" in values:
        values["separator"] = separator_named(values["separator"])
    if "decimal" in values:
        values["decimal"] = decimal_named(values["decimal"])
    return Reading(**values)
