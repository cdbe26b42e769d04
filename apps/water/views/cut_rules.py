"""The rule of cuts of each operator: from how many bills, after which notices."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.people.views.doors import for_holders_of, saying
from apps.water.actions.ruling import set_cut_rule
from apps.water.forms.cuts import CutRuleForm
from apps.water.models import Operator
from apps.water.permissions import OPERATE
from geo.pages.middleware import viewer_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(OPERATE)
def cut_rule(request: HttpRequest, code: str) -> HttpResponse:
    """The rule of cuts of an operator, and a new one from a day on."""
    operator = get_object_or_404(Operator, code=code, is_billed_here=True)
    today = timezone.localdate()
    form = CutRuleForm(request.POST or None, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        rule = None
        with saying(request, _("The rule of cuts is set.")):
            since = form.cleaned_data["since"]
            rule = set_cut_rule(operator, form.terms(), since=since, by=viewer_of(request))
        if rule is not None:
            return redirect(f"{reverse('water:cuts')}?operador={operator.code}")
    rules = operator.cut_rules.order_by("-days")
    context = {"operator": operator, "form": form, "rules": rules}
    return render(request, "water/cut_rule.html", context)
