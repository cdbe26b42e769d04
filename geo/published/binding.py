"""Rows and values bound to districts: the published view itself asks who is looking.

The view compares a row's district with what the session setting `llajta.viewer` says: a
JSON object from the name of a permission to `true` (everywhere) or to the numbers of
districts. A session that says nothing sees nothing bound, so a door that forgot to say who
is looking shows too little and never too much.
"""

from __future__ import annotations

import json
from typing import Final

from django.db.models import BooleanField, F, Func

from geo.access import Audience, Viewer
from geo.layers import DistrictBound, published

SETTING: Final = "llajta.viewer"
"""Name of the setting; without a request it is not there, after one it is empty."""

SAY: Final = f"SELECT set_config('{SETTING}', %s, true)"
"""Says it until the transaction ends, so that no kept connection remembers it."""

_KNOWN: Final = f"nullif(current_setting('{SETTING}', true), '')::jsonb -> '%(permission)s'"
_GRANTED: Final = (
    f"(coalesce((SELECT {_KNOWN} = 'true'), false) OR %(expressions)s = ANY (ARRAY("
    f"SELECT jsonb_array_elements_text(CASE jsonb_typeof({_KNOWN}) WHEN 'array'"
    f" THEN {_KNOWN} END)::int)))"
)
"""Both questions depend on no row, so they are asked once for each statement."""


class Granted(Func):
    """Whether the viewer holds a permission everywhere or in the row's district."""

    template = _GRANTED
    output_field = BooleanField()
    arity = 1

    def __init__(self, bound: DistrictBound) -> None:
        super().__init__(F(bound.district), permission=bound.permission.name)


def _permissions() -> set[str]:
    """Names of the permissions that some published view asks about."""
    bounds = [
        bound
        for layer in published(Audience.STAFF)
        for bound in (layer.bound, *(field.bound for field in layer.fields))
    ]
    return {bound.permission.name for bound in bounds if bound is not None}


def said_of(viewer: Viewer) -> str:
    """What a session that reads for `viewer` says in the setting; empty for nothing."""
    if viewer.audience is not Audience.STAFF:
        return ""
    said: dict[str, bool | list[int]] = {}
    for name in sorted(_permissions()):
        if viewer.may(name):
            said[name] = True
        elif districts := viewer.districts_of(name):
            said[name] = sorted(districts)
    return json.dumps(said, separators=(",", ":")) if said else ""
