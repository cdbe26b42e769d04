"""What the form of the second step says, whatever somebody sent."""

from __future__ import annotations

from typing import Final

from django.http import QueryDict

from geo.exchange.options import Outside
from geo.importing.choices import Choices

LONGEST: Final = 200
MOST_FIELDS: Final = 200
COLUMN: Final = "columna-"
VALUE: Final = "valor-"
TAB: Final = "tab"
"""A tab cannot be seen in a list of choices."""


def read_choices(sent: QueryDict) -> Choices:
    """The choices in a form that was sent; what it does not say the loader finds out."""

    def text(name: str) -> str:
        return sent.get(name, "").replace("\x00", "").strip()[:LONGEST]

    def beginning(prefix: str) -> dict[str, str]:
        names = [name for name in sent if name.startswith(prefix)][:MOST_FIELDS]
        return {name.removeprefix(prefix): text(name) for name in names}

    outside = text("afuera")
    separator = text("separador")
    return Choices(
        layer=text("capa"),
        crs=text("crs"),
        encoding=text("codificacion"),
        separator="\t" if separator == TAB else separator[:1],
        decimal=text("decimal")[:1],
        x=text("x"),
        y=text("y"),
        swap="invertir" in sent,
        as_points="puntos" in sent,
        outside=outside if outside in set(Outside) else Outside.REFUSE.value,
        repair="reparar" in sent,
        columns=beginning(COLUMN),
        values=beginning(VALUE),
    )
