"""The fields of a layer that rows can fill, read from its model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.db import connection, models
from django.utils.functional import Promise

from geo.exchange.register import Importable


class Kind(StrEnum):
    """How the text of a file becomes the value of a field."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DECIMAL = "decimal"
    """Money and measures kept to so many decimals."""
    DATE = "date"
    BOOLEAN = "boolean"


@dataclass(frozen=True, kw_only=True)
class Target:
    """One field that can be filled."""

    name: str
    column: str
    """Its column in the database."""
    title: str | Promise
    kind: Kind
    required: bool
    default: str | None = None
    """Text of the value a row gets when it has none; None is null."""
    longest: int | None = None
    words: tuple[tuple[str, str | Promise], ...] = ()
    """Closed vocabulary: stored value and the word people read."""
    lowest: int | None = None
    highest: int | None = None
    decimals: int = 0
    """How many a decimal number may have."""


_KINDS: Final[tuple[tuple[type[models.Field[Any, Any]], Kind], ...]] = (
    (models.BooleanField, Kind.BOOLEAN),
    (models.FloatField, Kind.NUMBER),
    (models.DecimalField, Kind.DECIMAL),
    (models.DateField, Kind.DATE),
    (models.IntegerField, Kind.INTEGER),
    (models.CharField, Kind.TEXT),
    (models.TextField, Kind.TEXT),
)


def targets_of(importable: Importable) -> tuple[Target, ...]:
    """Fields of the model but for its key, its geometry, its links and what is found out.

    A field of another kind keeps its default; one that has none cannot be imported to,
    which is a mistake of the declaration.
    """
    links = {link.field for link in importable.links}
    if importable.finder is not None:
        links |= {importable.finder.how}
    found = []
    for field in importable.model._meta.concrete_fields:
        if field.primary_key or field.name in links | {importable.geometry}:
            continue
        kind = _kind(field)
        if kind is not None:
            found.append(_target(field, kind))
        elif not (field.null or field.has_default()):
            raise ValueError(f"{importable.layer}: {field.name} cannot be filled by a file")
    return tuple(found)


def _kind(field: models.Field[Any, Any]) -> Kind | None:
    if field.is_relation:
        return None
    if isinstance(field, models.DateTimeField):  # Django's is a kind of date
        return None
    return next((kind for known, kind in _KINDS if isinstance(field, known)), None)


def _target(field: models.Field[Any, Any], kind: Kind) -> Target:
    lowest, highest = None, None
    if kind is Kind.INTEGER:
        lowest, highest = connection.ops.integer_field_range(field.get_internal_type())
    default = str(field.get_default()) if field.has_default() else None
    if default is None and field.blank and not field.null and kind is Kind.TEXT:
        default = ""
    return Target(
        name=field.name,
        column=field.get_attname_column()[1] or field.attname,
        title=field.verbose_name or field.name,
        kind=kind,
        required=default is None and not field.null,
        default=default,
        longest=field.max_length,
        words=tuple((str(value), word) for value, word in field.flatchoices),
        lowest=lowest,
        highest=highest,
        decimals=getattr(field, "decimal_places", 0) or 0,
    )
