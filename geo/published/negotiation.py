"""Which representation and which compression a client wants.

Source: RFC 9110, sections 12.5.1 (Accept) and 12.5.3 (Accept-Encoding).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext_lazy as _

from geo.published.refusals import BadParameter, NotAcceptable

_UNKNOWN_FORMAT = _("“f” names a format that is not offered here: “%(value)s”.")

GEOJSON: Final = "application/geo+json"
JSON: Final = "application/json"
HTML: Final = "text/html"
CATALOG: Final = "application/ogc-catalog+json"
SCHEMA: Final = "application/schema+json"
TILE: Final = "application/vnd.mapbox-vector-tile"
PROBLEM: Final = "application/problem+json"


def _quality(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0


@lru_cache(maxsize=256)
def weighed(header: str) -> Mapping[str, float]:
    """What a header like `Accept` lists, with the weight of each.

    >>> weighed("text/html, */*;q=0.1")
    {'text/html': 1.0, '*/*': 0.1}
    """
    weights = {}
    for item in header.lower().split(","):
        name, *settings = (part.strip() for part in item.split(";"))
        given = [part[2:] for part in settings if part.startswith("q=")]
        if name:
            weights[name] = _quality(given[0]) if given else 1.0
    return weights


def _weight(weights: Mapping[str, float], media: str) -> float:
    media = media.partition(";")[0]
    family = media.partition("/")[0]
    for name in (media, f"{family}/*", "*/*"):
        if name in weights:
            return weights[name]
    return 0.0


def chosen_format(
    f: str | None, accept: str, offered: Mapping[str, tuple[str, ...]]
) -> str:
    """The format to answer in: what `f` names, else what `Accept` prefers.

    `offered` gives the media types of each format name, the first format being the one
    for a client that does not mind.

    Raises:
        BadParameter: `f` names no offered format.
        NotAcceptable: the client accepts none of them.
    """
    if f is not None:
        if f not in offered:
            raise BadParameter(_UNKNOWN_FORMAT, value=f)
        return f
    weights = weighed(accept)
    if not weights:
        return next(iter(offered))
    best = {
        name: max(_weight(weights, media) for media in medias)
        for name, medias in offered.items()
    }
    name = max(best, key=lambda each: best[each])
    if best[name] <= 0:
        raise NotAcceptable(known=", ".join(medias[0] for medias in offered.values()))
    return name


def chosen_encoding(header: str, offered: tuple[str, ...]) -> str | None:
    """The compression that the client prefers, None for none.

    Among equals it is the first of `offered`; one that the client does not name is worth
    what it says of all (`*`).
    """
    weights = weighed(header)
    anything = weights.get("*", 0.0)
    name = max(offered, key=lambda each: weights.get(each, anything))
    weight = weights.get(name, anything)
    return name if weight > 0 and weight >= weights.get("identity", 0.0) else None
