"""The features of a GeoJSON text one after the other, through a window on the file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final, TextIO

from django.utils.translation import gettext as _

from geo.exchange.refusals import Damaged
from geo.exchange.wkb import KINDS

CHUNK: Final = 1 << 20
LARGEST_VALUE: Final = 8 << 20
"""Characters of one feature: about 200,000 vertices with all their decimals."""

_BETWEEN: Final = re.compile(r"[\s,\x1e\ufeff]*")


class FeatureStream:
    """Iterates over features; `members` fills with what the collection says before them.

    Takes a FeatureCollection, a single Feature, and features one after the other
    (newline-delimited, RFC 8142). A geometry in the place of a feature is a whole GeoJSON
    text as well (RFC 7946, section 3): a feature without properties.
    """

    def __init__(self, stream: TextIO) -> None:
        self.members: dict[str, Any] = {}
        self.stream = stream
        self.window = ""
        self.at = 0
        self.passed = 0
        self.decode = json.JSONDecoder().raw_decode

    @property
    def read(self) -> int:
        """Characters taken so far."""
        return self.passed + self.at

    def __iter__(self) -> Iterator[dict[str, Any]]:
        if self._at_features():
            while not self._skip("]"):
                feature = self._value()
                yield feature if isinstance(feature, dict) else {}
            return
        if self.members.get("type") in {"Feature", *KINDS}:
            yield _feature(self.members)
        while self._peek() == "{":
            yield _feature(self._value())

    def _at_features(self) -> bool:
        """Read the members of the collection up to its features; false if it has none."""
        if not self._skip("{"):
            return False
        while not self._skip("}"):
            key = self._value()
            if not self._skip(":"):
                raise self._broken()
            if key == "features" and self._skip("["):
                return True
            self.members[str(key)] = self._value()
        return False

    def _peek(self) -> str:
        """The next character that means something; empty at the end."""
        while True:
            found = _BETWEEN.match(self.window, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.window):
                return self.window[self.at]
            if not self._more():
                return ""

    def _skip(self, wanted: str) -> bool:
        if self._peek() != wanted:
            return False
        self.at += 1
        return True

    def _value(self) -> Any:
        self._peek()
        while True:
            try:
                value, end = self.decode(self.window, self.at)
            except RecursionError as error:
                raise self._broken() from error
            except ValueError as error:
                too_large = len(self.window) - self.at > LARGEST_VALUE
                if too_large or not self._more():
                    raise self._broken() from error
                continue
            if end - self.at > LARGEST_VALUE:
                raise self._broken()
            if end == len(self.window) and self._more():
                continue  # a number may go on in the next chunk
            self.at = end
            return value

    def _more(self) -> bool:
        """Move the window on; a large value doubles it, or its start is read for ever."""
        chunk = self.stream.read(max(CHUNK, len(self.window) - self.at))
        self.passed += self.at
        self.window, self.at = self.window[self.at :] + chunk, 0
        return bool(chunk)

    def _broken(self) -> Damaged:
        return Damaged(
            _(
                "The GeoJSON is broken, cut short or has too large a feature near "
                "character %(place)d."
            )
            % {"place": self.read}
        )


def _feature(found: dict[str, Any]) -> dict[str, Any]:
    """A feature as it is; a geometry as one without properties."""
    if found.get("type") in KINDS:
        return {"type": "Feature", "properties": {}, "geometry": found}
    return found
