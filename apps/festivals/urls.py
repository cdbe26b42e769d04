"""Addresses of the feasts."""

from __future__ import annotations

from django.urls import path

from apps.festivals.views import closing, control, pages, patents, planning

app_name = "festivals"

_CONTROL = "fiestas/<slug:code>/control/"
_PLAN = "fiestas/<slug:code>/planos/<int:version>/"

urlpatterns = [
    path("fiestas/", pages.festivals, name="festivals"),
    path("fiestas/patente/<uuid:token>.pdf", patents.patent, name="patent"),
    path("fiestas/<slug:code>/", pages.festival, name="festival"),
    path(_CONTROL, control.control, name="control"),
    path(f"{_CONTROL}recorrido/", control.send, name="send"),
    path(f"{_CONTROL}servicios/", control.place, name="place"),
    path(f"{_CONTROL}servicios/<int:number>/", control.remove, name="remove"),
    path(f"{_CONTROL}infracciones/<int:number>/", control.charge, name="charge"),
    path(f"{_CONTROL}decomisos/<int:number>/", control.confiscation, name="confiscation"),
    path("fiestas/<slug:code>/informe/", closing.report, name="report"),
    path("fiestas/<slug:code>/informe/emitir/", closing.issue, name="issue"),
    path("fiestas/<slug:code>/informe.pdf", closing.report_paper, name="report-paper"),
    path("fiestas/<slug:code>/planos/", planning.begin, name="begin"),
    path(_PLAN, planning.plan, name="plan"),
    path(f"{_PLAN}trazar/", planning.draw, name="draw"),
    path(f"{_PLAN}modulos/", planning.edit, name="edit"),
    path(f"{_PLAN}publicar/", planning.publish, name="publish"),
    path(f"{_PLAN}comparar/<int:other>/", planning.comparison, name="compare"),
]
