"""An inspector with a round of the demonstration's feast, for tests over a real server."""

from __future__ import annotations

import datetime as dt

from apps.allocation.models import Claim
from apps.allocation.terms import HOLD, ClaimKind
from apps.documents.domain.paper.code import new_token
from apps.documents.models import Document
from apps.festivals.actions import Beat, send_inspector
from apps.festivals.domain.papers import PATENT
from apps.festivals.models import Festival
from apps.fieldwork.actions import make_code
from apps.fieldwork.tests.making import BOSS, make_collector
from geo.pages.middleware import viewer_for

CODE = "feria-demo"
"""Of the feast that the demonstration town has."""


def send_out(name: str, today: str) -> None:
    """Give an inspector the stands beside one that is sold; tell code and patent."""
    festival, day = Festival.objects.get(code=CODE), dt.date.fromisoformat(today)
    titles = Claim.objects.filter(space__offering__code=CODE, kind=ClaimKind.TITLE)
    title = titles.select_related("space", "hold").order_by("space__code")[0]
    assert title.hold is not None
    paper = Document.objects.create(
        token=new_token(),
        kind=PATENT.name,
        title="Patente",
        about_kind=HOLD,
        about_id=str(title.hold.token),
        sha256="0" * 64,
        size=1,
        pages=1,
        issued_by="test",
        issued_at=dt.datetime.now(dt.UTC),
    )
    inspector = make_collector(name, "festivals.inspect")
    letter = title.space.code[:3]
    beat = Beat(inspector=inspector, letter=letter, first_day=day, last_day=day)
    send_inspector(festival, beat, by=BOSS)
    code = make_code(inspector, by=viewer_for(inspector))
    print("told", code, paper.token, title.space.code)  # noqa: T201
