/** Vendors without patent: where they crowd as heat, one by one from near by. */
import { look } from "@geo/map/look";
import type { AddLayerObject } from "maplibre-gl";
import { pointModule } from "./points";

const LAYER = "unlicensed-vendors";
/** From here on one sees each, and the heat has gone. */
const NEAR = 16.5;

export function heat(): AddLayerObject {
  const { states } = look();
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
      "heatmap-color": [
        "interpolate",
        ["linear"],
        ["heatmap-density"],
        0,
        "rgba(0,0,0,0)",
        0.4,
        states.published,
        1,
        states.deserted,
      ],
    },
  };
}

export const unlicensedVendors = pointModule(
  LAYER,
  () => look().states.published,
  () => [heat()],
);
