"""Pages for who is signed in, and for who has proved it a moment ago."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from apps.signin.actions.sessions import PROVED

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]

FRESH_SECONDS: Final = 15 * 60
"""How long after signing in one may change how one signs in (ASVS 5.0.0, 7.5.1)."""


def own_account(request: HttpRequest) -> User:
    """The account of whoever is signed in; only behind one of the gates below."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("nobody is signed in: the view lacks its gate")
    return user


def recently_proved(view: View[Rest]) -> View[Rest]:
    """Let an unwatched screen change nothing: ask anew who has signed in long ago."""

    @wraps(view)
    def answer(
        request: HttpRequest, /, *rest: Rest.args, **more: Rest.kwargs
    ) -> HttpResponse:
        proved = request.session.get(PROVED, 0.0)
        fresh = timezone.now().timestamp() - proved <= FRESH_SECONDS
        if not request.user.is_authenticated or not fresh:
            back = request.get_full_path() if request.method == "GET" else "/cuenta/"
            return redirect_to_login(back)
        return view(request, *rest, **more)

    return answer
