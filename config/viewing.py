"""Who is behind a request that Django's middleware does not see."""

from __future__ import annotations

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, parse_cookie

from geo.access import ANYONE, Viewer
from geo.pages.middleware import viewer_of
from geo.published.refusals import DatabaseAway
from geo.published.wire import Request


def _viewer_of_session(key: str) -> Viewer:
    close_old_connections()  # outside Django's request cycle nobody else does
    try:
        request = HttpRequest()
        request.session = SessionStore(key)
        request.user = get_user(request)
        return viewer_of(request)
    except (OperationalError, InterfaceError) as error:
        raise DatabaseAway from error
    finally:
        close_old_connections()


async def viewer_behind(request: Request) -> Viewer:
    """Whoever signed in with the session that `request` carries; else a passer-by.

    Costs nothing for the many who have no session.

    Raises:
        DatabaseAway: there is a session and it cannot be looked up.
    """
    cookies = request.headers.get("cookie", "")
    if settings.SESSION_COOKIE_NAME not in cookies:
        return ANYONE
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    return await sync_to_async(_viewer_of_session)(key) if key else ANYONE
