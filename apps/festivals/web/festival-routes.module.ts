/** Routes of feasts, drawn as one broad line. */
import { layers as register } from "@geo/generated/layers";
import { look } from "@geo/map/look";
import { all, type MapModule } from "@geo/map/module";
import { tileAddress } from "@geo/map/tiles";
import { layers, source } from "@geo/map/undoing";

const { name, tiles, zooms } = register["festival-routes"];

export const festivalRoutes: MapModule = {
  layer: name,

  add(map) {
    const host = map.getContainer().closest<HTMLElement>("llajta-map");
    const common = { source: name, "source-layer": name } as const;
    return all(
      source(map, name, {
        type: "vector",
        tiles: [tileAddress(tiles, host?.dataset["filter"] ?? "", location.origin)],
        minzoom: zooms[0],
        maxzoom: zooms[1],
      }),
      layers(map, {
        id: "festival-routes-line",
        type: "line",
        ...common,
        layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": look().states.awarded, "line-width": 4, "line-opacity": 0.85 },
      }),
    );
  },
};
