"""The organisation chart on the map, and the posts of an office with who holds them."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.people.actions import appoint, end_holding, note_looks, open_post
from apps.people.forms import AppointForm, PostForm, days_between
from apps.people.models import Holding, Office
from apps.people.permissions import ORGANISE
from apps.people.queries import find_person, office_tree
from apps.people.queries.offices import exercised_in, posts_of
from apps.people.terms import Door, HoldingKind
from apps.people.views.doors import for_holders_of, saying, understood
from geo.pages.middleware import viewer_of
from geo.pages.typed import key_in


@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """The organisation chart; each office that has a place is on the map."""
    tree = office_tree(Office.objects.visible_to(viewer_of(request)))
    return render(request, "people/offices.html", {"tree": tree})


@require_safe
def office(request: HttpRequest, code: str) -> HttpResponse:
    """One office; staff also see its posts and who exercises them today."""
    viewer = viewer_of(request)
    seen = Office.objects.visible_to(viewer).select_related("parent")
    found = get_object_or_404(seen, code=code)
    point, today = found.position, timezone.localdate()
    posts = posts_of(found, on=today) if viewer.is_staff else []
    shown = {each.person_id for post in posts for each in exercised_in(post)}
    note_looks(sorted(shown), door=Door.HOLDERS, detail=code, by=viewer)
    appointing = AppointForm(initial={"since": today})
    appointing.fields["post"].queryset = found.posts.order_by("title")  # type: ignore[attr-defined]  # of ModelChoiceField
    context = {
        "office": found,
        "children": found.children.order_by("rank", "name"),
        "posts": posts,
        "focus": json.dumps({"points": [(point.x, point.y, 0)]}) if point else "",
        "may_organise": viewer.may(ORGANISE.name),
        "post_form": PostForm(),
        "appoint_form": appointing,
        "is_staff": viewer.is_staff,
    }
    return render(request, "people/office.html", context)


@require_POST
@for_holders_of(ORGANISE)
def post(request: HttpRequest, code: str) -> HttpResponse:
    """Open a post in an office."""
    found, form = get_object_or_404(Office, code=code), PostForm(request.POST)
    if understood(request, form):
        given = form.cleaned_data
        with saying(request, _("The post is open.")):
            open_post(
                found,
                given["code"],
                given["title"],
                is_head=given["is_head"],
                by=viewer_of(request),
            )
    return redirect("people:office", code=code)


@require_POST
@for_holders_of(ORGANISE)
def holding(request: HttpRequest, code: str) -> HttpResponse:
    """Appoint somebody to a post, or end the holding that `terminar` names."""
    found, viewer = get_object_or_404(Office, code=code), viewer_of(request)
    ended = request.POST.get("terminar", "")
    if key := key_in(ended):
        row = get_object_or_404(Holding, pk=key, post__office=found)
        with saying(request, _("The holding has ended.")):
            end_holding(row, on=timezone.localdate(), by=viewer)
        return redirect("people:office", code=code)
    form = AppointForm(request.POST)
    form.fields["post"].queryset = found.posts.all()  # type: ignore[attr-defined]  # of ModelChoiceField
    if understood(request, form):
        given = form.cleaned_data
        person = find_person(given["person"])
        if person is None:
            messages.error(
                request, _("Nobody single is found by that. Nothing was written.")
            )
            return redirect("people:office", code=code)
        with saying(request, _("The appointment is written.")):
            appoint(
                person,
                given["post"],
                days_between(given["since"], given["until"]),
                act=given["act"],
                kind=HoldingKind(given["kind"]),
                by=viewer,
            )
    return redirect("people:office", code=code)
