"""What the API promises: only classes whose tests pass."""

from __future__ import annotations

from typing import Final

from geo.access import Viewer

_SPEC: Final = "http://www.opengis.net/spec/"

CLASSES: Final = tuple(
    f"{_SPEC}{standard}/1.0/conf/{name}"
    for standard, names in {
        "ogcapi-features-1": ("core", "geojson", "html", "oas30"),
        "ogcapi-features-2": ("crs",),
        "ogcapi-features-3": (
            "queryables",
            "queryables-query-parameters",
            "filter",
            "features-filter",
        ),
        "ogcapi-features-4": (
            "create-replace-delete",
            "update",
            "optimistic-locking-etags",
        ),
        "cql2": (
            "cql2-text",
            "cql2-json",
            "basic-cql2",
            "advanced-comparison-operators",
            "case-insensitive-comparison",
            "accent-insensitive-comparison",
            "basic-spatial-functions",
            "basic-spatial-functions-plus",
            "spatial-functions",
            "temporal-functions",
            "array-functions",
            "property-property",
            "arithmetic",
        ),
        "ogcapi-records-1": (
            "searchable-catalog",
            "record-core",
            "record-collection",
            "record-core-query-parameters",
            "records-api",
            "sorting",
            "json",
            "html",
            "oas30",
        ),
        "ogcapi-tiles-1": (
            "core",
            "tileset",
            "tilesets-list",
            "geodata-tilesets",
            "dataset-tilesets",
            "mvt",
            "oas30",
        ),
        "ogcapi-processes-1": (
            "core",
            "ogc-process-description",
            "json",
            "html",
            "oas30",
            "dismiss",
        ),
    }.items()
    for name in names
)

JOB_LIST: Final = f"{_SPEC}ogcapi-processes-1/1.0/conf/job-list"


def classes(viewer: Viewer) -> tuple[str, ...]:
    """What is promised to `viewer`: who has no name has no list of jobs either."""
    return (*CLASSES, JOB_LIST) if viewer.name else CLASSES
