/** Spaces on offer: coloured by how they stand; a press on a free one ticks it in the list. */
import { layers as register } from "@geo/generated/layers";
import { look } from "@geo/map/look";
import { all, type MapModule } from "@geo/map/module";
import { tileAddress } from "@geo/map/tiles";
import { layers, on, pointsAt, source } from "@geo/map/undoing";
import type {
  ExpressionSpecification,
  FilterSpecification,
  Map as GlMap,
  MapLayerMouseEvent,
  VectorTileSource,
} from "maplibre-gl";

import { standings } from "./standings";

const { name, tiles, zooms } = register.spaces;
const FILL = "spaces-ground";
const EDGE = "spaces-edge";
const POINT = "spaces-point";

/** Codes that the page says are the reader's own. */
export function mine(page: ParentNode): string[] {
  const found = page.querySelectorAll<HTMLElement>("[data-mine]");
  return [...found].flatMap(({ dataset }) => (dataset["mine"] ?? "").split(" ").filter(Boolean));
}

/** Tick the box of a space, or go to its row where it has none. */
export function choose(page: ParentNode, code: unknown): void {
  const boxes = page.querySelectorAll<HTMLInputElement>('input[name="espacio"]');
  const box = [...boxes].find(({ value }) => value === code);
  if (!box) return;
  box.checked = !box.checked;
  box.closest("li")?.scrollIntoView({ block: "nearest" });
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

/** How a space stands: as we were told since the page came, else as its tile says. */
function standing(): ExpressionSpecification {
  const otherwise: ExpressionSpecification = standings.isLive
    ? ["literal", standings.usual]
    : ["get", "state"];
  return ["coalesce", ["feature-state", "state"], otherwise];
}

/** Let the map turn with the standings; `repaint` where more than single spaces changed. */
function follow(map: GlMap, repaint: () => void): () => void {
  let wasLive = standings.isLive;
  const turn = (codes: Iterable<string>): void => {
    for (const code of codes) {
      const which = { source: name, sourceLayer: name, id: code };
      map.setFeatureState(which, { state: standings.of(code) });
    }
  };
  turn(standings.states.keys());
  return standings.hear((codes) => {
    if (codes === "plan") {
      const drawn = map.getSource<VectorTileSource>(name);
      drawn?.setTiles(drawn.tiles);
      return;
    }
    turn(wasLive ? codes : standings.states.keys());
    wasLive = standings.isLive;
    repaint();
  });
}

export const spaces: MapModule = {
  layer: name,

  add(map) {
    const host = map.getContainer().closest<HTMLElement>("llajta-map");
    const { states, map: ground } = look();
    const colour = (): ExpressionSpecification => [
      "match",
      standing(),
      "free",
      states.contracted,
      "held",
      states.published,
      "sold",
      states.deserted,
      states.cancelled,
    ];
    const own = (): FilterSpecification => ["in", ["get", "code"], ["literal", mine(document)]];
    const common = { source: name, "source-layer": name } as const;
    const click = (event: MapLayerMouseEvent): void =>
      choose(document, event.features?.[0]?.properties["code"]);
    return all(
      source(map, name, {
        type: "vector",
        tiles: [tileAddress(tiles, host?.dataset["filter"] ?? "", location.origin)],
        minzoom: zooms[0],
        maxzoom: zooms[1],
        promoteId: "code",
      }),
      layers(
        map,
        {
          id: FILL,
          type: "fill",
          ...common,
          filter: ["==", ["geometry-type"], "Polygon"],
          paint: { "fill-color": colour(), "fill-opacity": 0.55 },
        },
        {
          id: EDGE,
          type: "line",
          ...common,
          filter: ["==", ["geometry-type"], "Polygon"],
          paint: { "line-color": colour(), "line-width": 1.5 },
        },
        {
          id: POINT,
          type: "circle",
          ...common,
          filter: ["==", ["geometry-type"], "Point"],
          paint: {
            "circle-color": colour(),
            "circle-radius": 6,
            "circle-stroke-width": 2,
            "circle-stroke-color": ground.symbol_edge,
          },
        },
        {
          id: "spaces-own",
          type: "line",
          ...common,
          filter: own(),
          paint: { "line-color": ground.chosen, "line-width": 4 },
        },
      ),
      pointsAt(map, [FILL, POINT]),
      on(map, "click", [FILL, POINT], click),
      follow(map, () => {
        map.setPaintProperty(FILL, "fill-color", colour());
        map.setPaintProperty(EDGE, "line-color", colour());
        map.setPaintProperty(POINT, "circle-color", colour());
        map.setFilter("spaces-own", own());
      }),
    );
  },
};
