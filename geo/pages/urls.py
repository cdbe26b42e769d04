"""Addresses of the pages that belong to no app."""

from __future__ import annotations

from django.urls import path

from geo.pages import here, open_data, search

app_name = "pages"

urlpatterns = [
    path("aqui/", here.here_page, name="here"),
    path("aqui/panel/", here.here_panel, name="here-panel"),
    path("datos/", open_data.open_data_page, name="open-data"),
    path("buscar/", search.search_page, name="search"),
    path("buscar/opciones/", search.search_options, name="options"),
]
