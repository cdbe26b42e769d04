"""Who sees photos and signatures from the street, and who sends them."""

from __future__ import annotations

from apps.documents.domain.owners import About
from apps.fieldwork.models import FieldFile
from apps.fieldwork.permissions import COLLECT, SUPERVISE
from geo.access import Viewer


def sees_files(viewer: Viewer, about: About) -> bool:
    """Whether it is a supervisor, or a collector and their own file."""
    if viewer.may(SUPERVISE.name):
        return True
    if not viewer.name or not viewer.may_somewhere(COLLECT.name):
        return False
    mine = FieldFile.objects.filter(device__holder__username=viewer.name)
    return mine.filter(attachment__about_id=about.id).exists()


def adds_files(viewer: Viewer, about: About) -> bool:
    """Whether the viewer works in the street; the door has seen to whose file it is."""
    return viewer.may_somewhere(COLLECT.name)
