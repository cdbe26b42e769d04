"""Series of the offices and their numbers."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.documents.actions import annul_number, change_template, close_block, open_series
from apps.documents.forms import read_series, read_year
from apps.documents.models import Block, Number, Series
from apps.documents.permissions import ANNUL, AUDIT, KEEP_SERIES, VIEW
from apps.documents.terms import DEFAULT_TEMPLATE, NumberState, SeriesKind
from apps.documents.views.doors import for_office
from apps.people.models import Office
from geo.errors import Refusal
from geo.pages.middleware import viewer_of
from geo.pages.paging import page_after

TABLE_SIZE: Final = 100


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(VIEW)
def series_list(request: HttpRequest) -> HttpResponse:
    """Every series of a year with its last number; a form to open another."""
    if request.method != "POST":
        return _series_page(request)
    KEEP_SERIES.require(viewer_of(request))
    try:
        office, kind, year, template = read_series(request.POST)
        series = open_series(office, kind, year, template=template, by=viewer_of(request))
    except Refusal as refusal:
        return _series_page(request, status=422, refusal=str(refusal))
    return redirect("documents:numbers", pk=series.pk)


def _series_page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    viewer = viewer_of(request)
    visible = Series.objects.visible_to(viewer)
    years = list(visible.values_list("year", flat=True).distinct().order_by("-year"))
    today = timezone.localdate()
    year = read_year(request.GET) or (years[0] if years else today.year)
    counted = visible.filter(year=year).annotate(
        last=Max("numbers__number", default=0),
        annulled=Count("numbers", filter=Q(numbers__state=NumberState.ANNULLED)),
        reserved=Count("numbers", filter=Q(numbers__state=NumberState.RESERVED)),
        printed=Subquery(
            Number.objects.filter(series=OuterRef("pk"))
            .order_by("-number")
            .values("text")[:1]
        ),
    )
    context = {
        "rows": counted.select_related("office").order_by("office__name", "kind"),
        "years": years,
        "year": year,
        "this_year": today.year,
        "may_open": viewer.may(KEEP_SERIES.name),
        "offices": Office.objects.order_by("name"),
        "kinds": SeriesKind.choices,
        "default_template": DEFAULT_TEMPLATE,
        "given": request.POST,
        **more,
    }
    return render(request, "documents/series.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(VIEW)
def numbers(request: HttpRequest, pk: int) -> HttpResponse:
    """The numbers of one series, the last first; a form for how they are printed."""
    viewer = viewer_of(request)
    series = get_object_or_404(
        Series.objects.visible_to(viewer).select_related("office"), pk=pk
    )
    if request.method != "POST":
        return _numbers_page(request, series)
    KEEP_SERIES.require(viewer)
    try:
        change_template(series, request.POST.get("plantilla", ""), by=viewer)
    except Refusal as refusal:
        return _numbers_page(request, series, status=422, refusal=str(refusal))
    return _numbers_page(request, series, done=_("The next number is printed so."))


def _numbers_page(
    request: HttpRequest, series: Series, *, status: int = 200, **more: Any
) -> HttpResponse:
    viewer = viewer_of(request)
    found = Number.objects.visible_to(viewer).filter(series=series)
    left = Count("numbers", filter=Q(numbers__state=NumberState.RESERVED))
    blocks = Block.objects.filter(series=series, closed_at=None).annotate(left=left)
    context = {
        "series": series,
        "page": page_after(
            found.prefetch_related("documents"),
            by="number",
            descending=True,
            key=request.GET.get("despues", ""),
            size=TABLE_SIZE,
        ),
        "blocks": blocks.order_by("first"),
        "may_keep": viewer.may(KEEP_SERIES.name),
        "may_annul": viewer.may(ANNUL.name),
        **more,
    }
    return render(request, "documents/numbers.html", context, status=status)


@require_POST
@for_office(VIEW)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Annul what a device did not use of its block."""
    ANNUL.require(viewer_of(request))
    block = get_object_or_404(Block.objects.select_related("series__office"), pk=pk)
    try:
        count = close_block(
            block, reason=request.POST.get("motivo", ""), by=viewer_of(request)
        )
    except Refusal as refusal:
        return _numbers_page(request, block.series, status=422, refusal=str(refusal))
    said = _("Numbers annulled: %d. They stay in the series with the reason.") % count
    return _numbers_page(request, block.series, done=said)


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(VIEW)
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """One number: what became of it, and the way to annul it."""
    viewer = viewer_of(request)
    found = get_object_or_404(
        Number.objects.visible_to(viewer).select_related("series__office", "block"), pk=pk
    )
    refusal, status = "", 200
    if request.method == "POST":
        ANNUL.require(viewer)
        try:
            annul_number(found, reason=request.POST.get("motivo", ""), by=viewer)
            return redirect("documents:number", pk=pk)
        except Refusal as error:
            refusal, status = str(error), 422
    context = {
        "number": found,
        "refusal": refusal,
        "may_annul": viewer.may(ANNUL.name),
        "may_read_history": viewer.may(AUDIT.name),
    }
    return render(request, "documents/number.html", context, status=status)
