"""SQL that is put into any parameter is a text like another: it runs nowhere.

A payload that got through would show in one of four ways, all looked for: a fault of
ours, a sentence of the database, a question that takes as long as the payload says, or two
questions that differ in a truth and are answered differently.
"""

from __future__ import annotations

import html
import re
import time
from itertools import product
from typing import Any, Final
from urllib.parse import quote, unquote_plus

import pytest
import requests

from tests import staff
from tests.effort import LONG, many

pytestmark = pytest.mark.bar("R62")

BREAKS: Final = (
    *("", "1", "x'", "1'", 'x"', "x')", "1)", "x'))", "x\\'", "x%27", "$$", "x`"),
    *("x\u02bc", "x\uff07", "'||'", "x\x00'"),
)
"""What might end the text, number or name that the database was told."""
SQL: Final = (
    *(" OR 1=1", " OR 'a'='a", " OR TRUE", "/**/OR/**/1=1", " OR 1 IN (SELECT 1)"),
    *("; DROP TABLE works_work", "; SELECT 1", "; SET ROLE llajta", "; COMMIT"),
    *(" UNION SELECT NULL", " UNION ALL SELECT NULL,NULL,NULL", " ORDER BY 99"),
    " AND 1=CAST((SELECT version()) AS int)",
    " AND 1=(SELECT 1/0)",
    " AND EXTRACTVALUE(1,concat(0x7e,user()))",
    "; COPY (SELECT 1) TO PROGRAM 'id'",
    " AND (SELECT pg_read_file('/etc/passwd')) IS NOT NULL",
    "||(SELECT usename FROM pg_user LIMIT 1)||",
    *("::int", "%(limit)s", "%s", "{0}", ",(SELECT 1)", " RETURNING *"),
    *(" IS NULL OR id>0", " COLLATE nothing", " FOR UPDATE", "\n;--\n"),
)
SLEEP_SECONDS: Final = 3
SLEEPING: Final = tuple(
    f"{before}{sleep.format(SLEEP_SECONDS)}{after}"
    for (before, after), sleep in product(
        (
            *(("", ""), ("x'", "--"), ("1", ""), ("1)", "--"), ("x')", "--")),
            *(('x"', "--"), ("x'||", "||'"), ("x\\'", "--")),
        ),
        (
            "; SELECT pg_sleep({})",
            " AND EXISTS(SELECT 1 FROM pg_sleep({}))",
            " OR (SELECT pg_sleep({})) IS NULL",
            "(SELECT pg_sleep({})::text)",
        ),
    )
)
TRUTHS: Final = tuple(
    (f"{before} {word} 7{truth}{after}", f"{before} {word} 7{lie}{after}")
    for (before, after), word, (truth, lie) in product(
        (("1", ""), ("x'", "--"), ("x')", "--"), ('x"', "--"), ("1)", "--")),
        ("OR", "AND"),
        (("713=7713", "713=7714"), ("713<>7714", "713<>7713")),
    )
)
PAYLOADS: Final = tuple(
    f"{before}{command}{'--' if before else ''}" for before, command in product(BREAKS, SQL)
)
NOTHING: Final = "x\0' OR 1=1--"
"""Holds a byte that no text of the database can, so it is tried everywhere."""

