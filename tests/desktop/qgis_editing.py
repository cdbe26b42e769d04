"""What a technician changes in QGIS, without a screen: tells what came of it as JSON.

Run by the system's own Python, which is the one that has QGIS. Arguments: the site's
address, an account and its password for programs, and the names of two places: the first
is renamed and moved, the second removed. A third is drawn.
"""

import json
import sys

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsVectorLayer,
)

site, account, password, changed, removed = sys.argv[1:]
application = QgsApplication([], False)
application.initQgis()


def opened():
    """The layer as it is added by its address, with the account behind it."""
    source = f"url='{site}/ogc' typename='place-names'"
    return QgsVectorLayer(
        f"{source} username='{account}' password='{password}'", "places", "OAPIF"
    )


def named(layer, *names):
    """The features of these names, in this order, asked of the server."""
    layer.setSubsetString(f'"name" IN {names}')
    found = {feature["name"]: feature for feature in layer.getFeatures()}
    return [found[name] for name in names]


def moved(feature):
    """Its point, a little to the east."""
    point = feature.geometry().asPoint()
    return QgsGeometry.fromPointXY(QgsPointXY(point.x() + 0.001, point.y()))


def drawn(layer):
    """A new place."""
    feature = QgsFeature(layer.fields())
    feature.setAttribute("name", "Dibujado en QGIS")
    feature.setAttribute("kind", "landmark")
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(-66.2801, -17.3951)))
    return feature


layer = opened()
result = {"version": Qgis.QGIS_VERSION_INT, "valid": layer.isValid()}
one, other = named(layer, changed, removed)
result["begins"] = layer.startEditing()
if result["begins"]:
    place = layer.fields().indexOf("name")
    layer.changeAttributeValue(one.id(), place, f"{changed} (QGIS)")
    layer.changeGeometry(one.id(), moved(one))
    layer.deleteFeature(other.id())
    result["commits"] = layer.commitChanges()
    result["errors"] = layer.commitErrors()
    layer.startEditing()
    layer.addFeature(drawn(layer))
    layer.commitChanges()
    result["drawing"] = layer.commitErrors()

sys.stdout.write(json.dumps(result) + "\n")
del one, other, layer  # before QGIS itself goes
application.exitQgis()
