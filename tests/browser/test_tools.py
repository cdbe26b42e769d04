"""What the map can do besides showing: layers, measuring, location, paper, drawn fields."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyproj
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.looking import open_map, settle, shoot
from tests.effort import LONG

pytestmark = pytest.mark.browser

NEAR = "#mapa=15/-17.3975/-66.2835"
_MAP = 'const { map } = document.querySelector("llajta-map");'
_ZONES = "overlay-zones-zones-polygon-fill"
_SHOWN = f"""(id) => {{ {_MAP}
  return map.getLayer(id) ? map.getLayoutProperty(id, "visibility") ?? "visible" : "none";
}}"""


def use(page: Page, tool: str) -> None:
    """Choose a tool from the map's menu."""
    page.get_by_label("Más herramientas").click()
    page.locator(".tool-menu").get_by_role("button", name=tool).click()


def becomes(page: Page, script: str, wanted: object, argument: object = None) -> None:
    """Wait until `script` gives `wanted`; the page's policy forbids waiting inside it."""
    for _ in range(150):
        if page.evaluate(script, argument) == wanted:
            return
        page.wait_for_timeout(200)
    pytest.fail(f"never became {wanted}: {script}")


def ground_at(page: Page, *spots: tuple[int, int]) -> list[tuple[float, float]]:
    """Longitude and latitude under these pixels of the page."""
    there = f"""(spots) => {{ {_MAP}
      const {{ left, top }} = map.getContainer().getBoundingClientRect();
      return spots.map(([x, y]) => map.unproject([x - left, y - top]).toArray());
    }}"""
    found: list[tuple[float, float]] = page.evaluate(there, [list(spot) for spot in spots])
    return found


def metres_in(words: str) -> float:
    """The length that Spanish words tell."""
    number, unit = words.split()
    value = float(number.replace(".", "").replace(",", "."))
    return value * {"m": 1, "km": 1000}[unit]


def test_layers_are_chosen_and_a_link_shows_the_same(
    page: Page, town_url: str, shots: Path
) -> None:
    open_map(page, f"{town_url}/{NEAR}")
    legend = page.locator(".legend")
    assert page.evaluate(_SHOWN, "otb-limit") == "visible"
    legend.get_by_text("Elegir capas").click()
    expect(legend.get_by_role("checkbox", name="Relieve")).to_be_hidden()
    legend.get_by_role("checkbox", name="OTB").uncheck()
    legend.get_by_role("checkbox", name="Zonas").check()
    expect(legend.locator('[data-entry="zones"]')).to_be_visible()
    expect(page).to_have_url(re.compile(r"#mapa=[^&]+&capas=-otb,zones$"))
    becomes(page, _SHOWN, "visible", _ZONES)
    settle(page)
    shoot(page, shots, "tools-layers")

    shared = page.url
    page.goto("about:blank")
    open_map(page, shared)
    expect(legend.locator('[data-entry="zones"]')).to_be_visible()
    assert page.evaluate(_SHOWN, "otb-name") == "none"
    page.locator('[data-do="theme"]').click()
    becomes(page, _SHOWN, "visible", _ZONES)
    assert page.evaluate(_SHOWN, "otb-name") == "none"
    legend.get_by_text("Elegir capas").click()
    legend.get_by_role("checkbox", name="Zonas").uncheck()
    legend.get_by_role("checkbox", name="OTB").check()
    assert page.evaluate(_SHOWN, _ZONES) == "none"
    expect(page).not_to_have_url(re.compile("capas"))


