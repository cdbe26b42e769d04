"""What is given to the register about a person, an organisation or a place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point

from apps.people.domain.documents import tidy_number
from apps.people.terms import AddressRole


def _tidy(text: str) -> str:
    """Words with single blanks between them."""
    return " ".join(text.split())


@dataclass(frozen=True, kw_only=True)
class PersonDraft:
    """A person as somebody shows who they are; empty text for what is not known."""

    given_names: str
    first_surname: str = ""
    second_surname: str = ""
    document_kind: str = ""
    document_number: str = ""
    complement: str = ""
    issued_in: str = ""
    born_on: dt.date | None = None
    died_on: dt.date | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """Values of the person's columns, tidied."""
        return {
            "given_names": _tidy(self.given_names),
            "first_surname": _tidy(self.first_surname),
            "second_surname": _tidy(self.second_surname),
            "document_kind": self.document_kind,
            "document_number": tidy_number(self.document_number),
            "complement": self.complement.strip().upper(),
            "issued_in": self.issued_in.strip().upper(),
            "born_on": self.born_on,
            "died_on": self.died_on,
        }

    @property
    def full_name(self) -> str:
        """Given names and surnames, as the register calls the party."""
        named = self.columns
        parts = ("given_names", "first_surname", "second_surname")
        return " ".join(named[part] for part in parts if named[part])


@dataclass(frozen=True, kw_only=True)
class OrganisationDraft:
    """An organisation as its papers say it is."""

    name: str
    kind: str
    nit: str = ""
    representative_id: int | None = None

    @property
    def full_name(self) -> str:
        """The name, tidied."""
        return _tidy(self.name)

    @property
    def columns(self) -> dict[str, Any]:
        """Values of the organisation's columns, tidied."""
        return {
            "kind": self.kind,
            "nit": tidy_number(self.nit),
            "representative_id": self.representative_id,
        }


@dataclass(frozen=True, kw_only=True)
class AddressDraft:
    """A place where a party is found (EPSG:4326, longitude first)."""

    position: Point
    role: str = AddressRole.HOME
    number: str = ""
    directions: str = ""
    since: dt.date | None = None
