"""Builds the open data: each public layer in each format, then the catalogue."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import logging
import subprocess
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from geo.access import Audience
from geo.errors import Refusal
from geo.exchange.exports.files import check
from geo.exchange.exports.formats import FORMATS
from geo.exchange.exports.ordering import order_of
from geo.exchange.exports.texts import stream
from geo.exchange.exports.writers import Writers
from geo.layers import Layer
from geo.opendata.archive import write_archive
from geo.opendata.catalogue import NAME, PMTILES, About, Outcome, catalogue
from geo.opendata.folder import replacing
from geo.published.question import Selection

MADE: Final = ("parquet", "gpkg")
STREAMED: Final = ("csv",)
EXTENSIONS: Final = (*MADE, *STREAMED, PMTILES)

logger = logging.getLogger(__name__)


def build(public: Path, layers: Sequence[Layer], about: About) -> list[Outcome]:
    """Build `layers` and put the build in the place of `public`, in the town's language.

    A layer that fails is left out and told of; the others are built all the same.

    Raises:
        FolderInUse: `public` holds other things, or is being built.
    """
    with translation.override(settings.LANGUAGE_CODE), replacing(public) as new:
        outcomes = asyncio.run(_built(new, layers))
        document = catalogue(outcomes, about)
        text = json.dumps(document, ensure_ascii=False, indent=1)
        (new / NAME).write_text(text, encoding="utf-8")
    return outcomes


def version() -> str:
    """The version of this code."""
    project = tomllib.loads((Path(settings.ROOT) / "pyproject.toml").read_text("utf-8"))
    return str(project["project"]["version"])


def code_state() -> str:
    """The revision of this code, empty where it is no checkout."""
    command = ["git", "-C", str(settings.ROOT), "rev-parse", "--short=12", "HEAD"]
    try:
        asked = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return asked.stdout.strip()


async def _built(folder: Path, layers: Sequence[Layer]) -> list[Outcome]:
    writers = Writers(most=1)
    try:
        return [await _outcome(folder, layer, writers) for layer in layers]
    finally:
        await writers.close()


async def _outcome(folder: Path, layer: Layer, writers: Writers) -> Outcome:
    try:
        return await _layer(folder, layer, writers)
    except Exception as error:  # whatever it is, the other layers can still be built
        logger.exception("open data: %s failed", layer.name)
        for file in folder.glob(f"{layer.name}.*"):
            file.unlink()
        said = _("The layer could not be read; the log of the build says why.")
        return Outcome(
            layer=layer, wrong=str(error) if isinstance(error, Refusal) else said
        )


async def _layer(folder: Path, layer: Layer, writers: Writers) -> Outcome:
    rows = 0
    for extension in EXTENSIONS:
        file = folder / f"{layer.name}.{extension}"
        rows = await write_file(layer, extension, file, writers) or rows
    files = tuple(sorted(folder.glob(f"{layer.name}.*")))
    return Outcome(layer=layer, rows=rows, files=files)


async def write_file(layer: Layer, extension: str, file: Path, writers: Writers) -> int:
    """Write what anyone may see of `layer` in one format; how many rows, where it says.

    Raises:
        Refusal: the layer cannot be read, or not as a whole; WriterBroke: nor written.
    """
    selection = Selection(layer=layer, audience=Audience.ANYONE)
    if extension in MADE:
        order = order_of(selection, FORMATS[extension], file)
        report = await writers.make(dataclasses.replace(order, file=file))
        check(report, order.most_rows)
        return report.rows
    if extension == PMTILES:
        await write_archive(layer, file)
        return 0
    with file.open("wb") as out:
        async for piece in await stream(selection, extension):
            out.write(piece)
    return 0
