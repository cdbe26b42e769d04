"""Addresses of the register of documents."""

from __future__ import annotations

from django.urls import path

from apps.documents.views import files, history, numbers, papers, verifying

app_name = "documents"

urlpatterns = [
    path("numeros/", numbers.series_list, name="series"),
    path("numeros/serie/<int:pk>/", numbers.numbers, name="numbers"),
    path("numeros/bloque/<int:pk>/cerrar/", numbers.close, name="close-block"),
    path("numeros/<int:pk>/", numbers.number, name="number"),
    path("documentos/<slug:token>/", papers.document, name="document"),
    path("documentos/<slug:token>/documento.pdf", papers.pdf, name="pdf"),
    path("verificar/", verifying.verify_any, name="verify-any"),
    path("verificar/<slug:token>/", verifying.verify, name="verify"),
    path("adjuntos/<uuid:token>/", files.attachment, name="attachment"),
    path("adjuntos/<uuid:token>/miniatura/", files.thumbnail, name="thumbnail"),
    path("adjuntos/<str:kind>/<str:id>/", files.files_of, name="files"),
    path("historia/", history.history, name="history"),
    path("historia/exportar.<slug:form>", history.export, name="export"),
    path("historia/<slug:table>/<str:record>/", history.record, name="record"),
]
