"""Addresses of the pages that belong to no app."""

from __future__ import annotations

from django.urls import path

from geo.pages import here, search

app_name = "pages"

urlpatterns = [
    path("aqui/", here.here_page, name="here"),
    path("aqui/panel/", here.here_panel, name="here-panel"),
    path("buscar/", search.search_page, name="search"),
    path("buscar/opciones/", search.search_options, name="options"),
]
