"""Who comes through to a page: strangers are sent to sign in, others are told why not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from geo.access import Viewer
from geo.pages.middleware import viewer_of

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


def gate(check: Callable[[Viewer], object]) -> Callable[[View[Rest]], View[Rest]]:
    """Let through who signed in, unless `check` refuses them; send others to sign in.

    Raises:
        NotAllowed: `check` refused somebody who signed in.
    """

    def guarded(view: View[Rest]) -> View[Rest]:
        @wraps(view)
        def answer(
            request: HttpRequest, /, *rest: Rest.args, **more: Rest.kwargs
        ) -> HttpResponseBase:
            viewer = viewer_of(request)
            if not viewer.name:
                return redirect_to_login(request.get_full_path())
            check(viewer)
            return view(request, *rest, **more)

        return answer

    return guarded


def for_the_signed_in(view: View[Rest]) -> View[Rest]:
    """Let through who signed in; send others to do so."""
    return gate(lambda _viewer: None)(view)
