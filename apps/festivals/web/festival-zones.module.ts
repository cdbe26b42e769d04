/** What is kept clear at feasts: hydrants, temples, lanes. */
import { look } from "@geo/map/look";
import { all, type MapModule } from "@geo/map/module";
import { tiled } from "@geo/map/tiled";
import { layers } from "@geo/map/undoing";

const NAME = "festival-zones";

export const festivalZones: MapModule = {
  layer: NAME,

  add(map) {
    const { common, undo } = tiled(map, NAME);
    const { states, map: ground } = look();
    return all(
      undo,
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
