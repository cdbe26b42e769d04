/** Toilets, first aid, waste points …: what the crowd looks for. */
import { look } from "@geo/map/look";
import type { AddLayerObject } from "maplibre-gl";
import { pointModule } from "./points";

const LAYER = "festival-services";

const names = (): AddLayerObject => ({
  id: `${LAYER}-name`,
  type: "symbol",
  source: LAYER,
  "source-layer": LAYER,
  minzoom: 16,
  layout: {
    "text-field": ["get", "name"],
    "text-font": ["Noto Sans SemiBold", "Noto Sans"],
    "text-size": 12,
    "text-offset": [0, 1.2],
    "text-anchor": "top",
    "text-optional": true,
  },
  paint: {
    "text-color": look().states.deserted,
    "text-halo-color": look().map.symbol_edge,
    "text-halo-width": 1.5,
  },
});

export const festivalServices = pointModule(
  LAYER,
  () => {
    const { states } = look();
    return ["match", ["get", "kind"], "first_aid", states.published, states.contracted];
  },
  () => [names()],
);
