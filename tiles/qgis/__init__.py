"""The town as a QGIS project: every published layer, styled, in one file."""
