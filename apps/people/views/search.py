"""Looking people up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.people.actions import note_looks
from apps.people.models import Party
from apps.people.permissions import REGISTER, SEE
from apps.people.queries import search_parties
from apps.people.terms import Door
from apps.people.views.doors import for_holders_of
from geo.pages.middleware import viewer_of
from geo.pages.paging import Page, page_after

PAGE_SIZE = 25
LONGEST_TEXT = 80


@require_safe
@for_holders_of(SEE)
def search(request: HttpRequest) -> HttpResponse:
    """People and organisations by name, document or tax number; nobody without a text."""
    viewer, text = viewer_of(request), request.GET.get("q", "").replace("\x00", "")
    text = text.strip()[:LONGEST_TEXT]
    seen = Party.objects.visible_to(viewer).select_related(
        "person", "organisation", "survivor"
    )
    page: Page[Party] = Page(rows=[], next_key="")
    if text:
        found = search_parties(seen, text)
        key = request.GET.get("despues", "")
        page = page_after(found, by="name_key", descending=False, key=key, size=PAGE_SIZE)
        shown = [party.pk for party in page.rows]
        note_looks(shown, door=Door.SEARCH, detail=text, by=viewer)
    context = {
        "wanted": text,
        "page": page,
        "may_register": viewer.may_somewhere(REGISTER.name),
        "today": timezone.localdate(),
    }
    return render(request, "people/search.html", context)