WORKS: Final = "/ogc/collections/works/items"
ANYONE: Final = (
    *(f"{WORKS}?{name}=" for name in ("filter", "filter-lang", "sortby", "ids", "q")),
    *(f"{WORKS}?{name}=" for name in ("properties", "datetime", "crs", "bbox", "f")),
    *(f"{WORKS}?{name}=" for name in ("limit", "offset", "after", "lang", "code", "year")),
    *(f"{WORKS}?{name}=" for name in ("skipGeometry", "profile", "district", "x")),
    f"{WORKS}?filter=code%3D'{{}}'",
    f"{WORKS}?filter={{}}%3D1",
    f"{WORKS}?filter=object%20LIKE%20'{{}}'",
    f"{WORKS}?filter=S_INTERSECTS(geometry,BBOX({{}}))",
    f'{WORKS}?filter-lang=cql2-json&filter={{"op":"=","args":[{{"property":"code"}},"{{}}"]}}',
    f"{WORKS}?bbox=0,0,1,1&bbox-crs=",
    f"{WORKS}?filter=true&filter-crs=",
    *(f"{WORKS}/", "/ogc/collections/", "/ogc/", "/ogc/processes/", "/ogc/jobs/"),
    *("/ogc/collections/{}/items", "/ogc/collections/works/{}"),
    "/ogc/collections/catalogue/items?q=",
    "/ogc/collections/catalogue/items?sortby=",
    *("/tiles/{}/12/1294/2249", "/tiles/works/{}/1294/2249", "/tiles/works/12/1294/{}"),
    *("/tiles/works/12/1294/2249?filter=", "/tiles/works/12/1294/2249?kind="),
    *("/descargas/works.", "/descargas/{}.csv", "/descargas/works.csv?filter="),
    *("/datos/", "/en-vivo/espacios/", "/en-vivo/{}/feria-demo.json"),
    *("/elevation?lon=0&lat=", "/ogc/collections/dem/coverage?bbox="),
    *("/buscar/?q=", "/buscar/opciones/?q=", "/aqui/?lat=-17.4&lon=", "/obras/"),
    *(f"/obras/?{name}=" for name in ("q", "orden", "despues", "obra", "kind", "year")),
    *("/agua/quien/?q=", "/agua/quien/?lon=", "/agua/mora/otbs/?mes=", "/fiestas/"),
    *(f"/espacios/feria-demo/?{name}=" for name in ("libre", "desde", "tarifa", "codigo")),
    *("/espacios/", "/api/espacios/", "/verificar/", "/verificar/?codigo=", "/documentos/"),
    *("/fiestas/feria-demo/graderia/?modulo=", "/entrar/?next=", "/entrar/correo/"),
    *("/espacios/feria-demo/sorteos/", "/mapas-sin-red/?capa=", "/qgis/llajta.qgs?x="),
)
"""Where anyone may put a text; at the end where no place is marked."""
_WATER: Final = ("operador", "meses", "desde", "monto", "distrito", "otb", "calle", "q")
STAFF: Final = (
    *(f"/personas/?{name}=" for name in ("q", "despues")),
    *(f"/personas/consultas/?{name}=" for name in ("cuenta", "parte", "despues")),
    *(f"/historia/?{name}=" for name in ("tabla", "registro", "quien", "despues")),
    *("/historia/people_person/", "/historia/{}/1/", "/historia/exportar.csv?tabla="),
    *("/numeros/?anio=", "/numeros/serie/1/?despues=", "/numeros/", "/oficinas/"),
    *("/caja/?q=", "/pagos/por-resolver/?despues=", "/agua/cuentas/?q="),
    *(f"/agua/mora/lista/?{name}=" for name in _WATER),
    *("/agua/mora/areas.json?nivel=", "/agua/mora/cuentas/12/1294/", "/agua/red/?lugar="),
    *("/agua/cuentas/?despues=", "/agua/cortes/?operador=", "/agua/red/?operador="),
    *("/agua/clandestinas/?distrito=", "/agua/lecturas/1/", "/agua/tarifas/?operador="),
    *("/espacios/feria-demo/mostrador/?q=", "/espacios/feria-demo/mostrador/?quien="),
    *("/espacios/feria-demo/turnos/?busca=", "/espacios/feria-demo/titulares/?busca="),
    *(
        "/fiestas/feria-demo/planos/1/?color=",
        "/fiestas/feria-demo/planos/1/modulo/?modulo=",
    ),
    *("/territorio/hallazgos/?tipo=", "/territorio/hallazgos/?despues="),
    *("/territorio/hallazgos/?hallazgo=", "/avisos/envios/?estado=", "/avisos/?antes="),
    *("/trabajos/?estado=", "/importar/?capa=", "/importar/historial/?despues="),
    *("/admin/auth/user/?q=", "/admin/auth/user/?o=", "/permisos/?permiso="),
)
"""Where the staff may."""

THEIR_WORDS: Final = re.compile(
    r"syntax error at|unterminated quoted|psycopg|SQLSTATE|LINE \d+:|Traceback|"
    r"invalid input syntax|does not exist at|division by zero|operator does not exist|"
    r"null character|\bDjango\b.*\bVersion\b"
)
"""What a database or a framework says of a fault."""


def at(place: str, payload: str) -> str:
    """The address with the payload in its place."""
    text = quote(payload, safe="")
    return place.replace("{}", text) if "{}" in place else place + text


def without(answer: requests.Response, *payloads: str) -> str:
    """An answer without what was asked, now or before, and without what is new.

    It may repeat it, and a page that tells who asked what shows what was asked before.
    """
    said = answer.text
    for payload in payloads:
        for echoed in {payload, payload.strip(), quote(payload), quote(payload, safe="")}:
            said = said.replace(echoed, "")
    said = re.sub(r"\\u[0-9a-f]{4}", "", unquote_plus(html.unescape(said)))
    for payload in payloads:
        said = said.replace(payload, "").replace(payload.replace("'", ""), "")
    return re.sub(
        r'(csrfmiddlewaretoken" value=|nonce=|X-CSRFToken[^:]*: )"?[\w-]+', "", said
    )


