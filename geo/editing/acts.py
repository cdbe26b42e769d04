"""Adding, replacing, changing and removing one feature, each done whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext_lazy as _

from geo.access import Audience, Viewer
from geo.broken_rules import rule_of
from geo.editing.conditions import Conditions
from geo.editing.drafts import Draft, columns
from geo.editing.refusals import BadFeature, ChangedMeanwhile
from geo.layers import Editing, Layer
from geo.published.features import feature_tag
from geo.published.projections import CRS84, PROJECTIONS, Projection
from geo.published.question import row_id
from geo.published.refusals import MethodNotAllowed, NotFound, Words
from geo.published.sending import shared_tag
from geo.published.statements import item_statement

DraftFor = Callable[[GEOSGeometry | None], Draft]
"""What a client wants of the feature that has this shape (EPSG:4326)."""

_RULE_BROKEN = _("%(field)s: %(why)s")
_IN_USE = _("Other records stand on this feature, so it cannot be removed: %(what)s.")
_REFUSED = _("The register refuses the feature: %(why)s.")


@transaction.atomic
def create_feature(layer: Layer, draft: Draft, *, by: Viewer) -> int:
    """Add a feature; returns its id.

    Raises:
        MethodNotAllowed: nobody changes this layer over the API.
        NotAllowed: `by` may not.
        BadFeature: a rule of the register is broken; the message says which.
    """
    editing = _allowed(layer, by)
    row = layer.model(**{**editing.defaults, **draft.values, layer.geometry: draft.shape})
    _store(layer, row)
    _follow(editing)
    return int(row.pk)


@transaction.atomic
def replace_feature(
    layer: Layer, name: str, draft: Draft, *, seen: Conditions, by: Viewer
) -> str:
    """Put a whole feature in the place of another; what it does not say is emptied.

    Returns the tag of the feature as it is then (OGC 20-002r1, put-etag-response), empty if
    it is not published.

    Raises:
        MethodNotAllowed, NotAllowed, BadFeature: as `create_feature`.
        NotFound: there is no such feature.
        ChangedMeanwhile, NotToMatch, MatchDemanded: it is not as `seen` has it.
    """
    editing = _allowed(layer, by)
    row = _locked(layer, name, seen, editing)
    for _field, column in columns(layer).values():
        blank = editing.defaults.get(column.name, column.get_default())
        setattr(row, column.name, draft.values.get(column.name, blank))
    setattr(row, layer.geometry, draft.shape)
    _store(layer, row)
    _follow(editing)
    return _tag(layer, row.pk, CRS84)


@transaction.atomic
def change_feature(
    layer: Layer, name: str, draft_for: DraftFor, *, seen: Conditions, by: Viewer
) -> str:
    """Change what the draft names and leave the rest as it is; returns the new tag.

    Raises:
        As `replace_feature`.
    """
    editing = _allowed(layer, by)
    row = _locked(layer, name, seen, editing)
    draft = draft_for(getattr(row, layer.geometry))
    for column, value in draft.values.items():
        setattr(row, column, value)
    if draft.has_shape:
        setattr(row, layer.geometry, draft.shape)
    _store(layer, row)
    _follow(editing)
    return _tag(layer, row.pk, CRS84)


@transaction.atomic
def remove_feature(layer: Layer, name: str, *, seen: Conditions, by: Viewer) -> None:
    """Remove a feature that nothing else stands on.

    Raises:
        As `replace_feature`; BadFeature: other records stand on it.
    """
    editing = _allowed(layer, by)
    row = _locked(layer, name, seen, editing)
    try:
        row.delete()
    except ProtectedError as error:
        found = {str(each._meta.verbose_name) for each in error.protected_objects}
        raise BadFeature(_IN_USE, what=Words(", ".join(sorted(found)))) from error
    _follow(editing)


def _allowed(layer: Layer, by: Viewer) -> Editing:
    if layer.editing is None:
        raise MethodNotAllowed
    layer.editing.permission.require(by)
    return layer.editing


def _locked(layer: Layer, name: str, seen: Conditions, editing: Editing) -> Model:
    """The row, locked until the change is made, if it is still what the client saw."""
    row, key = None, row_id(name)
    if key is not None:
        rows = layer.model._default_manager.select_for_update(of=("self",))
        row = rows.filter(pk=key).first()
    if row is None:
        raise ChangedMeanwhile if seen.match else NotFound
    seen.check(lambda: _present_tags(layer, row.pk), demands_match=editing.demands_match)
    return row


def _present_tags(layer: Layer, pk: int) -> set[str]:
    """Tags of the feature as it is now, in every reference system it may be read in."""
    tags = (_tag(layer, pk, projection) for projection in PROJECTIONS.values())
    return {shared_tag(tag) for tag in tags if tag}


def _tag(layer: Layer, pk: int, projection: Projection) -> str:
    """Tag of the feature in one reference system; empty when nobody may read it."""
    with connection.cursor() as cursor:
        cursor.execute(item_statement(layer, Audience.STAFF, projection), {"id": pk})
        (text,) = cursor.fetchone() or (None,)
    return "" if text is None else feature_tag(text.encode())


def _store(layer: Layer, row: Model) -> None:
    """Save the row if every rule of its model and its table holds."""
    try:
        row.full_clean()
        if layer.editing is not None and layer.editing.check is not None:
            layer.editing.check(row)
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        raise BadFeature(_RULE_BROKEN, **_first(error, layer)) from error
    except IntegrityError as error:
        raise BadFeature(_REFUSED, why=Words(_rule(error))) from error


def _rule(error: IntegrityError) -> str:
    """The broken rule's name, which reads as a sentence; the rest is the database's own."""
    return rule_of(error).replace("_", " ")


def _first(error: ValidationError, layer: Layer) -> dict[str, Any]:
    """The first broken rule, with the field as it is published."""
    name, messages = next(iter(error.message_dict.items()))
    titles = {column.name: str(each.title) for each, column in columns(layer).values()} | {
        layer.geometry: "geometry"
    }
    return {"field": titles.get(name, str(layer.title)), "why": Words(messages[0])}


def _follow(editing: Editing) -> None:
    after: Callable[[], None] | None = editing.after
    if after is not None:
        after()
