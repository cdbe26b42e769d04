/** Accounts by what a new tariff would change: less, more or the same. */
import { look } from "@geo/map/look";
import { all, type MapModule } from "@geo/map/module";
import { tiled } from "@geo/map/tiled";
import { layers } from "@geo/map/undoing";

const NAME = "water-trials";

export const waterTrials: MapModule = {
  layer: NAME,

  add(map) {
    const { common, undo } = tiled(map, NAME);
    const { states, map: ground } = look();
    return all(
      undo,
      layers(map, {
        id: "water-trials-point",
        type: "circle",
        ...common,
        paint: {
          "circle-color": [
            "match",
            ["get", "effect"],
            "pays_less",
            states.contracted,
            "pays_more",
            states.published,
            states.cancelled,
          ],
          "circle-radius": ["interpolate", ["linear"], ["zoom"], 11, 2, 17, 7],
          "circle-stroke-width": 1,
          "circle-stroke-color": ground.symbol_edge,
        },
      }),
    );
  },
};