class Asking:
    """A browser that asks one place again and again."""

    def __init__(self, url: str, place: str, session: requests.Session) -> None:
        self.url, self.place, self.session = url, place, session

    def ask(self, payload: str) -> requests.Response:
        """The answer, which is no fault and tells of none."""
        address = self.url + at(self.place, payload)
        answer = self.session.get(address, timeout=60, allow_redirects=False)
        told = without(answer, payload)
        assert answer.status_code not in (500, 502), (address, told[-500:])
        assert not THEIR_WORDS.search(told), (address, told[-500:])
        return answer

    def asks_in_vain(self, turn: int, payloads: int) -> None:
        """Nothing of the corpus shows that it was run."""
        step = max(1, len(PAYLOADS) // payloads)
        for payload in (NOTHING, *PAYLOADS[turn % step :: step]):
            self.ask(payload)
        for sleeping in _some(SLEEPING, turn):
            self.is_quick(sleeping)
        for truth, lie in _some(TRUTHS, turn):
            assert self.are_alike(truth, lie), (self.place, truth)

    def are_alike(self, truth: str, lie: str) -> bool:
        """Whether both are answered alike; a page that grows by itself does so once."""
        for _time in range(3):
            first, second = self.ask(truth), self.ask(lie)
            told, denied = without(first, truth, lie), without(second, truth, lie)
            if (first.status_code, len(told)) == (second.status_code, len(denied)):
                return True
        return False

    def is_quick(self, sleeping: str) -> None:
        """Whether it sleeps; a busy machine may be slow once, a sleeper always is."""
        for _time in range(3):
            began = time.monotonic()
            self.ask(sleeping)
            if time.monotonic() - began < SLEEP_SECONDS:
                return
        raise AssertionError((self.place, sleeping))


def _some(corpus: tuple[Any, ...], turn: int) -> tuple[Any, ...]:
    return corpus if LONG else (corpus[turn % len(corpus)],)


def test_the_corpus_is_large() -> None:
    assert len({*PAYLOADS, *SLEEPING, *(each for pair in TRUTHS for each in pair)}) > 500


@pytest.mark.parametrize("turn", range(len(ANYONE)), ids=ANYONE)
def test_what_anyone_asks_is_never_run(town_url: str, turn: int) -> None:
    asking = Asking(town_url, ANYONE[turn], requests.Session())
    asking.asks_in_vain(turn, many(2, len(PAYLOADS)))


@pytest.fixture(scope="module")
def technician(office_url: str) -> requests.Session:
    return staff.sign_in(office_url, staff.ADMIN)


@pytest.mark.parametrize("turn", range(len(STAFF)), ids=STAFF)
def test_what_the_staff_ask_is_never_run(
    office_url: str, technician: requests.Session, turn: int
) -> None:
    asking = Asking(office_url, STAFF[turn], technician)
    asking.asks_in_vain(turn, many(2, len(PAYLOADS)))


INPUTS: Final = (
    ("locate", "places", lambda text: [text]),
    ("summarise", "layer", str),
    ("summarise", "by", str),
    ("summarise", "property", str),
    ("summarise", "filter", str),
    ("summarise", "filter", lambda text: f"code = '{text}'"),
    ("conflicts", "layers", lambda text: [text]),
    ("conflicts", "area", lambda text: {"type": text, "coordinates": [text, 1]}),
    ("conflicts", "buffer_m", str),
    ("elevation-profile", "line", lambda text: {"type": "LineString", "coordinates": text}),
)
WHOLE: Final[dict[str, dict[str, Any]]] = {
    "locate": {},
    "summarise": {"layer": "works"},
    "conflicts": {"area": {"type": "Point", "coordinates": [-66.28, -17.4]}},
    "elevation-profile": {},
}


@pytest.mark.parametrize("turn", range(len(INPUTS)))
def test_what_a_process_is_given_is_never_run(town_url: str, turn: int) -> None:
    process, name, made = INPUTS[turn]
    address = f"{town_url}/ogc/processes/{process}/execution"
    step = many(len(PAYLOADS) // 2, 1)
    for payload in (*PAYLOADS[turn::step], *_some(SLEEPING, turn)):
        order = {"inputs": {**WHOLE[process], name: made(payload)}}
        began = time.monotonic()
        answer = requests.post(address, json=order, timeout=60)
        told = without(answer, payload)
        assert answer.status_code in (200, 400, 404, 422), (payload, told)
        assert not THEIR_WORDS.search(told), (payload, told)
        assert "pg_sleep" not in payload or time.monotonic() - began < SLEEP_SECONDS
