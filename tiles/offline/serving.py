"""Answers the maps without network and their index, whole or in part."""

from __future__ import annotations

from geo.opendata.serving import folder_file
from geo.published.wire import Answer, Request
from tiles.offline.building import offline_folder


async def offline_file(request: Request, name: str) -> Answer:
    """One file of the present build.

    Raises:
        NotFound: there is no such file, or nothing was built yet.
        NoSuchRange: the part that is asked for lies outside the file.
    """
    return folder_file(request, offline_folder(), name)
