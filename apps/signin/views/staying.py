"""Sessions that have rested or lasted too long end with the next request."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import sync_only_middleware

from apps.signin.actions.sessions import is_over, stay

Answer = Callable[[HttpRequest], HttpResponse]


@sync_only_middleware
def staying(get_response: Answer) -> Answer:
    """End a session that is over; note that another is still used."""

    def answer(request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        if is_over(request.session, at=now):
            logout(request)
        else:
            stay(request.session, at=now)
        return get_response(request)

    return answer
