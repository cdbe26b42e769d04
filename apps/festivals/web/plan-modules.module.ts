/** Modules of one plan; a press on one ticks it in the list. */
import { layers as register } from "@geo/generated/layers";
import { look } from "@geo/map/look";
import { all, type MapModule } from "@geo/map/module";
import { tileAddress } from "@geo/map/tiles";
import { layers, on, pointsAt, source } from "@geo/map/undoing";
import type { ExpressionSpecification, MapLayerMouseEvent } from "maplibre-gl";

const { name, tiles, zooms } = register["plan-modules"];
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
  layer: name,

  add(map) {
    const host = map.getContainer().closest<HTMLElement>("llajta-map");
    const { states, map: ground } = look();
    const colour: ExpressionSpecification = [
      "case",
      ["get", "is_blocked"],
      states.cancelled,
      states.contracted,
    ];
    const common = { source: name, "source-layer": name } as const;
    const press = (event: MapLayerMouseEvent): void =>
      tick(document, event.features?.[0]?.properties["code"]);
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
