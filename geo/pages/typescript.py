"""The layer register as a TypeScript module for the map engine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from geo.layers import published

FILE: Final = Path(__file__).resolve().parent.parent / "web" / "generated" / "layers.ts"


def layers_module() -> str:
    """Name, tile address, zooms and tile attributes of each layer, in order."""
    layers = {
        layer.name: {
            "name": layer.name,
            "tiles": f"/tiles/{layer.name}/{{z}}/{{x}}/{{y}}",
            "zooms": list(layer.zooms),
            "fields": [field.name for field in layer.fields if field.in_tiles],
        }
        for layer in published()
    }
    return (
        "/** Written by write_layers_ts from the layer register. */\n"
        f"export const layers = {json.dumps(layers, indent=2)} as const;\n"
    )
