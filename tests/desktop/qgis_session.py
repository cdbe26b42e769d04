"""What a technician does in QGIS, without a screen: tells what came of it as JSON.

Run by the system's own Python, which is the one that has QGIS. Arguments: the project
file, and the site's address.
"""

import json
import sys

from qgis.core import (
    QgsApplication,
    QgsFeatureRequest,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsVectorTileLayer,
)
from qgis.PyQt.QtCore import QSize

project_file, site = sys.argv[1:]
application = QgsApplication([], False)
application.initQgis()


def drawn(layers, extent):
    """How many colours a picture of `layers` has."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setExtent(extent)
    settings.setDestinationCrs(layers[0].crs())
    settings.setOutputSize(QSize(500, 400))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    picture = job.renderedImage()
    spots = ((x, y) for x in range(0, 500, 5) for y in range(0, 400, 5))
    return len({picture.pixel(x, y) for x, y in spots})


def told(layer):
    """What QGIS makes of one layer of the project."""
    west, south, east, north = -66.4, -17.6, -66.1, -17.2
    request = QgsFeatureRequest().setFilterRect(QgsRectangle(west, south, east, north))
    request.setLimit(50)
    features = list(layer.getFeatures(request))
    extent = features[0].geometry().boundingBox() if features else layer.extent()
    extent.grow(0.002)
    return {
        "valid": layer.isValid(),
        "count": layer.featureCount(),
        "fields": [field.name() for field in layer.fields()],
        "aliases": [layer.attributeDisplayName(i) for i in range(len(layer.fields()))],
        "renderer": layer.renderer().type(),
        "read": len(features),
        "colours": drawn([layer], extent),
    }


project = QgsProject.instance()
opened = project.read(project_file)
layers = project.mapLayers()
result = {"opened": opened, "crs": project.crs().authid(), "title": project.title()}
result["layers"] = {name: told(layer) for name, layer in layers.items()}

works = layers["llajta_works"]
works.setSubsetString("\"state\" = 'contracted'")
result["filtered"] = sorted({feature["state"] for feature in works.getFeatures()})

tiles = QgsVectorTileLayer(
    f"type=xyz&zmin=8&zmax=16&url={site}/tiles/basemap/{{z}}/{{x}}/{{y}}", "basemap"
)
centre = QgsRectangle(-7380000, -1968000, -7376000, -1965000)
result["tiles"] = {"valid": tiles.isValid(), "colours": drawn([tiles], centre)}

sys.stdout.write(json.dumps(result) + "\n")
application.exitQgis()
