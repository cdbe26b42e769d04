"""The stretch of street in front of a house, kept for its owner."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from apps.allocation.actions import admit
from apps.allocation.domain.admitting import Right
from apps.allocation.models import Admission, Window
from apps.festivals.domain.refusals import NothingInFront
from apps.festivals.queries import in_front_of
from apps.territory.models import Parcel
from geo.access import Viewer


@transaction.atomic
def admit_frontage(
    window: Window,
    parcel: Parcel,
    *,
    party_id: int,
    proof: str,
    metres: float,
    only: Collection[str] | None = None,
    by: Viewer,
) -> list[Admission]:
    """Let the modules in front of a parcel wait for a party, by the proof that was seen.

    With `only`, no others than those: where parcels are missing, the map gives too many.

    Raises:
        NotAllowed: `by` may not sell for others, or not there.
        NothingInFront: no module stands in front of it.
        NoProof, WrongAdmission, AdmittedAlready: as for any admission.
    """
    front = in_front_of(window.offering, parcel, metres)
    codes = [each.code for each in front if only is None or each.code in only]
    if not codes:
        raise NothingInFront(parcel.code, metres)
    said = proof.strip()
    if said:
        said += _(" (parcel %(code)s)") % {"code": parcel.code}
    right = Right(party_id=party_id, proof=said, codes=codes)
    return admit(window, right, by=by)
