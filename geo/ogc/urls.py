"""Addresses under `/ogc`; which of them exist is for the view to say."""

from __future__ import annotations

from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt

from geo.ogc.views import ogc

app_name = "ogc"

# Who writes here says who they are in every request or brings the token, which
# `features.editing` and `processes.executing` see to themselves; what takes no writing at
# all must say 405, and not that a token lacks.
urlpatterns = [re_path(r"^(?P<path>(/[\s\S]*)?)\Z", csrf_exempt(ogc), name="ogc")]
