"""Giving permissions to posts, and taking them back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from apps.people.actions.refusals import NotRegistered, OwnPost, store
from apps.people.models import Grant, Post
from apps.people.permissions import GRANT
from apps.people.queries import known_permissions
from geo.access import Viewer


@transaction.atomic
def grant_permission(
    post: Post,
    permission: str,
    days: DateRange,
    *,
    district_id: int | None = None,
    basis: str,
    by: Viewer,
) -> Grant:
    """Give a permission to a post for some days, everywhere or in one district.

    Raises:
        NotAllowed: `by` may not.
        OwnPost: `by` exercises the post.
        GrantedAlready: the post has it on some of the days.
        NotRegistered: there is no such permission, or a day or the reason is missing.
    """
    GRANT.require(by)
    if post.code in by.posts and not by.holds_all:
        raise OwnPost
    if permission not in known_permissions():
        raise NotRegistered(_("There is no such permission. Nothing was written."))
    grant = Grant(
        post=post,
        permission=permission,
        district_id=district_id,
        days=days,
        basis=basis.strip(),
        recorded_by=by.name,
    )
    store(grant)
    return grant


@transaction.atomic
def withdraw_grant(grant: Grant, *, on: dt.date, by: Viewer) -> None:
    """End a grant: `on` is the first day on which it does not count any more.

    One that had not begun by then is removed.

    Raises:
        NotAllowed: `by` may not.
    """
    GRANT.require(by)
    locked = Grant.objects.select_for_update().get(pk=grant.pk)
    if locked.days.lower >= on:
        locked.delete()
        return
    if locked.days.upper is None or locked.days.upper > on:
        locked.days = DateRange(locked.days.lower, on)
        store(locked)
