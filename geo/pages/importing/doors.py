"""Who comes through the import pages: staff who may import, others are told what to do."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from geo.access import NotAllowed, Viewer
from geo.errors import Refusal
from geo.exchange.register import get_importable
from geo.importing.rights import may_import, require
from geo.models import Upload
from geo.pages.middleware import viewer_of

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


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


def for_importers(view: View[Rest]) -> View[Rest]:
    """Let through who may import something; send others to sign in, or say why not.

    Raises:
        NobodyGranted: somebody signed in who may not.
    """

    @wraps(view)
    def answer(
        request: HttpRequest, /, *rest: Rest.args, **more: Rest.kwargs
    ) -> HttpResponseBase:
        viewer = viewer_of(request)
        if not viewer.name:
            return redirect_to_login(request.get_full_path())
        if not may_import(viewer):
            raise NobodyGranted(viewer)
        return view(request, *rest, **more)

    return answer


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
