"""Where nothing is done, in a transaction."""

from __future__ import annotations

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from config.urls import urlpatterns as platform


@csrf_exempt
def nothing(_request: HttpRequest) -> HttpResponse:
    """Begin, ask for nothing, commit."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("{}", content_type="application/json")


urlpatterns = [*platform, path("api/nothing/", nothing)]
