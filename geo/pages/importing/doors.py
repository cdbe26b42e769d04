"""Who comes through the import pages: who may import something, and to their layers."""

from __future__ import annotations

from typing import ParamSpec

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from geo.access import NotAllowed, Viewer
from geo.errors import Refusal
from geo.exchange.register import get_importable
from geo.importing.rights import may_import, require
from geo.models import Upload
from geo.pages.gates import View, gate
from geo.pages.middleware import viewer_of

Rest = ParamSpec("Rest")


class NobodyGranted(NotAllowed):
    """Somebody signed in without any permission to import."""

    def __init__(self, viewer: Viewer) -> None:
        Refusal.__init__(
            self,
            _(
                "“%(name)s” may not import files. Whoever administers this platform can "
                "grant it."
            )
            % {"name": viewer.name},
        )


def _require_any(viewer: Viewer) -> None:
    if not may_import(viewer):
        raise NobodyGranted(viewer)


def for_importers(view: View[Rest]) -> View[Rest]:
    """Let through who may import something; send others to sign in, or say why not.

    Raises:
        NobodyGranted: somebody signed in who may not.
    """
    return gate(_require_any)(view)


def own_upload(request: HttpRequest, token: object) -> Upload:
    """The upload of this token, for whoever may import to its layer; else 404."""
    found: Upload = get_object_or_404(Upload, token=token)
    try:
        require(get_importable(found.layer), viewer_of(request))
    except NotAllowed as error:
        raise Http404 from error
    return found


def only_if(there: object) -> None:
    """404 unless there is something."""
    if not there:
        raise Http404
