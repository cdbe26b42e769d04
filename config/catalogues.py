"""Compile `.po` catalogues to the `.mo` files beside them, where Django looks for them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po


def compile_all(sources: Iterable[Path]) -> list[str]:
    """Compile each catalogue; returns one sentence for every mistake found in them."""
    mistakes = []
    for source in sources:
        try:
            with source.open("rb") as stream:
                catalogue = read_po(stream, abort_invalid=True)
        except PoFileError as error:
            mistakes.append(f"{source}: {error}")
            continue
        for message, errors in catalogue.check():
            mistakes += [f"{source}:{message.lineno}: {error}" for error in errors]
        with source.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, catalogue)
    return mistakes


if __name__ == "__main__":
    sys.exit("\n".join(compile_all(map(Path, sys.argv[1:]))) or None)
