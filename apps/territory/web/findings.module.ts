/** Findings about the territory: what somebody should look at, outlined. */
import { layers as register } from "@geo/generated/layers";
import { look } from "@geo/map/look";
import { all, type MapModule } from "@geo/map/module";
import { tileAddress } from "@geo/map/tiles";
import { layers, source } from "@geo/map/undoing";

const { name, tiles, zooms } = register.findings;

export const findings: MapModule = {
  layer: name,

  add(map) {
    const host = map.getContainer().closest<HTMLElement>("llajta-map");
    const colour = look().states.published;
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
          id: "findings-ground",
          type: "fill",
          ...common,
          filter: ["==", ["geometry-type"], "Polygon"],
          paint: { "fill-color": colour, "fill-opacity": 0.25 },
        },
        {
          id: "findings-edge",
          type: "line",
          ...common,
          filter: ["!=", ["geometry-type"], "Point"],
          paint: { "line-color": colour, "line-width": 2 },
        },
        {
          id: "findings-point",
          type: "circle",
          ...common,
          filter: ["==", ["geometry-type"], "Point"],
          paint: {
            "circle-color": colour,
            "circle-radius": 7,
            "circle-stroke-width": 2,
            "circle-stroke-color": look().map.symbol_edge,
          },
        },
      ),
    );
  },
};
