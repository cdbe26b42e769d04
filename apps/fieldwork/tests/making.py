"""Telephones, assignments and sealed events for tests."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.models import User
from django.contrib.gis.geos import Point
from django.test import Client

from apps.fieldwork.actions import (
    NewDevice,
    Order,
    create_assignment,
    enrol_device,
    make_code,
)
from apps.fieldwork.domain.keys import base64url, current_key
from apps.fieldwork.domain.kinds import Applied, FieldKind, Packed, register_field_kind
from apps.fieldwork.domain.sealing import (
    EVENT,
    FILE,
    Nonces,
    framed,
    raw_of,
    seal,
    with_signature,
)
from apps.fieldwork.domain.signing import sign
from apps.fieldwork.models import Assignment, Device, Event
from apps.fieldwork.permissions import COLLECT
from apps.fieldwork.terms import Outcome
from apps.people.models import Office
from apps.people.tests.making import (
    give,
    hold,
    make_account,
    make_office,
    make_person,
    make_post,
)
from geo.access import Viewer
from geo.errors import Refusal

BOSS = Viewer(name="jefa", is_staff=True, holds_all=True)
PLAZA = (-66.2801, -17.3934)
PHONE = dt.timezone(dt.timedelta(hours=-4))
_numbers = count(1)


def tree_places(ids: Sequence[str]) -> dict[str, Point | None]:
    """Trees stand 100 m apart to the east of the square; those called x nowhere."""
    return {
        each: None
        if each.startswith("x")
        else Point(PLAZA[0] + int(each) * 0.00094, PLAZA[1], srid=4326)
        for each in ids
        if each.startswith("x") or int(each) < 10_000
    }


def pack_trees(ids: Sequence[str], on: dt.date) -> dict[str, Packed]:
    return {each: Packed(title=f"Árbol {each}", data={"day": str(on)}) for each in ids}


def note_tree(event: Event, by: Viewer) -> Applied:
    """A tree is seen; what the test asks for happens."""
    wish = event.body.get("wish")
    if wish == "refuse":
        raise Refusal("Este árbol ya no está.")
    if wish == "fault":
        raise ZeroDivisionError
    if wish == "conflict":
        return Applied(outcome=Outcome.CONFLICT, message="Otra persona lo vio antes.")
    return Applied()


TREES = register_field_kind(
    FieldKind(
        code="test.trees",
        title="Trees",
        about="test.tree",
        permission=COLLECT,
        places=tree_places,
        pack=pack_trees,
        apply=note_tree,
        office="arbolado",
    )
)


def make_collector(name: str = "juana", *permissions: str) -> User:
    """An account whose post may work in the street, and what else is named."""
    office = Office.objects.filter(code="cobranza").first() or make_office("cobranza")
    post = make_post(f"cobra-{name}", office)
    for each in (COLLECT.name, *permissions):
        give(post, each)
    person = make_person(name.capitalize(), f"Quispe {next(_numbers)}")
    hold(person, post)
    return make_account(person, name, is_staff=False)


@dataclass
class Phone:
    """A telephone as its program is: it counts, seals, signs and sends."""

    device: Device
    token: str
    key: ec.EllipticCurvePrivateKey | None = None
    """What it signs with; an old program has none."""
    seq: int = 0
    sent: list[bytes] = field(default_factory=list)

    @property
    def signed(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.device.pk}.{self.token}"}

    def event(self, tree: str = "1", **given: Any) -> dict[str, Any]:
        """What happened, as the protocol writes it."""
        self.seq += 1
        values: dict[str, Any] = {
            "v": 1,
            "id": str(uuid.uuid4()),
            "device": str(self.device.pk),
            "seq": self.seq,
            "kind": TREES.code,
            "act": "visit",
            "assignment": None,
            "item": None,
            "about": {"kind": TREES.about, "id": tree},
            "at": dt.datetime.now(PHONE).isoformat(),
            "position": None,
            "base": None,
            "body": {},
            "files": [],
        }
        return {**values, **given}

    def own(self, act: str, **given: Any) -> dict[str, Any]:
        """One of the register's own events."""
        return self.event(kind="fieldwork", act=act, **{"about": None, **given})

    def seal(self, event: Mapping[str, Any]) -> bytes:
        return self.sealed(
            json.dumps(event, ensure_ascii=False).encode(), uuid.UUID(event["id"])
        )

    def sealed(self, plain: bytes, ident: uuid.UUID, *, magic: bytes = EVENT) -> bytes:
        nonces = Nonces(
            ephemeral=ec.generate_private_key(ec.SECP256R1()), iv=os.urandom(12)
        )
        to = current_key().public_key()
        made = seal(
            plain, to, magic=magic, device=self.device.pk, ident=ident, nonces=nonces
        )
        return made if self.key is None else with_signature(made, sign(made, self.key))

    def send(self, *events: Mapping[str, Any], **more: Any) -> Any:
        """What the door answers to these events."""
        return self.post([self.seal(each) for each in events], **more)

    def post(self, envelopes: Iterable[bytes], *, clock: dt.datetime | None = None) -> Any:
        headers = dict(self.signed)
        if clock is not None:
            headers["campo-clock"] = clock.isoformat()
        self.sent = list(envelopes)
        return Client().post(
            "/api/campo/eventos/",
            framed(self.sent),
            content_type="application/octet-stream",
            headers=headers,
        )

    def put(self, content: bytes, ident: uuid.UUID | None = None) -> Any:
        ident = ident or uuid.uuid4()
        return Client().put(
            f"/api/campo/archivos/{ident}/",
            self.sealed(content, ident, magic=FILE),
            content_type="application/octet-stream",
            headers=self.signed,
        )

    def get(self, path: str, **more: str) -> Any:
        return Client().get(f"/api/campo/{path}", headers={**self.signed, **more})


def new_key() -> tuple[ec.EllipticCurvePrivateKey, str]:
    """What a telephone signs with, and its public half as the telephone tells it."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key, base64url(raw_of(key.public_key()))


def make_phone(holder: User, name: str = "Samsung A04", *, signs: bool = True) -> Phone:
    token = (os.urandom(16).hex() + os.urandom(16).hex())[:43]
    key, told = new_key()
    new = NewDevice(
        id=uuid.uuid4(),
        token=token,
        code=make_code(holder, by=BOSS),
        name=name,
        signing_key=told if signs else "",
    )
    device, _is_new = enrol_device(new)
    return Phone(device=device, token=token, key=key if signs else None)


def assign(holder: User, *ids: str, **given: Any) -> Assignment:
    today = dt.datetime.now(PHONE).date()
    values: dict[str, Any] = {
        "kind": TREES.code,
        "title": "Árboles de la plaza",
        "first_day": today,
        "last_day": today + dt.timedelta(days=1),
    }
    order = Order(ids=ids or ("1", "2", "3"), holder=holder, **{**values, **given})
    return create_assignment(order, by=BOSS)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
