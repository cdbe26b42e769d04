"""Every address of the platform, from its own tables, and what attackers ask there."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.admindocs.utils import replace_named_groups
from django.urls import URLPattern, URLResolver, get_resolver

from config.doors import ADDRESSES
from geo.access import Audience
from geo.exchange.exports.formats import FORMATS
from geo.layers import published
from geo.ogc.elevation import DEM
from geo.ogc.links import CATALOGUE
from geo.ogc.openapi.document import openapi_document
from geo.ogc.processes.resources import OF_JOB, OF_PROCESS
from geo.ogc.resources import OF_LAYER, SERVICE
from geo.processes.declared import offered
from geo.published.projections import PROJECTIONS
from tests.canary.secrets import LOTS, debtor, ids, spots

ZOOMS = (0, 12, 18)
SAMPLES = {
    "code": "nothing",
    "pk": "1",
    "file": "nothing",
    "feed": "espacios",
    "topic": "nothing",
    "id": "1",
    "content_type_id": "1",
    "object_id": "1",
    "app_label": "canary",
    "url": "nothing",
    "model_name": "account",
    "kind": "nothing",
    "table": "documents_number",
    "record": "1",
    "form": "csv",
    "offering": "nothing",
    "version": "1",
    "window": "1",
    "admission": "1",
    "title": "1",
    "substitution": "1",
    "other": "2",
    "process": "conflicts",
    "job": "00000000-0000-4000-8000-000000000000",
    "number": "1",
    "route": "1",
    "zone": "1",
    "asset": "1",
    "run": "1",
    "account": "1",
    "provider": "nobody",
    "alias": "00000000-0000-4000-8000-000000000000",
    "token": "00000000-0000-0000-0000-000000000000",
}
"""A value for each variable part of a page's address; a new one must be entered here."""

EXECUTION = "/ogc/processes/{process}/execution"
"""The address of each process that is only posted to."""


@dataclass(frozen=True, kw_only=True)
class Entrance:
    """One address and one format of its answers."""

    pattern: str
    f: str = ""
    is_page: bool = False
    """Whether it is a page of Django's, not of published data."""
    process: str = ""
    """The process that is run there, if it is an address to post to."""

    @property
    def name(self) -> str:
        """How messages call it."""
        if self.process:
            return f"POST {self.pattern}"
        return f"{self.pattern}?f={self.f}" if self.f else self.pattern


def ogc_patterns() -> set[str]:
    """Addresses of the OGC API, by the tables that answer them."""
    documents = {"/".join(("/ogc", *steps)) for steps in SERVICE}
    of_layers = {"/".join(("/ogc/collections/{layer}", *steps)) for steps in OF_LAYER}
    of_processes = {"/".join(("/ogc/processes/{process}", *steps)) for steps in OF_PROCESS}
    of_jobs = {"/".join(("/ogc/jobs/{job}", *steps)) for steps in OF_JOB}
    read = {each for each in ADDRESSES if each.startswith("/ogc")}
    return documents | of_layers | of_processes - {EXECUTION} | of_jobs | read


def documented() -> dict[str, list[str]]:
    """Formats of each address of the OGC API, as its description tells the world."""
    layer = published(Audience.ANYONE)[0].name
    paths = openapi_document("", Audience.ANYONE, "")["paths"]
    return {
        bare(f"/ogc{path}".rstrip("/").replace(f"/{layer}", "/{layer}")): next(
            parameter["schema"]["enum"]
            for parameter in operation["get"]["parameters"]
            if parameter["name"] == "f"
        )
        for path, operation in paths.items()
        if "get" in operation
        and ("/collections/" not in path or path.split("/")[2] in (layer, CATALOGUE, DEM))
    }


def bare(pattern: str) -> str:
    """An address without the names of its parts."""
    return re.sub(r"\{\w+\}", "{}", pattern)


def page_patterns() -> Iterator[str]:
    """Addresses of Django's pages, from the URL resolver."""
    return _patterns(get_resolver().url_patterns, "/")


