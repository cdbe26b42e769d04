/** Routes of feasts, drawn as one broad line. */
import { look } from "@geo/map/look";
import { all, type MapModule } from "@geo/map/module";
import { tiled } from "@geo/map/tiled";
import { layers } from "@geo/map/undoing";

const NAME = "festival-routes";

export const festivalRoutes: MapModule = {
  layer: NAME,

  add(map) {
    const { common, undo } = tiled(map, NAME);
    return all(
      undo,
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
