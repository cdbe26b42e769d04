/** Modules of one plan; a press on one ticks it in the list. */
import { look } from "@geo/map/look";
import { all, type MapModule } from "@geo/map/module";
import { tiled } from "@geo/map/tiled";
import { layers, on, pointsAt } from "@geo/map/undoing";
import type { ExpressionSpecification, MapLayerMouseEvent } from "maplibre-gl";

const NAME = "plan-modules";
const FILL = "plan-modules-ground";

/** Tick the box of a module, and bring its row into sight. */
export function tick(page: ParentNode, code: unknown): void {
  const boxes = page.querySelectorAll<HTMLInputElement>('input[name="modulo"]');
  const box = [...boxes].find(({ value }) => value === code);
  if (!box) return;
  box.checked = !box.checked;
  box.closest("li")?.scrollIntoView({ block: "nearest" });
}

export const planModules: MapModule = {
  layer: NAME,

  add(map) {
    const { common, undo } = tiled(map, NAME);
    const { states, map: ground } = look();
    const colour: ExpressionSpecification = [
      "case",
      ["get", "is_blocked"],
      states.cancelled,
      states.contracted,
    ];
    const press = (event: MapLayerMouseEvent): void =>
      tick(document, event.features?.[0]?.properties["code"]);
    return all(
      undo,
      layers(
        map,
        {
          id: FILL,
          type: "fill",
          ...common,
          paint: { "fill-color": colour, "fill-opacity": 0.5 },
        },
        {
          id: "plan-modules-edge",
          type: "line",
          ...common,
          paint: { "line-color": colour, "line-width": 1.5 },
        },
        {
          id: "plan-modules-code",
          type: "symbol",
          minzoom: 18,
          ...common,
          layout: {
            "text-field": ["get", "code"],
            "text-font": ["Noto Sans SemiBold", "Noto Sans"],
            "text-size": 11,
          },
          paint: {
            "text-color": states.deserted,
            "text-halo-color": ground.symbol_edge,
            "text-halo-width": 1.5,
          },
        },
      ),
      pointsAt(map, [FILL]),
      on(map, "click", [FILL], press),
    );
  },
};
