"""Who a citizen is, in the claims of Ciudadanía Digital.

Integrators report that a claim is missing when its scope was not enabled for the client, so
each is read by itself and only the subject is demanded. Dates come as DD/MM/YYYY.

Source: AGETIC's guide for integrators; Ley 1080.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Citizen:
    """Somebody as the state's identity provider describes them."""

    issuer: str
    subject: str
    document_kind: str
    document_number: str
    document_complement: str
    given_names: str
    first_surname: str
    second_surname: str
    birthday: dt.date | None
    email: str
    mobile: str


def citizen_of(claims: Mapping[str, Any]) -> Citizen:
    """The citizen whom checked claims describe."""
    profile = _part(claims, "profile")
    document, name = _part(profile, "documento_identidad"), _part(profile, "nombre")
    number = _text(document, "numero_documento", 20)
    return Citizen(
        issuer=str(claims["iss"]),
        subject=str(claims["sub"]),
        document_kind=_text(document, "tipo_documento", 20),
        document_number=number,
        document_complement=_text(document, "complemento", 10) if number else "",
        given_names=_text(name, "nombres", 120),
        first_surname=_text(name, "primer_apellido", 80),
        second_surname=_text(name, "segundo_apellido", 80),
        birthday=_day(claims.get("fecha_nacimiento")),
        email=_text(claims, "email", 254),
        mobile=_text(claims, "celular", 30),
    )


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = whole.get(name)
    return part if isinstance(part, Mapping) else {}


def _text(part: Mapping[str, Any], name: str, longest: int) -> str:
    """One line of text; what is too long to be one is left out rather than cut."""
    told = part.get(name)
    text = " ".join(str(told).split()) if isinstance(told, str | int) else ""
    return text if len(text) <= longest and text.isprintable() else ""


def _day(told: Any) -> dt.date | None:
    try:
        return dt.datetime.strptime(told, "%d/%m/%Y").replace(tzinfo=dt.UTC).date()
    except (ValueError, TypeError):
        return None
