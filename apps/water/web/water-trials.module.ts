/** Accounts by what a new tariff would change: less, more or the same. */
import { layers as register } from "@geo/generated/layers";
import { look } from "@geo/map/look";
import { all, type MapModule } from "@geo/map/module";
import { tileAddress } from "@geo/map/tiles";
import { layers, source } from "@geo/map/undoing";

const { name, tiles, zooms } = register["water-trials"];

export const waterTrials: MapModule = {
  layer: name,

  add(map) {
    const host = map.getContainer().closest<HTMLElement>("llajta-map");
    const { states, map: ground } = look();
    return all(
      source(map, name, {
        type: "vector",
        tiles: [tileAddress(tiles, host?.dataset["filter"] ?? "", location.origin)],
        minzoom: zooms[0],
        maxzoom: zooms[1],
      }),
      layers(map, {
        id: "water-trials-point",
        type: "circle",
        source: name,
        "source-layer": name,
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
