"""Issue a paper, or annul one. What was issued is kept byte for byte."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection, transaction
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from apps.documents.actions.numbering import AlreadyAnnulled, checked_reason
from apps.documents.domain.kinds import kind_called
from apps.documents.domain.owners import About
from apps.documents.domain.paper.code import new_token, qr_svg
from apps.documents.domain.paper.look import tokens
from apps.documents.domain.paper.picture import ASPECT, LEAST_M, Shape, map_svg
from apps.documents.domain.paper.rendering import Rendered, render_pdf
from apps.documents.models import Document, Number, Seal
from apps.documents.permissions import ANNUL, ISSUE
from apps.documents.terms import NumberState
from geo import sql
from geo.access import Viewer
from geo.acting import acting
from geo.errors import Refusal
from geo.store import store

SHAPES: Final = Path(__file__).resolve().parent.parent / "sql" / "picture" / "shapes.sql"
LANGUAGE: Final = "es"
"""Papers of the municipality are written in Spanish, whoever issues them."""


class NumberNotFree(Refusal):
    """The number is annulled, waits on a device, or stands on another paper."""

    def __init__(self, number: Number) -> None:
        super().__init__(
            _("%(text)s cannot be put on a paper: it is annulled, reserved or on another.")
            % {"text": number.text}
        )


@dataclass(frozen=True, kw_only=True)
class Witness:
    """The end of the history's chain of seals, as a paper carries it away."""

    number: int | None
    digest: str


@transaction.atomic
def issue_document(
    kind: str,
    *,
    about: About,
    context: Mapping[str, Any],
    place: GEOSGeometry | None,
    number: Number | None,
    by: Viewer,
) -> Document:
    """Draw a paper of this kind, keep its bytes, and give it a code to verify it by.

    `context` is what the kind's template needs; `place` (EPSG:4326) is drawn among its
    streets. If `number` was drawn in the same transaction, its series waits meanwhile.

    Raises:
        NotAllowed: `by` may not issue papers.
        UnknownKind: no system issues papers of this kind.
        NumberNotFree: the number cannot be used.
        StoreAway: the paper cannot be kept.
    """
    ISSUE.require(by)
    chosen = kind_called(kind)
    if number is not None:
        _check_free(number)
    token, at, witness = new_token(), _now(), last_seal()
    with translation.override(LANGUAGE):
        title = str(chosen.title)
        facts = {**_facts(token, at, number, place), "title": title, "witness": witness}
        rendered = render_pdf(render_to_string(chosen.template, {**context, **facts}))
    with acting(by):
        return Document.objects.create(
            **_kept(rendered, about, witness),
            token=token,
            kind=chosen.name,
            title=title,
            number=number,
            place=place,
            issued_by=by.name,
            issued_at=at,
        )


def _kept(rendered: Rendered, about: About, witness: Witness) -> dict[str, Any]:
    """Keep the paper's bytes; returns what its row says of them and of its subject."""
    return {
        "about_kind": about.kind,
        "about_id": about.id,
        "seal": witness.number,
        "seal_digest": witness.digest,
        "sha256": store().put(rendered.content),
        "size": len(rendered.content),
        "pages": rendered.pages,
    }


def _check_free(number: Number) -> None:
    fresh = Number.objects.select_for_update(of=("self",)).get(pk=number.pk)
    is_taken = Document.objects.filter(number=fresh, annulled_at=None).exists()
    if fresh.state != NumberState.DRAWN or is_taken:
        raise NumberNotFree(fresh)


def _now() -> dt.datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        at: dt.datetime = cursor.fetchone()[0]
        return at


def last_seal() -> Witness:
    """The last seal of the history: a paper that tells it is a witness kept elsewhere."""
    seal = Seal.objects.order_by("-number").first()
    if seal is None:
        return Witness(number=None, digest="")
    return Witness(number=seal.number, digest=bytes(seal.digest).hex())


def _facts(
    token: str, at: dt.datetime, number: Number | None, place: GEOSGeometry | None
) -> dict[str, Any]:
    """What every paper says about itself, whatever its kind."""
    address = verification_address(token)
    return {
        "number": number,
        "office": number.series.office if number else None,
        "issued_at": at,
        "code": token,
        "address": address,
        "qr": qr_svg(address),
        "map": map_of(place) if place is not None else "",
        "look": tokens(),
        "municipality": settings.MUNICIPALITY,
    }


def verification_address(token: str) -> str:
    """Where anyone may verify the paper of this code."""
    return f"{settings.PUBLIC_ADDRESS}/verificar/{token}/"


def map_of(place: GEOSGeometry) -> str:
    """The drawing of a place (EPSG:4326) in its surroundings."""
    shapes = sql.rows(
        Shape,
        SHAPES,
        place=place.hex.decode(),
        srid=settings.METRIC_CRS,
        least_m=LEAST_M,
        aspect=ASPECT,
    )
    return map_svg(shapes, _("Where it is"))


@transaction.atomic
def annul_document(document: Document, *, reason: str, by: Viewer) -> Document:
    """Annul a paper; whoever verifies it is told so from now on.

    Its number may be put on the paper that takes its place.

    Raises:
        NotAllowed: `by` may not annul.
        NoReason: `reason` says nothing.
        AlreadyAnnulled: it was annulled before.
    """
    ANNUL.require(by)
    because = checked_reason(reason)
    with acting(by, why=because):
        document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
        if document.annulled_at is not None:
            raise AlreadyAnnulled(document.title, document.reason)
        Document.objects.filter(pk=document.pk).update(
            reason=because, annulled_by=by.name, annulled_at=Now()
        )
    document.refresh_from_db()
    return document
