"""How to read a file: what its owner must say because the file does not."""

from __future__ import annotations

from dataclasses import dataclass

from pyproj import CRS


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Hints for reading one file; every one has a sensible guess when left out."""

    layer: str = ""
    """Which layer, when the file has several."""
    crs: CRS | None = None
    """In which CRS the coordinates are, whatever the file says."""
    encoding: str = ""
    separator: str = ""
    """Between the columns of a table: `,` `;` tab or `|`."""
    decimal: str = ""
    """Decimal mark of a table's coordinates: `.` or `,`."""
    x: str = ""
    """Column of a table with longitude or easting."""
    y: str = ""
    """Column of a table with latitude or northing."""
    swap: bool = False
    """Whether the file writes latitude (northing) before longitude (easting)."""
    placeless: bool = False
    """Whether rows may come without coordinates: the layer finds their place by words."""
    as_points: bool = False
    """Whether lines and polygons become the point in their middle."""
