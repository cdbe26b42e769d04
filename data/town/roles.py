"""Invented people behind the demonstration's accounts: their posts and what those may do.

Nobody here is real; numbers of identity cards lie below those that SEGIP gives out now.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.allocation.permissions import PLAN as SPACES
from apps.allocation.permissions import SELL
from apps.documents.actions.numbering import draw_number, open_series
from apps.documents.permissions import AUDIT as READ_HISTORY
from apps.documents.permissions import DRAW, ISSUE, KEEP_SERIES
from apps.documents.permissions import VIEW as SEE_PAPERS
from apps.documents.terms import SeriesKind
from apps.festivals.permissions import ANNUL, CONTROL, INSPECT
from apps.festivals.permissions import PLAN as FEASTS
from apps.fieldwork.permissions import COLLECT as STREET
from apps.fieldwork.permissions import COUNT
from apps.fieldwork.permissions import SUPERVISE as CREWS
from apps.people.actions import (
    appoint,
    grant_permission,
    link_account,
    open_post,
    register_person,
)
from apps.people.domain.drafts import AddressDraft, PersonDraft
from apps.people.models import Account, Office, Person
from apps.people.permissions import AUDIT, GRANT, LINK, ORGANISE, REGISTER, SEE
from apps.territory.models import District
from apps.territory.permissions import EDIT, LOAD
from apps.treasury.actions import set_up_desk
from apps.treasury.models import CashDesk
from apps.treasury.permissions import (
    CASH,
    CLOSE,
    OVERSEE,
    RECEIVE,
    REFUND,
    REMIT,
    RESOLVE,
    REVERSE,
    SET_PRICES,
)
from apps.treasury.permissions import VIEW as SEE_MONEY
from apps.water import permissions as water
from apps.works.permissions import IMPORT_CALLS
from geo.access import Permission, Viewer

WATER: Final = (
    water.VIEW,
    water.OPERATE,
    water.REGISTER,
    water.METER,
    water.CATEGORISE,
    water.SET_TARIFFS,
    water.READ_METERS,
    water.BILL,
    water.AGREE,
    water.HEAR,
    water.NOTIFY,
    water.PROPOSE_CUT,
    water.CUT,
    water.PROTECT,
    water.SUPERVISE,
    water.CLOSE_VALVES,
)
"""All of the water service but approving a cut, which another person does."""
ACT: Final = "Memorándum de demostración (inventado)"
BASIS: Final = "Demostración: lo que el cargo necesita"
NEEDED: Final = (ORGANISE, GRANT, LINK, REGISTER, KEEP_SERIES, DRAW, OVERSEE)
"""What whoever makes these people must be granted."""


@dataclass(frozen=True, kw_only=True)
class Role:
    """An account of the demonstration, the person behind it and the post they hold."""

    account: str
    person: PersonDraft
    home: int = 0
    """Number of the district they live in; nought for nowhere known."""
    office: str = ""
    """Code of the office of their post; empty for a citizen."""
    title: str = ""
    is_head: bool = False
    may: tuple[Permission, ...] = ()
    district: int = 0
    """Number of the district the grants are bound to; nought for none."""

    @property
    def post(self) -> str:
        """Code of the post."""
        return f"demo-{self.account.replace('.', '-')}"


def _person(names: str, surnames: str, number: str) -> PersonDraft:
    first, _blank, second = surnames.partition(" ")
    return PersonDraft(
        given_names=names,
        first_surname=first,
        second_surname=second,
        document_kind="ci",
        document_number=number,
        issued_in="CB",
    )


ROLES: Final = (
    Role(account="vecina", person=_person("Rosa", "Condori Vargas", "1000101"), home=1),
    Role(account="vendedor", person=_person("Julio", "Mamani Rocha", "1000102"), home=5),
    Role(
        account="cobrador",
        person=_person("Mario", "Flores Quispe", "1000103"),
        office="emapaq",
        title="Cobrador",
        may=(SEE_MONEY, RECEIVE, water.VIEW, water.COLLECT, water.READ_METERS, STREET),
    ),
    Role(
        account="cajera",
        person=_person("Elena", "Rojas Camacho", "1000104"),
        office="recaudaciones",
        title="Cajera",
        may=(SEE_MONEY, RECEIVE, CASH, SEE, SEE_PAPERS, DRAW, ISSUE, COUNT, SELL),
    ),
    Role(
        account="tesorera",
        person=_person("Ruth", "Vargas Antezana", "1000110"),
        office="finanzas",
        title="Tesorera",
        may=(
            *(SEE_MONEY, REVERSE, REMIT, REFUND, RESOLVE, CLOSE, OVERSEE),
            *(SEE, SEE_PAPERS),
        ),
    ),
    Role(
        account="emapaq",
        person=_person("Nelly", "Zurita Peredo", "1000108"),
        office="emapaq",
        title="Jefa comercial",
        may=(SEE_MONEY, SEE, SEE_PAPERS, DRAW, ISSUE, *WATER, CREWS),
    ),
    Role(
        account="organizadora",
        person=_person("Carla", "Balderrama Ortuño", "1000109"),
        office="recaudaciones",
        title="Encargada de fiestas y espacios",
        may=(
            *(SEE, REGISTER, FEASTS, SPACES, SELL, SET_PRICES),
            *(CONTROL, ANNUL, INSPECT, STREET),
        ),
    ),
    Role(
        account="funcionario",
        person=_person("Pedro", "Claros Soliz", "1000105"),
        office="secretaria-general",
        title="Encargado de ventanilla",
        may=(SEE, REGISTER, SEE_PAPERS),
    ),
    Role(
        account="subalcalde.d5",
        person=_person("Teresa", "Villarroel Arce", "1000106"),
        office="subalcaldia-d5",
        title="Subalcaldesa",
        is_head=True,
        may=(SEE, REGISTER, SEE_MONEY),
        district=5,
    ),
    Role(
        account="tecnico",
        person=_person("Luis", "Terrazas Nina", "1000107"),
        office="tecnologias",
        title="Técnico de sistemas de información geográfica",
        may=(EDIT, LOAD, IMPORT_CALLS, AUDIT, READ_HISTORY),
    ),
)
SERIES: Final = (
    ("recaudaciones", SeriesKind.RECEIPT),
    ("emapaq", SeriesKind.RECEIPT),
    ("secretaria-general", SeriesKind.CITE),
)
DESK_OF: Final = "recaudaciones"
"""Code of the office that has the cash desk."""
NUMBERS: Final = 3
"""How many numbers of each series are drawn, so that its page has something to show."""


@transaction.atomic
def invent_roles(*, on: dt.date, by: Viewer) -> int:
    """Put a person behind every account that has none; returns how many.

    Accounts, offices and districts that are not there (another municipality's) are left
    out; what others have changed meanwhile stays.
    """
    since = DateRange(on.replace(month=1, day=1), None)
    done = 0
    for role in ROLES:
        user = User.objects.filter(username=role.account).first()
        if user is None or Account.objects.filter(user=user).exists():
            continue
        if Person.objects.filter(document_number=role.person.document_number).exists():
            continue
        person = register_person(role.person, address=_home(role), by=by).person
        link_account(user, person, by=by)
        _employ(role, person, since, by=by)
        done += 1
    if done:
        _open_books(on.year, by=by)
    return done


def _home(role: Role) -> AddressDraft | None:
    district = District.objects.filter(number=role.home).first()
    if district is None:
        return None
    return AddressDraft(position=district.outline.point_on_surface)


def _employ(role: Role, person: Person, since: DateRange, *, by: Viewer) -> None:
    office = Office.objects.filter(code=role.office).first()
    district = District.objects.filter(number=role.district).first()
    if office is None or (role.district and district is None):
        return
    post = open_post(office, role.post, role.title, is_head=role.is_head, by=by)
    appoint(person, post, since, act=ACT, by=by)
    for permission in role.may:
        grant_permission(
            post,
            permission.name,
            since,
            district_id=district.pk if district is not None else None,
            basis=BASIS,
            by=by,
        )


def _open_books(year: int, *, by: Viewer) -> None:
    for code, kind in SERIES:
        office = Office.objects.filter(code=code).first()
        if office is not None:
            series = open_series(office, kind, year, by=by)
            for _each in range(NUMBERS):
                draw_number(series, by=by)
    cashiers = Office.objects.filter(code=DESK_OF).first()
    if cashiers is not None and not CashDesk.objects.exists():
        set_up_desk("caja-1", "Caja 1", cashiers, by=by)
