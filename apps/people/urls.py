"""Addresses of the pages about people, offices and rights."""

from __future__ import annotations

from django.urls import path

from apps.people.terms import PartyKind
from apps.people.views import details, members, offices, registering, rights, search, sheet

app_name = "people"

PERSON, ORGANISATION = {"kind": PartyKind.PERSON}, {"kind": PartyKind.ORGANISATION}

urlpatterns = [
    path("personas/", search.search, name="search"),
    path("personas/nueva/", registering.register, PERSON, name="new-person"),
    path(
        "personas/nueva-organizacion/",
        registering.register,
        ORGANISATION,
        name="new-organisation",
    ),
    path("personas/consultas/", rights.looks, name="looks"),
    path("personas/consultas/capas/", rights.layer_looks, name="layer-looks"),
    path("personas/<int:pk>/", sheet.sheet, name="sheet"),
    path("personas/<int:pk>/corregir/", registering.correct, name="correct"),
    path("personas/<int:pk>/contacto/", details.contact, name="contact"),
    path("personas/<int:pk>/direccion/", details.address, name="address"),
    path("personas/<int:pk>/proteccion/", details.ground, name="ground"),
    path("personas/<int:pk>/consentimiento/", details.consent, name="consent"),
    path("personas/<int:pk>/miembros/", members.members, name="members"),
    path("personas/<int:pk>/unir/", details.merge, name="merge"),
    path("oficinas/", offices.offices, name="offices"),
    path("oficinas/<slug:code>/", offices.office, name="office"),
    path("oficinas/<slug:code>/cargo/", offices.post, name="post"),
    path("oficinas/<slug:code>/designacion/", offices.holding, name="holding"),
    path("permisos/", rights.grants, name="grants"),
    path("permisos/otorgar/", rights.grant, name="grant"),
]
