"""Why a row was refused: one word for machines, one sentence for its owner."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Fault(StrEnum):
    """What is wrong with a row."""

    UNREADABLE = "unreadable"
    NO_SHAPE = "no-shape"
    EMPTY_SHAPE = "empty-shape"
    BROKEN_SHAPE = "broken-shape"
    TOO_DEEP = "too-deep"
    NOT_FINITE = "not-finite"
    BEYOND_WORLD = "beyond-world"
    ANTIMERIDIAN = "antimeridian"
    TOO_MANY_VERTICES = "too-many-vertices"
    WRONG_TYPE = "wrong-type"
    INVALID_SHAPE = "invalid-shape"
    OUTSIDE = "outside"
    MISSING = "missing"
    TOO_LONG = "too-long"
    NOT_A_NUMBER = "not-a-number"
    TWO_WAYS = "two-ways"
    NOT_A_DAY = "not-a-day"
    OUT_OF_RANGE = "out-of-range"
    UNKNOWN_WORD = "unknown-word"
    NOT_FOUND = "not-found"
    NOT_PLACED = "not-placed"
    SEVERAL_PLACES = "several-places"
    NOT_HELD = "not-held"
    TWICE_IN_FILE = "twice-in-file"
    ALREADY_THERE = "already-there"
    RULE_BROKEN = "rule-broken"


SENTENCES: Final[dict[Fault, Promise]] = {
    Fault.UNREADABLE: _("The row cannot be read: %(detail)s."),
    Fault.NO_SHAPE: _("The row has no geometry."),
    Fault.EMPTY_SHAPE: _("The geometry is empty."),
    Fault.BROKEN_SHAPE: _("The geometry is broken: %(detail)s."),
    Fault.TOO_DEEP: _(
        "Collections of shapes lie more than %(detail)s deep within each other; take them "
        "apart."
    ),
    Fault.NOT_FINITE: _(
        "A coordinate is not a number, or has no place on Earth in the file's CRS."
    ),
    Fault.BEYOND_WORLD: _("A coordinate is beyond ±180° of longitude or ±90° of latitude."),
    Fault.ANTIMERIDIAN: _("The geometry spans more than half the world (antimeridian)."),
    Fault.TOO_MANY_VERTICES: _(
        "The geometry has %(detail)s vertices, more than one feature may have; "
        "simplify or split it."
    ),
    Fault.WRONG_TYPE: _("This layer does not take a geometry of type %(detail)s."),
    Fault.INVALID_SHAPE: _("The geometry is invalid: %(detail)s."),
    Fault.OUTSIDE: _("The row lies outside the municipality."),
    Fault.MISSING: _("“%(field)s” is missing."),
    Fault.TOO_LONG: _("“%(field)s” is too long: %(detail)s."),
    Fault.NOT_A_NUMBER: _("“%(field)s” is not a number: %(detail)s."),
    Fault.TWO_WAYS: _(
        "“%(field)s” can be read in two ways: %(detail)s. Write it without a mark for "
        "thousands."
    ),
    Fault.NOT_A_DAY: _("“%(field)s” is not a day: %(detail)s. Write it like 2026-03-31."),
    Fault.OUT_OF_RANGE: _("“%(field)s” is out of range: %(detail)s."),
    Fault.UNKNOWN_WORD: _("“%(field)s” has an unknown word: %(detail)s."),
    Fault.NOT_FOUND: _("“%(field)s” was not found: %(detail)s."),
    Fault.NOT_PLACED: _(
        "The row has no coordinates, and its “%(field)s” was not found: %(detail)s."
    ),
    Fault.SEVERAL_PLACES: _(
        "The row has no coordinates, and its “%(field)s” fits several places: %(detail)s."
    ),
    Fault.NOT_HELD: _("The geometry reaches outside its “%(field)s”."),
    Fault.TWICE_IN_FILE: _("“%(field)s” stands in the file before, on line %(detail)s."),
    Fault.ALREADY_THERE: _("“%(field)s” is already in the register: %(detail)s."),
    Fault.RULE_BROKEN: _("It breaks a rule of the register: %(detail)s"),
}
"""`field` is the column's title, `detail` what the row says."""


REASONS: Final[dict[str, Promise]] = {
    "Duplicate Rings": _("a ring stands in it twice"),
    "Hole lies outside shell": _("a hole lies outside its ring"),
    "Holes are nested": _("a hole lies within another one"),
    "Interior is disconnected": _("its holes cut it in two"),
    "Nested shells": _("one part lies within another one"),
    "Ring Self-intersection": _("its edge touches itself"),
    "Ring is not closed": _("its edge is not closed"),
    "Self-intersection": _("its edge crosses itself"),
    "Too few points in geometry component": _("it has too few points"),
}
"""What GEOS says of an invalid geometry; the rest stays in its own words."""


TITLES: Final[dict[Fault, Promise]] = {
    Fault.UNREADABLE: _("row not readable"),
    Fault.NO_SHAPE: _("no geometry"),
    Fault.EMPTY_SHAPE: _("empty geometry"),
    Fault.BROKEN_SHAPE: _("broken geometry"),
    Fault.TOO_DEEP: _("collections nested too deep"),
    Fault.NOT_FINITE: _("coordinate that is no number or no place"),
    Fault.BEYOND_WORLD: _("coordinate beyond the world"),
    Fault.ANTIMERIDIAN: _("across the antimeridian"),
    Fault.TOO_MANY_VERTICES: _("too many vertices"),
    Fault.WRONG_TYPE: _("wrong type of geometry"),
    Fault.INVALID_SHAPE: _("invalid geometry (mended with --repair)"),
    Fault.OUTSIDE: _("outside the municipality (see --outside)"),
    Fault.MISSING: _("missing value"),
    Fault.TOO_LONG: _("text too long"),
    Fault.NOT_A_NUMBER: _("not a number"),
    Fault.TWO_WAYS: _("number that can be read in two ways"),
    Fault.NOT_A_DAY: _("not a day"),
    Fault.OUT_OF_RANGE: _("number out of range"),
    Fault.UNKNOWN_WORD: _("unknown word (see [words] of the mapping)"),
    Fault.NOT_FOUND: _("named row not found"),
    Fault.NOT_PLACED: _("address not found"),
    Fault.SEVERAL_PLACES: _("address that fits several places"),
    Fault.NOT_HELD: _("reaches outside what must hold it"),
    Fault.TWICE_IN_FILE: _("twice in the file"),
    Fault.ALREADY_THERE: _("already in the register"),
    Fault.RULE_BROKEN: _("rule of the register broken"),
}
"""For counts: a few words and, where there is one, the way out."""


def sentence(fault: Fault, *, field: str = "", detail: str = "") -> str:
    """Say what is wrong, in the reader's language."""
    told = REASONS.get(detail, detail) if fault is Fault.INVALID_SHAPE else detail
    return str(SENTENCES[fault]) % {"field": field, "detail": told}
