"""GDAL as the importer uses it: three drivers, no network.

GDAL tries every driver it has on a file until one likes the content, and some of them
(VRT, WFS, GML…) then open other files or addresses. What is not registered cannot.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any, Final

import pyogrio
from django.contrib.gis.gdal.libgdal import lgdal

ALLOWED: Final = {"GPKG", "ESRI Shapefile", "FlatGeobuf"}
"""The formats GDAL streams without loading them whole. Others are read by ourselves."""

_FETCH: Final = ctypes.CFUNCTYPE(ctypes.c_void_p, *[ctypes.c_void_p] * 6)
_refuse: Final = _FETCH(lambda *_request: None)
"""Answers every request GDAL wants to send with nothing; must live as long as GDAL."""


@cache
def restrict_gdal() -> None:
    """Take away every driver not in `ALLOWED`, and the network, for this process.

    GeoDjango and pyogrio share one GDAL (see `config.geolibs`), and neither needs a
    driver for anything else here.
    """
    library: Any = lgdal
    driver_at = library.GDALGetDriver
    driver_at.restype, driver_at.argtypes = ctypes.c_void_p, [ctypes.c_int]
    name_of = library.GDALGetDriverShortName
    name_of.restype, name_of.argtypes = ctypes.c_char_p, [ctypes.c_void_p]
    deregister = library.GDALDeregisterDriver
    deregister.restype, deregister.argtypes = None, [ctypes.c_void_p]
    pyogrio.list_drivers()  # registers them all, if nobody has
    for driver in [driver_at(index) for index in range(library.GDALGetDriverCount())]:
        if name_of(driver).decode() not in ALLOWED:
            deregister(driver)
    set_callback = library.CPLHTTPSetFetchCallback
    set_callback.restype, set_callback.argtypes = None, [ctypes.c_void_p] * 2
    set_callback(ctypes.cast(_refuse, ctypes.c_void_p), None)
    # Remote files come by another way than requests; none of them ends like this.
    pyogrio.set_gdal_config_options({"CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".no-such"})
