/** What is kept clear at feasts: hydrants, temples, lanes. */
import { layers as register } from "@geo/generated/layers";
import { look } from "@geo/map/look";
import { all, type MapModule } from "@geo/map/module";
import { tileAddress } from "@geo/map/tiles";
import { layers, source } from "@geo/map/undoing";

const { name, tiles, zooms } = register["festival-zones"];

export const festivalZones: MapModule = {
  layer: name,

  add(map) {
    const host = map.getContainer().closest<HTMLElement>("llajta-map");
    const { states, map: ground } = look();
    const common = { source: name, "source-layer": name } as const;
    return all(
      source(map, name, {
        type: "vector",
        tiles: [tileAddress(tiles, host?.dataset["filter"] ?? "", location.origin)],
        minzoom: zooms[0],
        maxzoom: zooms[1],
      }),
      layers(
        map,
        {
          id: "festival-zones-ground",
          type: "fill",
          ...common,
          filter: ["==", ["geometry-type"], "Polygon"],
          paint: { "fill-color": states.published, "fill-opacity": 0.3 },
        },
        {
          id: "festival-zones-edge",
          type: "line",
          ...common,
          filter: ["!=", ["geometry-type"], "Point"],
          paint: { "line-color": states.published, "line-width": 2 },
        },
        {
          id: "festival-zones-point",
          type: "circle",
          ...common,
          filter: ["==", ["geometry-type"], "Point"],
          paint: {
            "circle-color": states.published,
            "circle-radius": 6,
            "circle-stroke-width": 2,
            "circle-stroke-color": ground.symbol_edge,
          },
        },
      ),
    );
  },
};
