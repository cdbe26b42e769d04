"""The API's description of itself is valid and complete."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from geo.access import Audience
from geo.layers import published
from geo.ogc.openapi.document import openapi_document
from geo.ogc.schemas import queryables_document, schema_document
from geo.ogc.tiles.tilesets import tiling_scheme


@pytest.fixture(scope="module")
def document():
    return openapi_document("http://town.example/ogc", Audience.ANYONE, "Quillacollo")


def test_the_description_is_valid(document) -> None:
    assert list(OpenAPIV30SpecValidator(document).iter_errors()) == []


def test_the_description_needs_no_other_server(document) -> None:
    text = json.dumps(document)
    assert text.count('"$ref"') == text.count('"$ref": "#/')


def test_operations_have_names_of_their_own(document) -> None:
    names = [
        each["operationId"]
        for operations in document["paths"].values()
        for each in operations.values()
    ]
    assert len(set(names)) == len(names)
    for kind in ("dataset", "collection"):
        for what in ("getTileSetsList", "getTileSet", "getTile"):
            suffix = f".{kind}.vector.{what}"
            assert any(name.endswith(suffix) for name in names), suffix


def test_a_tile_is_addressed_by_the_id_of_its_matrix(document) -> None:
    address = "/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}"
    given = document["paths"][address]["get"]["parameters"]
    schemas = {each["name"]: each["schema"] for each in given}
    assert schemas["tileMatrix"]["type"] == "string"
    assert schemas["tileRow"] == schemas["tileCol"] == {"type": "integer", "minimum": 0}


@pytest.mark.parametrize("layer", published(Audience.ANYONE), ids=lambda layer: layer.name)
def test_every_filter_of_a_layer_is_described(document, layer) -> None:
    get = document["paths"][f"/collections/{layer.name}/items"]["get"]
    described = {parameter["name"] for parameter in get["parameters"]}
    fields = {field.name for field in layer.fields_for(Audience.ANYONE)}
    general = {
        *("limit", "offset", "after", "sortby", "properties", "crs", "f", "lang"),
        *("bbox", "bbox-crs", "datetime", "filter", "filter-lang", "filter-crs"),
    }
    assert described == fields | general


@pytest.mark.parametrize("layer", published(Audience.ANYONE), ids=lambda layer: layer.name)
def test_schemas_say_where_and_when_a_feature_is(layer) -> None:
    schema = schema_document(layer, Audience.ANYONE, "http://x/schema")["properties"]
    roles = {each.get("x-ogc-role"): name for name, each in schema.items()}
    assert roles["primary-geometry"] == "geometry"
    assert roles["id"] == "id"
    assert roles.get("primary-instant", "") == layer.time
    asked = queryables_document(layer, Audience.ANYONE, "http://x/queryables")
    assert "id" not in asked["properties"]
    assert asked["additionalProperties"] is False


def test_a_tile_at_the_ground_is_half_as_wide_as_above() -> None:
    matrices = tiling_scheme()["tileMatrices"]
    for above, below in pairwise(matrices):
        assert below["cellSize"] == pytest.approx(above["cellSize"] / 2)
        assert below["matrixWidth"] == above["matrixWidth"] * 2
    assert matrices[0]["scaleDenominator"] == pytest.approx(559082264.028717)
