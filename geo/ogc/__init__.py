"""OGC API: our own read path, and pygeoapi behind it."""
