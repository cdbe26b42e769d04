"""What notices say, and when nobody is disturbed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.notices.actions import set_quiet_hours, write_text
from apps.notices.domain.quiet import NIGHT
from apps.notices.forms import QuietForm, TextForm
from apps.notices.models import QuietHours, Template, Text
from apps.notices.permissions import WORDING
from apps.people.views.doors import for_holders_of, saying
from geo.errors import Refusal
from geo.pages.middleware import viewer_of


@require_safe
@for_holders_of(WORDING)
def wording(request: HttpRequest) -> HttpResponse:
    """Every occasion with its texts, and the quiet hours."""
    context = {
        "occasions": Template.objects.prefetch_related("texts").order_by("title", "code"),
        "rules": QuietHours.objects.order_by("-days"),
        "night": NIGHT,
        "form": QuietForm(),
    }
    return render(request, "notices/wording.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(WORDING)
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """One text: read it, and write it anew."""
    found = get_object_or_404(Text.objects.select_related("template"), pk=pk)
    given = {"subject": found.subject, "body": found.body}
    form = TextForm(request.POST or None, initial=given)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            write_text(found, **form.cleaned_data, by=viewer_of(request))
        except Refusal as error:
            refusal = str(error)
        else:
            messages.success(request, _("It says so from the next notice on."))
            return redirect("notices:wording")
    context = {"text": found, "form": form, "refusal": refusal}
    status = 422 if refusal else 200
    return render(request, "notices/text.html", context, status=status)


@require_POST
@for_holders_of(WORDING)
def quiet(request: HttpRequest) -> HttpResponse:
    """Let other quiet hours hold from a day on."""
    form = QuietForm(request.POST)
    if form.is_valid():
        with saying(request, _("These quiet hours hold from that day on.")):
            set_quiet_hours(**form.decided(), by=viewer_of(request))
    else:
        messages.error(request, _("Hours, day, channels and who decided it are needed."))
    return redirect("notices:wording")
