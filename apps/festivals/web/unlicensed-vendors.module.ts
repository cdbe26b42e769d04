/** Vendors without patent: where they crowd as heat, one by one from near by. */
import { look } from "@geo/map/look";
import type { AddLayerObject, ExpressionSpecification } from "maplibre-gl";
import { pointModule } from "./points";

const LAYER = "unlicensed-vendors";
/** From here on one sees each, and the heat has gone. */
const NEAR = 16.5;

export function heat(): AddLayerObject {
  const colour = look().states.published;
  const part = (n: number): ExpressionSpecification => ["at", n, ["to-rgba", ["to-color", colour]]];
  // The same colour without any of it: from transparent black the edge would be grey.
  const clear: ExpressionSpecification = ["rgba", part(0), part(1), part(2), 0];
  return {
    id: `${LAYER}-heat`,
    type: "heatmap",
    source: LAYER,
    "source-layer": LAYER,
    maxzoom: NEAR + 1,
    paint: {
      "heatmap-radius": ["interpolate", ["exponential", 2], ["zoom"], 12, 8, 17, 60],
      "heatmap-intensity": ["interpolate", ["linear"], ["zoom"], 12, 0.6, 17, 1.4],
      "heatmap-opacity": ["interpolate", ["linear"], ["zoom"], NEAR - 1, 0.8, NEAR + 1, 0],
      "heatmap-color": ["interpolate", ["linear"], ["heatmap-density"], 0, clear, 1, colour],
    },
  };
}

export const unlicensedVendors = pointModule(
  LAYER,
  () => look().states.published,
  () => [heat()],
);
