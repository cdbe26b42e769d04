"""Attach a file to a thing, or take it back. What is refused is written down."""

from __future__ import annotations

from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models.functions import Now

from apps.documents.actions.numbering import AlreadyAnnulled, checked_reason
from apps.documents.domain.acceptance import FileRefused, accept, harmless_name
from apps.documents.domain.files.verdicts import Judged
from apps.documents.domain.owners import About, owner_of
from apps.documents.models import Attachment, RefusedFile
from apps.documents.permissions import ATTACH
from geo import crs
from geo.access import NotAllowed, Viewer
from geo.acting import acting
from geo.store import store
from geo.store.port import digest_of


def attach_file(content: bytes, *, name: str, about: About, by: Viewer) -> Attachment:
    """Keep a file that somebody hands in for a thing, without its hidden facts.

    The type is that of the content. A picture is written anew; the position its camera
    wrote goes into `position`. Not to be called within a transaction: judging takes a
    second, and a refusal is kept although nothing else is.

    Raises:
        NotAllowed: `by` may add nothing to this thing.
        NoSuchThing: no system knows its kind.
        FileRefused: the file may not be kept.
        NoScanner, StoreAway: what it takes to judge or keep it does not answer.
    """
    if not owner_of(about).adds(by, about):
        raise NotAllowed(ATTACH)
    try:
        accepted = accept(content, name)
    except FileRefused as refused:
        _note(refused, content, name, about, by=by)
        raise
    judged, keep = accepted.judged, store()
    sha256 = keep.put(accepted.content)
    thumbnail = keep.put(accepted.thumbnail) if accepted.thumbnail else ""
    with transaction.atomic(), acting(by):
        return Attachment.objects.create(
            about_kind=about.kind,
            about_id=about.id,
            name=harmless_name(name, judged.extension),
            media_type=judged.media_type,
            size=len(accepted.content),
            sha256=sha256,
            received_sha256=digest_of(content),
            thumbnail=thumbnail,
            width=judged.width,
            height=judged.height,
            position=_point(judged),
            by=by.name,
        )


def _point(judged: Judged) -> Point | None:
    return Point(*judged.position, srid=crs.STORAGE) if judged.position else None


def _note(
    refused: FileRefused, content: bytes, name: str, about: About, *, by: Viewer
) -> None:
    RefusedFile.objects.create(
        about_kind=about.kind,
        about_id=about.id,
        name=harmless_name(name, "rechazado"),
        size=len(content),
        sha256=digest_of(content),
        cause=refused.cause.value,
        said=str(refused),
        by=by.name,
    )


@transaction.atomic
def withdraw_attachment(attachment: Attachment, *, reason: str, by: Viewer) -> Attachment:
    """Show a file no longer, and say why; the row and the history stay.

    Raises:
        NotAllowed: `by` may add nothing to the thing it hangs on.
        NoReason: `reason` says nothing.
        AlreadyAnnulled: it was withdrawn before.
    """
    about = About(kind=attachment.about_kind, id=attachment.about_id)
    if not owner_of(about).adds(by, about):
        raise NotAllowed(ATTACH)
    because = checked_reason(reason)
    with acting(by, why=because):
        attachment = Attachment.objects.select_for_update().get(pk=attachment.pk)
        if attachment.withdrawn_at is not None:
            raise AlreadyAnnulled(attachment.name, attachment.reason)
        Attachment.objects.filter(pk=attachment.pk).update(
            reason=because, withdrawn_by=by.name, withdrawn_at=Now()
        )
    attachment.refresh_from_db()
    return attachment
