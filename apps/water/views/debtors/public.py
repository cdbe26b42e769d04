"""What everybody may see of water debt: sums by OTB of the last closed month, no person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.water.queries.published import published_debt
from apps.water.views.debtors.telling import label_of
from geo.privacy import MONEY_FROM


@require_safe
def debt_of_otbs(request: HttpRequest) -> HttpResponse:
    """Overdue debt by OTB; small groups are hidden, and what would give them away."""
    published = published_debt(today=timezone.localdate())
    context = {
        "published": published,
        "rows": [(label_of(row.area), row) for row in published.rows] if published else [],
        "least": MONEY_FROM,
    }
    return render(request, "water/debtors/public.html", context)
