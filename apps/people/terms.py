"""Words of the register of people and offices, with where they come from."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PartyKind(TextChoices):
    """Who can owe, hold and sign (Civil Code, arts. 1 and 52)."""

    PERSON = "person", _("person")
    ORGANISATION = "organisation", _("organisation")


class DocumentKind(TextChoices):
    """Papers that say who somebody is (Ley 145; Ley 370 for foreigners)."""

    CI = "ci", _("identity card (CI)")
    FOREIGNER = "foreigner", _("foreigner's card (CIE)")
    PASSPORT = "passport", _("passport")
    OTHER = "other", _("other foreign document")


class Department(TextChoices):
    """Where an identity card was issued, as it stands behind its number."""

    CHUQUISACA = "CH", "Chuquisaca"
    LA_PAZ = "LP", "La Paz"
    COCHABAMBA = "CB", "Cochabamba"
    ORURO = "OR", "Oruro"
    POTOSI = "PT", "Potosí"
    TARIJA = "TJ", "Tarija"
    SANTA_CRUZ = "SC", "Santa Cruz"
    BENI = "BE", "Beni"
    PANDO = "PD", "Pando"


STAYS_WHEN_MERGED: Final = "stays with a merged party"
"""Comment on a column that keeps pointing to a duplicate when its party is merged.

Give it to a foreign key (`db_comment=`) of rows that tell what was said at the time;
every other column that points to a party, person or organisation moves to the survivor.
"""

CI_NUMBER: Final = r"^[1-9][0-9]{3,7}$"
"""Number of an identity card: four to eight digits, no leading nought."""
CI_COMPLEMENT: Final = r"^([0-9][A-Z])?$"
"""*Complemento*: a digit and a letter that tell apart two cards with one number."""
FOREIGNER_NUMBER: Final = r"^(E-)?[0-9]{5,10}$"
FOREIGN_NUMBER: Final = r"^[A-Z0-9-]{4,20}$"
COUNTRY: Final = r"^[A-Z]{3}$"
"""ISO 3166-1 alpha-3, as it stands in a passport (ICAO 9303)."""
NIT: Final = r"^[1-9][0-9]{4,12}$"
"""Tax number of the national tax service."""
PHONE: Final = r"^\+591[2-7][0-9]{7}$"
"""E.164 number of Bolivia: eight digits, land lines from 2 to 4, mobiles 6 and 7."""
EMAIL: Final = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
"""What certainly is no address is refused; only a message sent there proves one."""
CODE: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class OrganisationKind(TextChoices):
    """What an organisation is to the municipality."""

    COMPANY = "company", _("company")
    OTB = "otb", _("OTB or neighbourhood board")
    ASSOCIATION = "association", _("association or union")
    FRATERNITY = "fraternity", _("folk fraternity")
    COOPERATIVE = "cooperative", _("cooperative")
    PUBLIC = "public", _("public body")
    OTHER = "other", _("other")


class MemberRole(TextChoices):
    """What a person is in an association, as its board is written down."""

    MEMBER = "member", _("member")
    BOARD = "board", _("member of the board")


class ContactKind(TextChoices):
    """Ways to reach somebody."""

    PHONE = "phone", _("telephone")
    EMAIL = "email", _("e-mail")


class AddressRole(TextChoices):
    """What somebody does at an address."""

    HOME = "home", _("lives here")
    BUSINESS = "business", _("works or trades here")
    NOTICES = "notices", _("receives notices here")


class VulnerabilityKind(TextChoices):
    """Grounds for preferential treatment, each with its law."""

    OLDER = "older", _("older adult (Ley 369)")
    DISABILITY = "disability", _("person with a disability (Ley 223)")
    PREGNANCY = "pregnancy", _("pregnant or nursing mother (DS 0012)")
    ILLNESS = "illness", _("serious illness")
    VIOLENCE = "violence", _("survivor of violence (Ley 348)")


class ConsentPurpose(TextChoices):
    """What somebody agreed to (Constitution, art. 130; Ley 164, art. 56)."""

    NOTICES = "notices", _("be sent notices by phone or e-mail")
    PUBLICATION = "publication", _("have the name published")
    SHARING = "sharing", _("have the data passed to another public body")


class OfficeKind(TextChoices):
    """Units of the municipality, by rank."""

    EXECUTIVE = "executive", _("mayor's office")
    SECRETARIAT = "secretariat", _("secretariat")
    DIRECTORATE = "directorate", _("directorate")
    UNIT = "unit", _("unit")
    SUBMAYORALTY = "submayoralty", _("sub-mayoralty")
    WAREHOUSE = "warehouse", _("warehouse")
    COMPANY = "company", _("municipal company")


class HoldingKind(TextChoices):
    """How somebody holds a post; an acting holder (*encargatura*) covers the titular."""

    TITULAR = "titular", _("holder")
    ACTING = "acting", _("acting")


class LayerWay(TextChoices):
    """As what staff was given rows of a layer that is about people."""

    PAGE = "page", _("list")
    ROW = "row", _("single row")
    FILE = "file", _("download")
    AREA = "area", _("what lies in an area")
    MAP = "map", _("map")


class Door(TextChoices):
    """Through what staff saw personal data."""

    SHEET = "sheet", _("sheet")
    SEARCH = "search", _("search")
    CHECK = "check", _("check for duplicates")
    HOLDERS = "holders", _("holders of posts")
    COMMAND = "command", _("command")
