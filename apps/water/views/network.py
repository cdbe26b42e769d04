"""The network: where a pipe burst, which valves to close, who is without water."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from django.contrib import messages
from django.contrib.gis.geos import Point
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from apps.people.views.doors import for_holders_of, saying
from apps.water.actions.outages import close_valves, open_valves
from apps.water.domain.network_refusals import NoPipeHere
from apps.water.models import Account, Main, Operator, Outage
from apps.water.permissions import CLOSE_VALVES
from apps.water.queries.closing import Closing, main_near, plan_closing, sketch_of
from apps.water.terms import OperatorKind
from geo.errors import Refusal
from geo.pages.drawn import shape_in
from geo.pages.middleware import viewer_of
from geo.pages.typed import key_in

LISTED: Final = 200
PAST: Final = 20


@require_safe
@for_holders_of(CLOSE_VALVES)
def network(request: HttpRequest) -> HttpResponse:
    """The networks on a map to press on, and the outages; with a point, its closing."""
    asked = request.GET.get("lugar", "")
    if asked:
        point = _point(asked)
        main = None if point is None else main_near(point)
        if main is not None:
            return _closing(request, plan_closing(main), asked)
        messages.error(request, str(NoPipeHere()))
    operators = Operator.objects.filter(assets__kind="main").distinct().order_by("name")
    chosen = operators.filter(code=request.GET.get("operador", "")).first()
    municipal = operators.filter(kind=OperatorKind.MUNICIPAL).first()
    operator = chosen or municipal or operators.first()
    shapes = sketch_of(operator.pk) if operator else []
    outages = Outage.objects.select_related("operator", "main__asset")
    context = {
        "operators": operators,
        "operator": operator,
        "standing": outages.filter(ended_at=None).order_by("-started_at"),
        "past": outages.exclude(ended_at=None).order_by("-ended_at")[:PAST],
        **_drawn(shapes),
    }
    return render(request, "water/network/network.html", context)


def _closing(request: HttpRequest, plan: Closing, asked: str) -> HttpResponse:
    """What closing comes to, before anybody walks there."""
    standing = Account.objects.standing().filter(connection__in=plan.connections)
    accounts = standing.select_related("connection").order_by("number")
    shapes = sketch_of(plan.main.asset.operator_id, mains=plan.mains)
    valves = [valve.shape.geojson for valve in plan.valves]
    context = {
        "plan": plan,
        "asked": asked,
        "accounts": accounts[:LISTED],
        "count": accounts.count(),
        "expected": ",".join(str(valve.pk) for valve in plan.valves),
        **_drawn([*shapes, *valves]),
    }
    return render(request, "water/network/closing.html", context)


@require_POST
@for_holders_of(CLOSE_VALVES)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the valves were closed; its holders are told."""
    main = get_object_or_404(Main.objects.select_related("asset__operator"), pk=pk)
    asked = request.POST.get("lugar", "")
    try:
        outage = close_valves(
            main,
            at=timezone.now(),
            reason=request.POST.get("motivo", ""),
            place=_point(asked),
            expected=_numbers(request.POST.get("valvulas", "")),
            by=viewer_of(request),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _closing(request, plan_closing(main), asked)
    count = outage.connections.count()
    said = ngettext(
        "Recorded: %(count)d connection is without water, its holder is told.",
        "Recorded: %(count)d connections are without water, their holders are told.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("water:network")


@require_POST
@for_holders_of(CLOSE_VALVES)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the water runs again."""
    outage = get_object_or_404(Outage.objects.select_related("operator"), pk=pk)
    with saying(request, _("The water runs again; the holders are told.")):
        open_valves(outage, at=timezone.now(), by=viewer_of(request))
    return redirect("water:network")


def _point(text: str) -> Point | None:
    """The point that was pressed (EPSG:4326); None where the text is none."""
    shape = shape_in(text)
    return shape if isinstance(shape, Point) else None


def _numbers(text: str) -> list[int]:
    return [key for part in text.split(",") if (key := key_in(part))]


def _drawn(geometries: Iterable[str]) -> dict[str, Any]:
    """Shapes for the map of a page, with what it is to show."""
    features = [
        f'{{"type":"Feature","properties":{{}},"geometry":{geometry}}}'
        for geometry in geometries
    ]
    if not features:
        return {}
    sketch = f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'
    return {"sketch": sketch, "focus": json.dumps({"bounds": _bounds(sketch)})}


def _bounds(sketch: str) -> tuple[float, float, float, float]:
    points = [
        point
        for feature in json.loads(sketch)["features"]
        for point in _points(feature["geometry"]["coordinates"])
    ]
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _points(coordinates: Any) -> list[tuple[float, float]]:
    return (
        [tuple(coordinates)]
        if isinstance(coordinates[0], float)
        else [tuple(point) for point in coordinates]
    )
