/** Findings about the territory: what somebody should look at, outlined. */
import { look } from "@geo/map/look";
import { all, type MapModule } from "@geo/map/module";
import { tiled } from "@geo/map/tiled";
import { layers } from "@geo/map/undoing";

const NAME = "findings";

export const findings: MapModule = {
  layer: NAME,

  add(map) {
    const { common, undo } = tiled(map, NAME);
    const colour = look().states.published;
    return all(
      undo,
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
