"""What auditors call tables, their columns and the shapes in them."""

from __future__ import annotations

from functools import cache
from typing import Final

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

UUID_LENGTH: Final = 36
"""Of a key that only machines read."""
SHAPES: Final[dict[str, Promise]] = {
    "Point": gettext_lazy("a point"),
    "MultiPoint": gettext_lazy("points"),
    "LineString": gettext_lazy("a line"),
    "MultiLineString": gettext_lazy("lines"),
    "Polygon": gettext_lazy("an area"),
    "MultiPolygon": gettext_lazy("areas"),
}
WORDS: Final[dict[str, Promise]] = {
    "about_id": gettext_lazy("its key there"),
    "about_kind": gettext_lazy("what it is about"),
    "account": gettext_lazy("account"),
    "acted_at": gettext_lazy("acted on"),
    "admitted_at": gettext_lazy("admitted on"),
    "alias": gettext_lazy("name at the bank"),
    "annulled_at": gettext_lazy("annulled on"),
    "annulled_by": gettext_lazy("annulled by"),
    "anomalies": gettext_lazy("anomalies"),
    "applied_at": gettext_lazy("applied on"),
    "applied_by": gettext_lazy("applied by"),
    "approved_by": gettext_lazy("approved by"),
    "axis": gettext_lazy("axis"),
    "bill": gettext_lazy("bill"),
    "block": gettext_lazy("block"),
    "booked_at": gettext_lazy("booked on"),
    "booked_by": gettext_lazy("booked by"),
    "charged_as": gettext_lazy("charged as"),
    "closed_at": gettext_lazy("closed on"),
    "closed_by": gettext_lazy("closed by"),
    "closed_list": gettext_lazy("closed list"),
    "commitment": gettext_lazy("promise of the draw"),
    "concept": gettext_lazy("concept"),
    "confiscation": gettext_lazy("confiscation"),
    "connection": gettext_lazy("connection"),
    "count": gettext_lazy("how many"),
    "cut_by": gettext_lazy("cut by"),
    "debtor": gettext_lazy("debtor"),
    "desk": gettext_lazy("cash desk"),
    "device": gettext_lazy("telephone"),
    "difference": gettext_lazy("difference"),
    "digest": gettext_lazy("digest"),
    "district": gettext_lazy("district"),
    "document": gettext_lazy("document"),
    "draw": gettext_lazy("draw of lots"),
    "drawn_at": gettext_lazy("drawn on"),
    "drawn_by": gettext_lazy("drawn by"),
    "entry": gettext_lazy("entry of the ledger"),
    "entry_price": gettext_lazy("price on reaching it"),
    "era": gettext_lazy("era"),
    "event": gettext_lazy("message of the telephone"),
    "event_id": gettext_lazy("message of the telephone"),
    "festival": gettext_lazy("feast"),
    "fixed_price": gettext_lazy("fixed charge"),
    "given_up": gettext_lazy("title given up"),
    "height": gettext_lazy("height"),
    "hold": gettext_lazy("hold"),
    "holder": gettext_lazy("holder"),
    "id": gettext_lazy("key"),
    "image": gettext_lazy("picture"),
    "income": gettext_lazy("account of income"),
    "inspection": gettext_lazy("inspection"),
    "is_placed_by_hand": gettext_lazy("place confirmed"),
    "judged_on": gettext_lazy("judged on"),
    "kind": gettext_lazy("kind"),
    "line": gettext_lazy("line"),
    "main": gettext_lazy("pipe"),
    "meter": gettext_lazy("meter"),
    "minimum_price": gettext_lazy("minimum"),
    "municipality": gettext_lazy("municipality"),
    "number": gettext_lazy("number"),
    "obligation": gettext_lazy("obligation"),
    "offering": gettext_lazy("offering"),
    "office": gettext_lazy("office"),
    "opened_at": gettext_lazy("opened on"),
    "opened_by": gettext_lazy("opened by"),
    "operator": gettext_lazy("operator"),
    "ordinal": gettext_lazy("place in the order"),
    "organisation": gettext_lazy("organisation"),
    "otb": gettext_lazy("OTB"),
    "outline": gettext_lazy("outline"),
    "package": gettext_lazy("round for the telephone"),
    "package_bytes": gettext_lazy("size of the round"),
    "packed_at": gettext_lazy("round made on"),
    "parcel": gettext_lazy("parcel"),
    "parent": gettext_lazy("stands under"),
    "party": gettext_lazy("party"),
    "payment": gettext_lazy("payment"),
    "period": gettext_lazy("month"),
    "person": gettext_lazy("person"),
    "person_id": gettext_lazy("person"),
    "photo": gettext_lazy("photograph"),
    "place": gettext_lazy("place"),
    "plan": gettext_lazy("plan"),
    "position": gettext_lazy("place"),
    "post": gettext_lazy("post"),
    "pressure_zone": gettext_lazy("pressure zone"),
    "previous": gettext_lazy("number before"),
    "proposed_by": gettext_lazy("proposed by"),
    "purpose": gettext_lazy("digest of what it is for"),
    "received_at": gettext_lazy("received on"),
    "received_sha256": gettext_lazy("digest as received"),
    "reconnected_by": gettext_lazy("reconnected by"),
    "reconnection": gettext_lazy("reconnection"),
    "recorded_at": gettext_lazy("recorded on"),
    "recorded_by": gettext_lazy("recorded by"),
    "reference": gettext_lazy("the bank's own name"),
    "refund": gettext_lazy("money to give back"),
    "report": gettext_lazy("report"),
    "representative": gettext_lazy("representative"),
    "reserved_at": gettext_lazy("reserved on"),
    "reserved_by": gettext_lazy("reserved by"),
    "result": gettext_lazy("result"),
    "revoked_by": gettext_lazy("revoked by"),
    "route": gettext_lazy("route"),
    "rule": gettext_lazy("rule"),
    "seal": gettext_lazy("seal"),
    "seal_digest": gettext_lazy("digest of the seal"),
    "sealed_at": gettext_lazy("list closed on"),
    "sealed_by": gettext_lazy("list closed by"),
    "sealed_left": gettext_lazy("sealed and left"),
    "secret": gettext_lazy("secret of the draw"),
    "series": gettext_lazy("series"),
    "sha256": gettext_lazy("digest"),
    "signing_key": gettext_lazy("key it signs with"),
    "space": gettext_lazy("space"),
    "street": gettext_lazy("street"),
    "survivor": gettext_lazy("merged into"),
    "taken": gettext_lazy("title taken over"),
    "tariff": gettext_lazy("tariff"),
    "thumbnail": gettext_lazy("small picture"),
    "thumbnails": gettext_lazy("small pictures"),
    "thumbnails_bytes": gettext_lazy("size of the small pictures"),
    "title": gettext_lazy("title"),
    "token": gettext_lazy("code"),
    "token_digest": gettext_lazy("digest of the key"),
    "trade": gettext_lazy("trade"),
    "unit_price": gettext_lazy("price a m³"),
    "uploaded_at": gettext_lazy("uploaded on"),
    "uploaded_by": gettext_lazy("uploaded by"),
    "user": gettext_lazy("account"),
    "visit": gettext_lazy("visit"),
    "wanted": gettext_lazy("wanted"),
    "width": gettext_lazy("width"),
    "window": gettext_lazy("window of the sale"),
    "withdrawn_at": gettext_lazy("withdrawn on"),
    "withdrawn_by": gettext_lazy("withdrawn by"),
    "withdrawn_why": gettext_lazy("withdrawn because"),
    "xid": gettext_lazy("transaction"),
    "zone": gettext_lazy("zone"),
}
"""What auditors call columns whose models give them no title of their own."""


