"""Entering the occasions that apps bring along."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from apps.notices.domain.occasions import Occasion, brought
from apps.notices.models import Template, Text
from geo.access import Viewer

PLATFORM: Final = Viewer(name="llajta")
"""The office account in whose name the platform speaks of itself."""


def find_occasion(code: str) -> Template | None:
    """The occasion of this code, entered if an app brings it along and it is not there."""
    found = Template.objects.filter(code=code).first()
    if found is None and code in brought():
        enter(brought()[code])
        found = Template.objects.filter(code=code).first()
    return found


def enter_occasions() -> int:
    """Enter what apps bring along and is not there yet; returns how many there were."""
    there = set(Template.objects.values_list("code", flat=True))
    lacking = [each for code, each in brought().items() if code not in there]
    for each in lacking:
        enter(each)
    return len(lacking)


@transaction.atomic
def enter(occasion: Occasion) -> None:
    """Enter one occasion with its first words; what is there already stays as it is.

    It asks no permission: what an app brings along is decided by its installation.
    """
    template = Template(
        code=occasion.code, title=occasion.title, variables=list(occasion.variables)
    )
    Template.objects.bulk_create([template], ignore_conflicts=True)
    kept = Template.objects.get(code=occasion.code)
    Text.objects.bulk_create(
        [
            Text(
                template=kept,
                channel=channel,
                language=language,
                subject=subject,
                body=body,
                changed_by=PLATFORM.name,
            )
            for (channel, language), (subject, body) in occasion.words.items()
        ],
        ignore_conflicts=True,
    )
