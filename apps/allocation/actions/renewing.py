"""Last time's holders admitted to the same spaces."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from apps.allocation.actions.reaching import require_for
from apps.allocation.domain.turns import WrongAdmission
from apps.allocation.models import Admission, Offering, Space, Window
from apps.allocation.permissions import SELL
from apps.allocation.queries import Renewal, renewals_of
from apps.allocation.terms import Admits
from geo.access import Viewer
from geo.acting import acting


@transaction.atomic
def offer_renewals(window: Window, previous: Offering, *, by: Viewer) -> list[Renewal]:
    """Admit whoever has a title of `previous` to the same space of the window's offering.

    Doing it again admits whom it can since. Tells of every title, also why one cannot be
    renewed.

    Raises:
        NotAllowed: `by` may not sell for others, or not there.
        WrongAdmission: the window is not for own spaces.
    """
    if window.admits != Admits.SPACE or window.offering_id == previous.pk:
        raise WrongAdmission
    require_for(SELL, Space.objects.filter(offering=window.offering_id), by=by)
    told = renewals_of(window, previous)
    proof = _("Title of %(title)s: %(code)s")
    with acting(by):
        Admission.objects.bulk_create(
            [
                Admission(
                    window=window,
                    party_id=each.party,
                    space_id=each.space,
                    proof=(proof % {"title": previous.title, "code": each.had_code}),
                    admitted_by=by.name or "-",
                )
                for each in told
                if not each.obstacle
            ],
            ignore_conflicts=True,
        )
    return told
