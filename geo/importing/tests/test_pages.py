"""The pages: who comes in, the whole way of a file, and what is said to whom."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from geo.exchange.tests.conftest import rows_of
from geo.importing.tests.conftest import CLERK, NOW, PLACES, hand_in
from geo.importing.uploads import give_up
from geo.models import ImportRun, Upload

pytestmark = pytest.mark.django_db

EVIL = 'nombre,lon,lat\n<script>alert(1)</script>,-66.2799,-17.3999\n"<b>x",-60,-17\n'

NO_UPLOAD = "/importar/00000000-0000-0000-0000-000000000001/"
ADDRESSES = ("/importar/", "/importar/historial/")


@pytest.fixture(autouse=True)
def spanish() -> Any:
    """Pages speak the reader's language, whatever the other tests do."""
    with translation.override("es"):
        yield


@pytest.fixture
def clerk(client: Client) -> Client:
    """A browser in which somebody with every permission signed in."""
    client.force_login(User.objects.create_superuser("ana"))
    client.cookies["django_language"] = "es"
    return client


def sent(client: Client, content: str, name: str = "lugares.csv") -> str:
    """Hand in a file; returns the address of its page."""
    file = SimpleUploadedFile(name, content.encode())
    answer = client.post("/importar/", {"capa": "place-names", "archivo": file})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize(
    "address", [*ADDRESSES, "/importar/00000000-0000-0000-0000-000000000001/"]
)
def test_strangers_are_sent_to_sign_in(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"] == f"/entrar/?next={address}"
    assert "/importar/" not in client.get("/").content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_staff_without_the_permission_are_told_so(client: Client, address: str) -> None:
    client.force_login(User.objects.create_user("beto", is_staff=True))
    answer = client.get(address)
    assert answer.status_code == 403
    assert "«beto» no puede importar archivos" in answer.content.decode()
    assert 'href="/importar/"' not in answer.content.decode()


def test_neither_reads_nor_changes_anothers_upload(town: Any, client: Client) -> None:
    upload = hand_in(PLACES)
    client.force_login(User.objects.create_user("beto", is_staff=True))
    assert "Plaza" not in client.get(f"/importar/{upload.token}/").content.decode()
    client.post(f"/importar/{upload.token}/hacer/", {"hacer": "abandonar"})
    assert Upload.objects.get(pk=upload.pk).state == "open"


def test_a_form_from_elsewhere_is_refused(town: Any, clerk: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = clerk.cookies
    upload = hand_in(PLACES)
    answer = strict.post(f"/importar/{upload.token}/hacer/", {"hacer": "abandonar"})
    assert answer.status_code == 403
    assert Upload.objects.get(pk=upload.pk).state == "open"


def test_the_whole_way_there_and_back(town: Any, clerk: Client) -> None:
    address = sent(clerk, PLACES)
    page = text_of(clerk, address)
    assert "<td>Plaza</td>" in page
    assert re.search(r"<option selected>nombre</option>", page)
    sketch = re.search(r'data-sketch="([^"]+)"', page)
    assert sketch
    drawn = json.loads(sketch[1].replace("&quot;", '"'))
    assert [each["geometry"]["type"] for each in drawn["features"]] == ["Point", "Point"]

    clerk.post(f"{address}hacer/", {"hacer": "comprobar", "columna-name": "nombre"})
    assert "Importar 2 filas" in text_of(clerk, address)
    assert rows_of("place-names") == []

    for _press in ("once", "twice"):
        answer = clerk.post(f"{address}hacer/", {"hacer": "importar"}, follow=True)
        assert "2 filas están en el registro" in answer.content.decode()
    assert len(rows_of("place-names")) == 2

    run = ImportRun.objects.get()
    assert "lugares.csv" in text_of(clerk, "/importar/historial/")
    for _press in ("once", "twice"):
        answer = clerk.post(f"/importar/historial/{run.token}/deshacer/", follow=True)
        assert "se quitaron 2 filas" in answer.content.decode()
    assert rows_of("place-names") == []


def test_what_stands_against_undoing_is_listed(town: Any, clerk: Client) -> None:
    address = sent(clerk, PLACES)
    clerk.post(f"{address}hacer/", {"hacer": "comprobar"})
    clerk.post(f"{address}hacer/", {"hacer": "importar"})
    row = rows_of("place-names")[0]
    row.name = "Plaza <Mayor>"
    row.save()
    answer = clerk.post(f"/importar/historial/{ImportRun.objects.get().token}/deshacer/")
    assert answer.status_code == 409
    assert "Plaza &lt;Mayor&gt;" in answer.content.decode()
    assert len(rows_of("place-names")) == 2


def test_what_stands_in_cells_and_names_is_only_text(town: Any, clerk: Client) -> None:
    address = sent(clerk, EVIL, name="<img src=x onerror=y>.csv")
    pages = [text_of(clerk, address)]
    clerk.post(f"{address}hacer/", {"hacer": "comprobar"})
    pages += [text_of(clerk, address), text_of(clerk, "/importar/")]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b>x" not in page
    listed = clerk.get(f"{address}rechazadas.csv")
    assert "attachment" in listed["Content-Disposition"]
    assert b"outside" in b"".join(listed)


def test_a_refused_file_is_explained_beside_the_form(clerk: Client) -> None:
    answer = clerk.post("/importar/", {"capa": "place-names"})
    assert answer.status_code == 400
    assert "Elija un archivo que no esté vacío." in answer.content.decode()
    answer = clerk.post(
        "/importar/", {"capa": "x", "archivo": SimpleUploadedFile("a", b"a")}
    )
    assert answer.status_code == 400


def test_collections_without_bottom_are_a_page_like_any_other(
    town: Any, clerk: Client
) -> None:
    shape: dict[str, Any] = {"type": "Point", "coordinates": [-66.2799, -17.3999]}
    for _level in range(330):
        shape = {"type": "GeometryCollection", "geometries": [shape]}
    row = {"type": "Feature", "properties": {"nombre": "Plaza"}, "geometry": shape}
    address = sent(clerk, json.dumps(row), name="lugares.geojson")
    assert "<td>Plaza</td>" in text_of(clerk, address)
    clerk.post(f"{address}hacer/", {"hacer": "comprobar"})
    assert "colecciones" in text_of(clerk, address)


def test_the_first_page_names_every_format(clerk: Client) -> None:
    page = text_of(clerk, "/importar/")
    for name in ("GeoPackage", "Shapefile", "GeoJSON", "KML", "CSV", "XLSX", "XLS", "ODS"):
        assert name in page


def test_a_page_that_waits_looks_again_by_itself(town: Any, clerk: Client) -> None:
    upload = hand_in(PLACES)
    Upload.objects.filter(pk=upload.pk).update(state="loading")
    answer = clerk.get(f"/importar/{upload.token}/")
    assert answer["Refresh"] == "2"
    assert "Importándose" in answer.content.decode()


def test_what_was_given_up_says_so(town: Any, clerk: Client) -> None:
    upload = hand_in(PLACES)
    give_up(upload, by=CLERK, now=NOW)
    assert "se abandonó" in text_of(clerk, f"/importar/{upload.token}/")
