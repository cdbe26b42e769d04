"""Pages of a long list, found again by key: the tenth page costs what the first does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet

from geo.pages.typed import key_in

SEPARATOR: Final = "~"

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Row]):
    """Some rows of a list, and the key after which the next ones come."""

    rows: list[Row]
    next_key: str
    """Empty on the last page."""


def page_after(
    rows: QuerySet[Row], *, by: str, descending: bool, key: str, size: int
) -> Page[Row]:
    """The `size` rows that follow `key` in the order of the column `by`, then `pk`.

    `by` must never be null. A key that cannot be read means the first page: it comes
    from an address that somebody may have cut short.
    """
    sign = "-" if descending else ""
    ordered = rows.order_by(f"{sign}{by}", f"{sign}pk")
    after = _read(rows, by, key)
    if after is not None:
        value, pk = after
        beyond = "lt" if descending else "gt"
        ordered = ordered.filter(
            Q((f"{by}__{beyond}", value)) | Q((by, value), (f"pk__{beyond}", pk))
        )
    found = list(ordered[: size + 1])
    shown = found[:size]
    more = len(found) > size
    last = f"{getattr(shown[-1], by)}{SEPARATOR}{shown[-1].pk}" if more else ""
    return Page(rows=shown, next_key=last)


def _read(rows: QuerySet[Row], by: str, key: str) -> tuple[Any, int] | None:
    value, separator, pk = key.rpartition(SEPARATOR)
    if not separator or not key_in(pk):
        return None
    try:
        return F(by).resolve_expression(rows.query).output_field.to_python(value), key_in(
            pk
        )
    except (ValidationError, ValueError):
        return None
