"""Reads the Arrow stream GDAL offers, without a library for it.

Source: Arrow C data and C stream interface, a stable ABI
(arrow.apache.org/docs/format/CDataInterface.html).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.exchange.columns import NULL, Column
from geo.exchange.features import written

_POINTER: Final = ctypes.c_void_p


class _Schema(ctypes.Structure):
    _fields_ = [
        ("format", ctypes.c_char_p),
        ("name", ctypes.c_char_p),
        ("metadata", _POINTER),
        ("flags", ctypes.c_int64),
        ("n_children", ctypes.c_int64),
        ("children", ctypes.POINTER(_POINTER)),
        ("dictionary", _POINTER),
        ("release", ctypes.CFUNCTYPE(None, _POINTER)),
        ("private_data", _POINTER),
    ]


class _Array(ctypes.Structure):
    _fields_ = [
        ("length", ctypes.c_int64),
        ("null_count", ctypes.c_int64),
        ("offset", ctypes.c_int64),
        ("n_buffers", ctypes.c_int64),
        ("n_children", ctypes.c_int64),
        ("buffers", ctypes.POINTER(_POINTER)),
        ("children", ctypes.POINTER(_POINTER)),
        ("dictionary", _POINTER),
        ("release", ctypes.CFUNCTYPE(None, _POINTER)),
        ("private_data", _POINTER),
    ]


class _Stream(ctypes.Structure):
    _fields_ = [
        ("get_schema", ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, _POINTER)),
        ("get_next", ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, _POINTER)),
        ("get_last_error", ctypes.CFUNCTYPE(ctypes.c_char_p, _POINTER)),
        ("release", _POINTER),
        ("private_data", _POINTER),
    ]


class StreamBroken(Exception):
    """GDAL could not go on; the text is its own."""


@dataclass(frozen=True, kw_only=True)
class Values:
    """One column of one batch, still in GDAL's memory: copy before the next batch."""

    kind: str
    """Arrow's format string, such as `u` (text), `z` (bytes), `l` (int64)."""
    array: _Array

    def column(self) -> Column | None:
        """The values as text (or bytes); None for kinds that are no single value."""
        if self.kind in _RAGGED:
            return self._ragged(_RAGGED[self.kind])
        if self.kind == "b":
            return self._words(self._bits(1), ("false", "true"))
        if self.kind in _NUMBERS:
            return self._numbers(_NUMBERS[self.kind])
        return None

    def _buffer(self, index: int, dtype: str, count: int) -> NDArray[Any]:
        address = self.array.buffers[index]
        if not address or count == 0:
            return np.zeros(count, dtype=dtype)
        size = np.dtype(dtype).itemsize * count
        memory = memoryview((ctypes.c_uint8 * size).from_address(address)).cast("B")
        values: NDArray[Any] = np.frombuffer(memory, dtype=dtype, count=count)
        return values

    def _bits(self, index: int) -> NDArray[np.bool_]:
        first, rows = self.array.offset, self.array.length
        if not self.array.buffers[index]:
            return np.ones(rows, dtype=bool)
        packed = self._buffer(index, "u1", (first + rows + 7) // 8)
        bits = np.unpackbits(packed, bitorder="little")[first : first + rows]
        return bits.astype(bool)

    def _ragged(self, dtype: str) -> Column:
        first, rows = self.array.offset, self.array.length
        offsets = self._buffer(1, dtype, first + rows + 1)[first:].astype(np.int64)
        data = self._buffer(2, "u1", int(offsets[-1]))[int(offsets[0]) :].copy()
        present, sizes = self._bits(0), np.diff(offsets)
        if sizes[~present].any():  # a null may leave bytes behind
            data = data[np.repeat(present, sizes)]
        return Column(lengths=np.where(present, sizes, NULL).astype(np.int32), data=data)

    def _words(self, chosen: NDArray[np.bool_], words: tuple[str, str]) -> Column:
        present = self._bits(0).tolist()
        pairs = zip(chosen.tolist(), present, strict=True)
        return Column.of_texts(words[value] if there else None for value, there in pairs)

    def _numbers(self, dtype: str) -> Column:
        first, rows = self.array.offset, self.array.length
        numbers = self._buffer(1, dtype, first + rows)[first:].tolist()
        present = self._bits(0).tolist()
        pairs = zip(numbers, present, strict=True)
        return Column.of_texts(written(value) if there else None for value, there in pairs)


_RAGGED: Final = {"u": "<i4", "z": "<i4", "U": "<i8", "Z": "<i8"}
_NUMBERS: Final = {
    "c": "i1", "C": "u1", "s": "<i2", "S": "<u2", "i": "<i4", "I": "<u4",
    "l": "<i8", "L": "<u8", "f": "<f4", "g": "<f8",
}  # fmt: skip


def batches(stream: Any) -> Iterator[tuple[int, dict[str, Values]]]:
    """Each batch's number of rows and its columns by name.

    Raises:
        StreamBroken: GDAL met something it cannot read.
    """
    capsule = stream.__arrow_c_stream__()
    pointer = ctypes.pythonapi.PyCapsule_GetPointer
    pointer.restype, pointer.argtypes = _POINTER, [ctypes.py_object, ctypes.c_char_p]
    source = _Stream.from_address(pointer(capsule, b"arrow_array_stream"))
    fields = _fields(source)
    while True:
        array = _Array()
        if source.get_next(ctypes.addressof(source), ctypes.addressof(array)):
            raise StreamBroken(_error(source))
        if not array.release:
            return
        try:
            children = [
                _Array.from_address(array.children[index])
                for index in range(array.n_children)
            ]
            named = zip(fields, children, strict=True)
            yield (
                array.length,
                {name: Values(kind=kind, array=child) for (name, kind), child in named},
            )
        finally:
            array.release(ctypes.addressof(array))


def _fields(source: _Stream) -> list[tuple[str, str]]:
    schema = _Schema()
    if source.get_schema(ctypes.addressof(source), ctypes.addressof(schema)):
        raise StreamBroken(_error(source))
    try:
        children = [
            _Schema.from_address(schema.children[index])
            for index in range(schema.n_children)
        ]
        return [
            (child.name.decode(errors="replace"), child.format.decode())
            for child in children
        ]
    finally:
        schema.release(ctypes.addressof(schema))


def _error(source: _Stream) -> str:
    text = source.get_last_error(ctypes.addressof(source))
    return text.decode(errors="replace") if text else ""
