"""Who comes through: the office by its permissions; others are told to sign in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from apps.documents.permissions import AUDIT, VIEW
from geo.access import Permission, Viewer
from geo.pages.middleware import viewer_of

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


def sees_numbers(viewer: Viewer) -> bool:
    """Whether the pages of numbers and papers are in the viewer's menu."""
    return viewer.may(VIEW.name)


def sees_history(viewer: Viewer) -> bool:
    """Whether the history is in the viewer's menu."""
    return viewer.may(AUDIT.name)


def for_office(permission: Permission) -> Callable[[View[Rest]], View[Rest]]:
    """Let through who holds `permission`; send passers-by to sign in, refuse others.

    Raises:
        NotAllowed: somebody signed in who may not.
    """

    def guarded(view: View[Rest]) -> View[Rest]:
        @wraps(view)
        def answer(
            request: HttpRequest, /, *rest: Rest.args, **more: Rest.kwargs
        ) -> HttpResponseBase:
            viewer = viewer_of(request)
            if not viewer.name:
                return redirect_to_login(request.get_full_path())
            permission.require(viewer)
            return view(request, *rest, **more)

        return answer

    return guarded
