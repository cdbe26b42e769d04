"""What an import of a DEM did, in sentences for whoever ran it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.raster.about import About
from geo.raster.contours import FINEST, interval
from geo.raster.grid import Box
from geo.raster.words import WORTH_SAYING_M

STEPS: Final = {
    "reading": gettext_lazy("Looking at the heights …"),
    "writing": gettext_lazy("Writing …"),
    "relief": gettext_lazy("Drawing relief and contours …"),
}
"""How far an import has come."""
_ALL: Final = 0.99


def lines(about: About, bounds: Box, *, dry_run: bool = False) -> Iterator[str]:
    """The report, line by line, with what should worry its reader."""
    said = {
        "columns": about.grid.columns,
        "rows": about.grid.rows,
        "metres": about.grid.cell_m,
        "lowest": about.lowest_m,
        "highest": about.highest_m,
    }
    yield (
        _(
            "%(columns)d × %(rows)d cells of %(metres).0f m, heights from %(lowest).0f to "
            "%(highest).0f m."
        )
        % said
    )
    yield from _origin(about)
    yield from _doubts(about, bounds)
    if dry_run:
        yield _("Dry run: nothing was written.")
    else:
        yield _("This is now the relief of the map (version %(version)s).") % {
            "version": about.version
        }


def _origin(about: About) -> Iterator[str]:
    yield _("Source: %(source)s.") % {"source": about.source}
    if not about.licence:
        yield _("Its licence is not known; say it with --licence before publishing it.")
    if about.resampled:
        yield _("Converted from %(crs)s, so cells are not those of the file.") % {
            "crs": about.original_crs
        }
    if about.unit != "m":
        yield _("Heights were converted from %(unit)s to metres.") % {"unit": about.unit}


def _doubts(about: About, bounds: Box) -> Iterator[str]:
    if about.quantum_m >= WORTH_SAYING_M:
        yield _(
            "Heights are told in steps of %(step)g m: good for a picture of the relief, "
            "not for heights of single points. Contours are drawn every %(interval)d m."
        ) % {"step": about.quantum_m, "interval": interval(FINEST, about.uncertain_m)}
    share = _covered(about.grid.box, bounds)
    if share < _ALL:
        yield _("Only %(share)d %% of the municipality's bounds are covered.") % {
            "share": int(100 * share)
        }
    if about.void_share > 1 - _ALL:
        yield _("%(share)d %% of the cells are empty.") % {
            "share": round(100 * about.void_share)
        }


def _covered(lying: Box, bounds: Box) -> float:
    """Part of `bounds` that lies within the DEM."""
    wide = min(lying[2], bounds[2]) - max(lying[0], bounds[0])
    tall = min(lying[3], bounds[3]) - max(lying[1], bounds[1])
    whole = (bounds[2] - bounds[0]) * (bounds[3] - bounds[1])
    return max(0.0, wide) * max(0.0, tall) / whole