def test_a_distance_is_measured_and_opens_nothing(
    page: Page, town_url: str, shots: Path
) -> None:
    open_map(page, f"{town_url}/{NEAR}")
    before = page.evaluate(f"() => {{ {_MAP} return map.getLayersOrder(); }}")
    spots = ((760, 240), (1100, 420), (900, 560))
    use(page, "Medir una distancia")
    figure = page.locator(".measuring [data-figure]")
    expect(figure).to_be_visible()
    for x, y in spots:
        page.mouse.click(x, y)
        page.wait_for_timeout(350)  # two quick clicks would be a double click
    lons, lats = zip(*ground_at(page, *spots), strict=True)
    true = pyproj.Geod(ellps="WGS84").line_length(lons, lats)
    assert metres_in(figure.inner_text()) == pytest.approx(true, rel=0.005)
    expect(page.locator("#panel")).to_be_empty()
    shoot(page, shots, "tools-measure")

    page.keyboard.press("Backspace")
    page.mouse.click(*spots[1])  # where the line ends it is finished
    first = pyproj.Geod(ellps="WGS84").line_length(lons[:2], lats[:2])
    assert metres_in(figure.inner_text()) == pytest.approx(first, rel=0.005)
    page.keyboard.press("Control+z")
    page.keyboard.press("Escape")
    expect(page.locator(".measuring")).to_be_hidden()
    assert page.evaluate(f"() => {{ {_MAP} return map.getLayersOrder(); }}") == before

    use(page, "Medir una superficie")
    expect(figure).to_be_visible()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):  # by keyboard, at the crosshair
        page.keyboard.press("Enter")
        page.keyboard.press(key)
        page.wait_for_timeout(200)
    expect(figure).to_have_text(re.compile(r"^\d+,\d\d ha$"))
    page.get_by_role("button", name="Listo").click()
    page.mouse.click(*spots[0])
    expect(page.locator("#panel .story")).to_be_visible()


