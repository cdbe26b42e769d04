"""Pages about telephones: one's own, and all of them for supervisors."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.fieldwork.actions import make_code, revoke_device
from apps.fieldwork.actions.enrolling import MINUTES
from apps.fieldwork.models import Device
from apps.fieldwork.permissions import COLLECT, SUPERVISE
from apps.fieldwork.queries import collectors
from apps.people.views.doors import for_holders_of, saying
from geo.access import NotAllowed
from geo.errors import Refusal
from geo.pages.middleware import viewer_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """One's own telephones, and a code for another one."""
    user, viewer = request.user, viewer_of(request)
    if not isinstance(user, User):
        return redirect_to_login(request.get_full_path())
    if not viewer.may_somewhere(COLLECT.name):
        raise NotAllowed(COLLECT)
    code = make_code(user, by=viewer) if request.method == "POST" else ""
    mine = Device.objects.filter(holder=user).order_by("-enrolled_at")
    context = {"devices": mine, "code": code, "minutes": MINUTES}
    return render(request, "fieldwork/own.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(SUPERVISE)
def devices(request: HttpRequest) -> HttpResponse:
    """Every telephone; a code for a collector."""
    context: dict[str, object] = {"minutes": MINUTES, "collectors": collectors()}
    if request.method == "POST":
        holder = get_object_or_404(User, username=request.POST.get("cobrador", ""))
        try:
            context["code"] = make_code(holder, by=viewer_of(request))
            context["chosen"] = holder
        except Refusal as refusal:
            context["refusal"] = str(refusal)
    rows = Device.objects.visible_to(viewer_of(request)).select_related("holder")
    context["devices"] = rows.order_by("revoked_at", "-seen_at", "-enrolled_at")
    return render(request, "fieldwork/devices.html", context)


@require_POST
@for_holders_of(SUPERVISE)
def revoke(request: HttpRequest, token: UUID) -> HttpResponse:
    """Let a telephone in no more; have it wiped if that is asked."""
    device = get_object_or_404(Device, pk=token)
    wipe = "borrar" in request.POST
    with saying(request, _("%s was revoked.") % device.name):
        revoke_device(device, wipe=wipe, by=viewer_of(request))
    return redirect("fieldwork:devices")
