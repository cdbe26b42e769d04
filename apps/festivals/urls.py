"""Addresses of the feasts."""

from __future__ import annotations

from django.urls import path

from apps.festivals.views import (
    closing,
    control,
    editing,
    frontages,
    ground,
    kinds,
    pages,
    patents,
    planning,
    prices,
    seats,
    trades,
)

app_name = "festivals"

_FEAST = "fiestas/<slug:code>/"
_CONTROL = f"{_FEAST}control/"
_GROUND = f"{_FEAST}terreno/"
_PLAN = f"{_FEAST}planos/<int:version>/"

urlpatterns = [
    path("fiestas/", pages.festivals, name="festivals"),
    path("fiestas/nueva/", ground.new, name="new"),
    path("fiestas/rubros/", trades.trades, name="trades"),
    path("fiestas/rubros/reglas/<int:pk>/quitar/", trades.lift, name="lift"),
    path("fiestas/infracciones/", kinds.kinds, name="kinds"),
    path("fiestas/patente/<uuid:token>.pdf", patents.patent, name="patent"),
    path(_FEAST, pages.festival, name="festival"),
    path(f"{_FEAST}datos/", ground.change, name="change"),
    path(f"{_FEAST}anunciar/", ground.announce, name="announce"),
    path(f"{_FEAST}precios/", prices.prices, name="prices"),
    path(f"{_FEAST}turnos/<int:window>/frentes/", frontages.frontages, name="frontages"),
    path(f"{_FEAST}graderia/", seats.grandstand, name="grandstand"),
    path(_GROUND, ground.ground, name="ground"),
    path(f"{_GROUND}recorrido/", ground.route, name="route"),
    path(f"{_GROUND}calles/", ground.close, name="close"),
    path(f"{_GROUND}calles/<int:pk>/quitar/", ground.open_street, name="open-street"),
    path(f"{_GROUND}zonas/", ground.clear, name="clear"),
    path(f"{_GROUND}zonas/conocidas/", ground.clear_known, name="clear-known"),
    path(f"{_GROUND}zonas/<int:pk>/quitar/", ground.clear_no_more, name="clear-no-more"),
    path(_CONTROL, control.control, name="control"),
    path(f"{_CONTROL}recorrido/", control.send, name="send"),
    path(f"{_CONTROL}servicios/", control.place, name="place"),
    path(f"{_CONTROL}servicios/<int:number>/", control.remove, name="remove"),
    path(f"{_CONTROL}infracciones/<int:number>/", control.charge, name="charge"),
    path(f"{_CONTROL}infracciones/<int:number>/anular/", control.annul, name="annul"),
    path(f"{_CONTROL}decomisos/<int:number>/", control.confiscation, name="confiscation"),
    path(f"{_FEAST}informe/", closing.report, name="report"),
    path(f"{_FEAST}informe/emitir/", closing.issue, name="issue"),
    path(f"{_FEAST}informe.pdf", closing.report_paper, name="report-paper"),
    path(f"{_FEAST}planos/", planning.begin, name="begin"),
    path(_PLAN, planning.plan, name="plan"),
    path(f"{_PLAN}trazar/", planning.draw, name="draw"),
    path(f"{_PLAN}modulo/", editing.module_panel, name="module"),
    path(f"{_PLAN}modulos/", editing.edit, name="edit"),
    path(f"{_PLAN}mover/", editing.move, name="move"),
    path(f"{_PLAN}deshacer/", editing.undo, name="undo"),
    path(f"{_PLAN}publicar/", planning.publish, name="publish"),
    path(f"{_PLAN}comparar/<int:other>/", planning.comparison, name="compare"),
]
