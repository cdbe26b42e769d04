"""Who is behind a request that Django's middleware does not see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, parse_cookie

from apps.signin.actions.sessions import is_over, stay
from geo.access import ANYONE, Viewer
from geo.pages.middleware import signed_viewer, viewer_of
from geo.published.refusals import DatabaseAway
from geo.published.wire import Request


@contextmanager
def _connected() -> Iterator[None]:
    close_old_connections()  # outside Django's request cycle nobody else does
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise DatabaseAway from error
    finally:
        close_old_connections()


def _viewer_of_session(key: str) -> Viewer:
    with _connected():
        request = HttpRequest()
        request.session = SessionStore(key)
        now = datetime.now(UTC)
        if is_over(request.session, at=now):
            return ANYONE
        request.user = get_user(request)
        stay(request.session, at=now)
        if request.session.modified:
            request.session.save()
        return viewer_of(request)


def _viewer_of_signature(header: str) -> Viewer:
    with _connected():
        return signed_viewer(header)


async def viewer_behind(request: Request) -> Viewer:
    """Whoever signed the request or signed in with its session; else a passer-by.

    Costs nothing for the many who did neither.

    Raises:
        NotSignedIn: it is signed with a wrong name or password.
        DatabaseAway: there is a session and it cannot be looked up.
    """
    signature = request.headers.get("authorization")
    if signature is not None:
        return await sync_to_async(_viewer_of_signature)(signature)
    cookies = request.headers.get("cookie", "")
    if settings.SESSION_COOKIE_NAME not in cookies:
        return ANYONE
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    return await sync_to_async(_viewer_of_session)(key) if key else ANYONE