def _patterns(found: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for each in found:
        path = before + _braces(str(each.pattern))
        if isinstance(each, URLResolver):
            if each.namespace != "ogc":
                yield from _patterns(each.url_patterns, path)
        else:
            yield path


def _braces(route: str) -> str:
    """A route or regular expression with its variable parts in braces."""
    named = replace_named_groups(route) if "(?P" in route else route
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", named).strip("^$").replace("\\Z", "")


def every_entrance() -> list[Entrance]:
    """All addresses with each of their formats; what is added to the tables is here too."""
    formats = documented()
    found = [
        Entrance(pattern=pattern, f=f)
        for pattern in sorted(ogc_patterns())
        for f in formats.get(bare(pattern), ["json", "html"])
    ]
    for pattern in ADDRESSES:
        if "{extension}" in pattern:
            files = [pattern.replace("{extension}", extension) for extension in FORMATS]
            found += [Entrance(pattern=each) for each in files]
        elif not pattern.startswith("/ogc"):
            found.append(Entrance(pattern=pattern))
    for process in offered(Audience.ANYONE):
        pattern = EXECUTION.format(process=process.id)
        found.append(Entrance(pattern=pattern, process=process.id))
    pages = sorted(set(page_patterns()))
    return found + [Entrance(pattern=pattern, is_page=True) for pattern in pages]


def square(zoom: int, degrees: tuple[float, float]) -> dict[str, int]:
    """The parts of a tile's address, for the tile around a point."""
    count, (longitude, latitude) = 2**zoom, degrees
    north = math.asinh(math.tan(math.radians(latitude)))
    x, y = (longitude + 180) / 360, (1 - north / math.pi) / 2
    return {"z": zoom, "x": int(x * count), "y": int(y * count)}


def asked(entrance: Entrance) -> Iterator[str]:
    """Addresses that an attacker would ask at this door, about every lot of accounts."""
    if entrance.process:
        return
    form = {"f": entrance.f} if entrance.f else {}
    for lot in LOTS if "{layer}" in entrance.pattern else ("",):
        for path in _paths(entrance.pattern, lot):
            yield f"{path}?{urlencode(form)}" if form else path
            for query in _queries(entrance):
                yield f"{path}?{urlencode(form | query)}"


def ordered(entrance: Entrance) -> Iterator[dict[str, object]]:
    """Inputs that an attacker would send to the process at this door."""
    if entrance.process:
        yield from _ORDERS[entrance.process]()


def _ordered_conflicts() -> Iterator[dict[str, object]]:
    for lot in LOTS:
        for degrees in {at for spot in spots(lot) for at in (spot.degrees, spot.crossing)}:
            area = {"type": "Point", "coordinates": [round(each, 4) for each in degrees]}
            for layers in ([], [f"canary-{lot}"]):
                yield {"area": area, "buffer_m": 1000, "layers": layers, "limit": 500}


def _ordered_figures() -> Iterator[dict[str, object]]:
    for lot in LOTS:
        for by in ("district", "otb", "zone", "street"):
            yield {"layer": f"canary-{lot}", "by": by}
    # The number of the one layer that shows it, of one account at a time.
    number = {"layer": "canary-leaky", "property": "owed_leaky"}
    for place in (1, 2):
        yield {**number, "filter": f"debtor_leaky = '{debtor('leaky', place)}'"}


def _ordered_places() -> Iterator[dict[str, object]]:
    for lot in LOTS:
        half = debtor(lot, 1).removesuffix("debtor1")
        yield {"places": [half, *([*map(float, spot.crossing)] for spot in spots(lot))]}


def _ordered_profiles() -> Iterator[dict[str, object]]:
    line = [list(spots(lot)[0].degrees) for lot in LOTS]
    yield {"line": {"type": "LineString", "coordinates": line}}


_ORDERS = {
    "conflicts": _ordered_conflicts,
    "elevation-profile": _ordered_profiles,
    "locate": _ordered_places,
    "summarise": _ordered_figures,
}
"""What is asked of each process; a new one must be entered here."""


def _paths(pattern: str, lot: str) -> Iterator[str]:
    if "{z}" in pattern:
        points = [spot for each in ((lot,) if lot else LOTS) for spot in spots(each)]
        for degrees in {at for spot in points for at in (spot.degrees, spot.crossing)}:
            for zoom in ZOOMS:
                yield pattern.format(layer=f"canary-{lot}", **square(zoom, degrees))
    elif "{item}" in pattern:  # other lots' ids too
        for each in range(1, 2 * len(LOTS) + 1):
            yield pattern.format(layer=f"canary-{lot}", item=each)
    else:
        yield filled(pattern, f"canary-{lot}")


def filled(pattern: str, layer: str) -> str:
    """An address with a value for each of its parts."""
    parts = {**SAMPLES, "layer": layer, "item": ids("snapped")[0]}
    parts |= square(ZOOMS[-1], spots("snapped")[0].crossing)
    try:
        return pattern.format(**parts)
    except KeyError as error:
        raise AssertionError(
            f"{pattern}: give {error} a value in SAMPLES of tests/canary/doors.py"
        ) from error


def _queries(entrance: Entrance) -> Iterator[dict[str, str]]:
    if entrance.pattern.endswith("/items"):
        yield {"limit": "10000"}
    if "/items" in entrance.pattern and entrance.f == "json":
        yield from ({"crs": uri} for uri in PROJECTIONS)
    if entrance.is_page and not entrance.pattern.startswith("/admin"):
        for lot in LOTS:
            longitude, latitude = spots(lot)[0].degrees
            # Half a name, so that an answer that repeats what was asked is no leak.
            half = debtor(lot, 1).removesuffix("debtor1")
            yield {"q": half, "lon": f"{longitude:.3f}", "lat": f"{latitude:.3f}"}
