"""Columns of values of any length, kept as bytes in a row: what batches are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

NULL: Final = -1
"""Length of a value that is not there; COPY writes it the same way."""

SPACE: Final = 0x20
"""The space; every blank of ASCII is below."""

FALLBACK_ENCODING: Final = "cp1252"
"""What text that is not UTF-8 is read as: the usual encoding of Windows in Spanish."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Column:
    """Values one after the other, without gaps.

    Shapes: `lengths` int32, one per row, -1 for null; `data` uint8, all values joined.
    """

    lengths: NDArray[np.int32]
    data: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.lengths)

    @classmethod
    def of_bytes(cls, values: Sequence[bytes | None]) -> Self:
        """Join values; None is null.

        >>> column = Column.of_bytes([b"ab", None, b""])
        >>> column.lengths.tolist(), column.data.tobytes()
        ([2, -1, 0], b'ab')
        """
        lengths = [NULL if value is None else len(value) for value in values]
        joined = b"".join(value for value in values if value)
        return cls(
            lengths=np.array(lengths, dtype=np.int32),
            data=np.frombuffer(joined, dtype=np.uint8),
        )

    @classmethod
    def of_texts(cls, values: Iterable[str | None]) -> Self:
        """Join texts as UTF-8; None is null.

        >>> column = Column.of_texts(["ñ", None, "", "b"])
        >>> column.lengths.tolist(), column.data.tobytes().decode()
        ([2, -1, 0, 1], 'ñb')
        """
        texts = list(values)
        try:  # encoding a million texts one by one takes five times as long
            parts = "\0".join(texts).encode().split(b"\0")  # type: ignore[arg-type]  # None
        except TypeError:
            parts = []
        if not texts or len(parts) != len(texts):  # None or NUL among them
            return cls.of_bytes([text if text is None else text.encode() for text in texts])
        return cls(
            lengths=np.fromiter(map(len, parts), dtype=np.int32, count=len(parts)),
            data=np.frombuffer(b"".join(parts), dtype=np.uint8),
        )

    @classmethod
    def of_records(cls, records: NDArray[np.uint8], present: NDArray[np.bool_]) -> Self:
        """Values of one fixed size.

        Shapes: `records` rows × bytes; rows where `present` is false become null.
        """
        width = records.shape[1]
        lengths = np.where(present, width, NULL).astype(np.int32)
        return cls(lengths=lengths, data=np.ascontiguousarray(records[present]).reshape(-1))

    @classmethod
    def nulls(cls, rows: int) -> Self:
        """A column without any value."""
        return cls(
            lengths=np.full(rows, NULL, dtype=np.int32), data=np.empty(0, dtype=np.uint8)
        )

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Bytes each row takes in `data`."""
        return np.maximum(self.lengths, 0).astype(np.int64)

    @property
    def starts(self) -> NDArray[np.int64]:
        """Where each row's bytes begin in `data`."""
        sizes = self.sizes
        return np.cumsum(sizes) - sizes

    def values(self) -> list[bytes | None]:
        """The values one by one."""
        joined = self.data.tobytes()
        ends = np.cumsum(self.sizes).tolist()
        cuts = zip([0, *ends], ends, self.lengths.tolist(), strict=False)
        return [
            None if length == NULL else joined[start:end] for start, end, length in cuts
        ]

    def texts(self) -> list[str | None]:
        """The values as text."""
        return [None if value is None else value.decode() for value in self.values()]

    def take(self, rows: NDArray[np.intp]) -> Column:
        """The column of these rows only, in this order."""
        values = self.values()
        return Column.of_bytes([values[row] for row in rows.tolist()])

    def trimmed(self) -> Column:
        """The column without blanks around its values; what is blank becomes null."""
        ends = np.cumsum(self.sizes)
        there = self.lengths > 0
        first, last = self.data[(ends - self.sizes)[there]], self.data[ends[there] - 1]
        # 0xA0 ends the no-break space and some letters: those are looked at closely.
        blank = (first <= SPACE) | (first == 0xC2) | (last <= SPACE) | (last == 0xA0)
        if not blank.any() and there.sum() == (self.lengths >= 0).sum():
            return self
        return Column.of_texts((text and text.strip()) or None for text in self.texts())

    def readable(self) -> tuple[Column, int]:
        """The column as clean UTF-8, and how many values had to be read as Windows text.

        PostgreSQL keeps neither broken UTF-8 nor the NUL character.
        """
        joined = self.data.tobytes()
        try:
            joined.decode()
        except UnicodeDecodeError:
            return self._recoded()
        if b"\0" not in joined:
            return self, 0
        return Column.of_texts(_without_nul(text) for text in self.texts()), 0

    def _recoded(self) -> tuple[Column, int]:
        texts: list[str | None] = []
        repaired = 0
        for value in self.values():
            if value is None:
                texts.append(None)
                continue
            try:
                text = value.decode()
            except UnicodeDecodeError:
                text = value.decode(FALLBACK_ENCODING, errors="replace")
                repaired += 1
            texts.append(_without_nul(text))
        return Column.of_texts(texts), repaired


def _without_nul(text: str | None) -> str | None:
    return text.replace("\0", "") if text else text
