/** Who supplies water where: covers one over the other; a press asks about that point. */
import { layers as register } from "@geo/generated/layers";
import { look } from "@geo/map/look";
import { all, type MapModule } from "@geo/map/module";
import { tileAddress } from "@geo/map/tiles";
import { layers, source } from "@geo/map/undoing";
import type { MapMouseEvent } from "maplibre-gl";
import { addressOf } from "./asking";

const { name, tiles, zooms } = register["water-operators"];

export const waterOperators: MapModule = {
  layer: name,

  add(map) {
    const host = map.getContainer().closest<HTMLElement>("llajta-map");
    const colour = look().map.chosen;
    const common = { source: name, "source-layer": name } as const;
    const ask = (event: MapMouseEvent): void => {
      event.preventDefault();
      location.assign(addressOf(event.lngLat.lng, event.lngLat.lat, location.pathname));
    };
    map.on("click", ask);
    return all(
      () => map.off("click", ask),
      source(map, name, {
        type: "vector",
        tiles: [tileAddress(tiles, host?.dataset["filter"] ?? "", location.origin)],
        minzoom: zooms[0],
        maxzoom: zooms[1],
      }),
      layers(
        map,
        {
          id: "water-operators-ground",
          type: "fill",
          ...common,
          paint: { "fill-color": colour, "fill-opacity": 0.14 },
        },
        {
          id: "water-operators-edge",
          type: "line",
          ...common,
          paint: { "line-color": colour, "line-width": 1.5 },
        },
      ),
    );
  },
};