def test_where_one_stands_is_shown_or_said(
    browser: Browser, browser_context_args: dict[str, Any], town_url: str, shots: Path
) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
    context = browser.new_context(
        **{**browser_context_args, **phone},
        geolocation={"longitude": -66.2835, "latitude": -17.3975, "accuracy": 60},
    )
    page = context.new_page()
    open_map(page, f"{town_url}/")
    use(page, "Mi ubicación")
    expect(page.get_by_text("no deja que esta página sepa")).to_be_visible()
    context.grant_permissions(["geolocation"])
    use(page, "Mi ubicación")
    expect(page.get_by_text("no deja que esta página sepa")).to_be_hidden()
    becomes(page, f"() => {{ {_MAP} return map.getZoom() > 14; }}", True)
    context.set_geolocation({"longitude": -68.15, "latitude": -16.5})
    use(page, "Mi ubicación")
    expect(page.get_by_text("Usted está fuera de Quillacollo")).to_be_visible()
    page.locator("llajta-map").get_by_role("button", name="Cerrar").click()
    expect(page.get_by_text("Usted está fuera de Quillacollo")).to_be_hidden()
    page.get_by_label("Más herramientas").click()
    for button in page.locator(".tool-menu .button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] >= 0
    shoot(page, shots, "tools-phone")
    context.close()


_PICTURE = """async () => {
  const image = document.querySelector(".sheet img");
  const small = new OffscreenCanvas(200, 150);
  const context = small.getContext("2d");
  context.drawImage(image, 0, 0, 200, 150);
  const data = new Uint32Array(context.getImageData(0, 0, 200, 150).data.buffer);
  return [image.naturalWidth, new Set(data).size];
}"""


A4, A3 = ("A4", "portrait", (595.3, 841.9)), ("A3", "landscape", (1190.6, 841.9))


# Without a graphics card the larger sheet takes most of a minute.
@pytest.mark.parametrize(("paper", "turn", "size"), [A4, A3] if LONG else [A4])
def test_a_sheet_of_paper_is_filled_with_the_map(
    page: Page,
    town_url: str,
    shots: Path,
    paper: str,
    turn: str,
    size: tuple[float, float],
) -> None:
    page.emulate_media(color_scheme="dark")
    open_map(page, f"{town_url}/{NEAR}&capas=zones")
    page.evaluate("void (window.print = () => document.body.setAttribute('printed', ''))")
    use(page, "Imprimir")
    dialog = page.get_by_role("dialog", name="Imprimir el mapa")
    dialog.get_by_label("Título").fill("Obras del centro")
    dialog.get_by_label("Papel").select_option(paper)
    dialog.locator("[data-choice=turn]").select_option(turn)
    shoot(page, shots, "tools-print")
    dialog.get_by_role("button", name="Imprimir").click()
    page.wait_for_selector("body[printed]", timeout=60_000)
    width, colours = page.evaluate(_PICTURE)
    assert width > (3000 if paper == "A3" else 2000)
    assert colours > 30
    sheet = page.locator(".sheet")
    for words in (
        "Obras del centro",
        "Leyenda",
        "Zonas",
        "CC BY",
        "SICOES",
        "capas=zones",
        "1 : ",
    ):
        expect(sheet).to_contain_text(words)
    named = sheet.locator("[data-part=sources] [data-of]").all_text_contents()
    assert len(named) == len(set(named)), "each source once"
    assert "Registro territorial del municipio" in named
    assert not any("rganigrama" in source for source in named), "offices are not on it"
    page.emulate_media(media="print")
    shoot(page, shots, "tools-sheet")
    sent = page.pdf(prefer_css_page_size=True, path=shots / "tools-sheet.pdf")
    assert len(re.findall(rb"/Type /Page\b", sent)) == 1
    (box,) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", sent)
    assert [float(side) for side in box] == pytest.approx(size, abs=1.5)
    expect(sheet).to_have_count(0)  # the printer is done: the page is itself again
    assert page.evaluate("document.documentElement.dataset.theme") is None


def _with_field(route: Route) -> None:
    """The page of the map with a form in the map's place."""
    answer = route.fetch()
    field = render_to_string(
        "geo/draw.html",
        {
            "name": "zone",
            "kind": "polygon",
            "label": "Zona",
            "required": True,
            "municipality": settings.MUNICIPALITY,
        },
    )
    form = f'<form action="/nada">{field}<button>Enviar</button></form>'
    body = re.sub(r"<main.*</main>", f"<main>{form}</main>", answer.text(), flags=re.S)
    route.fulfill(response=answer, body=body.replace("map-page", "paper"))


_VALUE = "new FormData(document.querySelector('main form')).get('zone')"
_VALID = "document.querySelector('main form').checkValidity()"


def test_a_zone_is_drawn_as_a_field_of_a_form(
    page: Page, town_url: str, shots: Path
) -> None:
    page.route(f"{town_url}/", _with_field)
    open_map(page, f"{town_url}/")
    expect(page.locator("llajta-draw.is-live")).to_be_attached()
    assert page.evaluate(_VALUE) == ""
    assert page.evaluate(_VALID) is False
    box = page.locator(".drawing").bounding_box()
    assert box is not None

    def at(x: int, y: int) -> tuple[float, float]:
        return box["x"] + x, box["y"] + y

    for spot in ((300, 100), (600, 100), (600, 300), (300, 300)):
        page.mouse.click(*at(*spot))
        page.wait_for_timeout(350)
    page.mouse.click(*at(300, 100))  # the first again: closed
    value = page.evaluate(f"JSON.parse({_VALUE})")
    assert value["type"] == "Polygon"
    assert len(value["coordinates"][0]) == 5
    assert page.evaluate(_VALID) is True

    page.mouse.move(*at(600, 300))  # drag a corner over the opposite side
    page.mouse.down()
    page.mouse.move(*at(400, 200), steps=3)
    page.mouse.move(*at(450, 40), steps=3)
    page.mouse.up()
    expect(page.locator(".draw-wrong")).to_contain_text("se cruza a sí mismo")
    assert page.evaluate(_VALID) is False
    shoot(page, shots, "tools-draw")
    page.get_by_role("button", name="Deshacer").click()
    expect(page.locator(".draw-wrong")).to_be_empty()
    assert page.evaluate(f"JSON.parse({_VALUE})") == value

    page.mouse.click(*at(600, 300))  # pick a corner, put it elsewhere, then remove it
    page.mouse.click(*at(620, 320))
    assert page.evaluate(f"JSON.parse({_VALUE})") != value
    page.mouse.click(*at(620, 320))
    page.keyboard.press("Delete")
    assert len(page.evaluate(f"JSON.parse({_VALUE})")["coordinates"][0]) == 4
    page.evaluate("document.querySelector('main form').reset()")
    assert page.evaluate(_VALUE) == ""

    page.locator(".maplibregl-canvas").focus()  # the same without a mouse
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press("Enter")
        page.keyboard.press(key)
        settle(page)
    assert page.evaluate(_VALID) is True