THINGS: Final[dict[str, Promise]] = {
    "festivals_closure": gettext_lazy("closed street"),
    "festivals_module": gettext_lazy("module"),
    "festivals_plan": gettext_lazy("plan of a feast"),
    "festivals_seating": gettext_lazy("grandstand"),
    "festivals_spacingrule": gettext_lazy("rule of distances"),
    "festivals_trade": gettext_lazy("trade"),
    "festivals_zone": gettext_lazy("place kept free"),
    "territory_address": gettext_lazy("address"),
    "territory_block": gettext_lazy("block of houses"),
    "territory_district": gettext_lazy("district"),
    "territory_municipality": gettext_lazy("municipality"),
    "territory_otb": gettext_lazy("OTB"),
    "territory_parcel": gettext_lazy("parcel"),
    "territory_place": gettext_lazy("named place"),
    "territory_street": gettext_lazy("street"),
    "territory_waterway": gettext_lazy("waterway"),
    "territory_zone": gettext_lazy("zone"),
    "treasury_payment": gettext_lazy("payment"),
    "treasury_dayseal": gettext_lazy("seal of a day"),
}
"""What auditors call the rows of tables whose models give them no name of their own."""


@cache
def models_by_table() -> dict[str, type[Model]]:
    """Every model, by the table its rows are in."""
    return {model._meta.db_table: model for model in apps.get_models()}


def title_of(table: str) -> str:
    """What people call a row of `table`."""
    if table in THINGS:
        return str(THINGS[table])
    model = models_by_table().get(table)
    return str(model._meta.verbose_name) if model else table


def about_in_words(kind: str, key: str) -> str:
    """What a paper is about: the thing as people call it, and its number if it has one."""
    title = title_of(kind.replace(".", "_"))
    return title if len(key) == UUID_LENGTH else f"{title} {key}"
