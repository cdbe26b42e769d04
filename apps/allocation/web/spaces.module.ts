/** Spaces on offer: coloured by how they stand; a press on a free one ticks it in the list. */
import { look } from "@geo/map/look";
import { all, type MapModule } from "@geo/map/module";
import { tiled } from "@geo/map/tiled";
import { layers, on, pointsAt } from "@geo/map/undoing";
import type {
  ExpressionSpecification,
  FilterSpecification,
  Map as GlMap,
  MapLayerMouseEvent,
  VectorTileSource,
} from "maplibre-gl";

import { standings } from "./standings";

const NAME = "spaces";
const FILL = "spaces-ground";
const EDGE = "spaces-edge";
const POINT = "spaces-point";

/** Codes that the page says are the reader's own. */
export function mine(page: ParentNode): string[] {
  const found = page.querySelectorAll<HTMLElement>("[data-mine]");
  return [...found].flatMap(({ dataset }) => (dataset["mine"] ?? "").split(" ").filter(Boolean));
}

/** The box of a free space that is on another page of the list: a row of its own on top. */
function bring(boxes: readonly HTMLInputElement[], code: string): HTMLInputElement | undefined {
  const like = boxes[0]?.closest("li");
  const row = like?.cloneNode(true) as HTMLElement | undefined;
  const box = row?.querySelector<HTMLInputElement>('input[name="espacio"]');
  const name = row?.querySelector(".row-object");
  if (!like || !row || !box || !name) return undefined;
  box.value = code;
  box.checked = false;
  name.replaceChildren(box, ` ${code}`);
  row.querySelector("label")?.setAttribute("data-code", code);
  // Its price and trade are another's; how it stands is the same.
  const words = row.querySelector("[data-standing]");
  if (words) row.querySelector(".row-facts")?.replaceChildren(words);
  like.parentElement?.prepend(row);
  return box;
}

/** Tick the box of a space; one that is not in the list is put there if it is free. */
export function choose(page: ParentNode, code: unknown, isFree = false): void {
  const boxes = [...page.querySelectorAll<HTMLInputElement>('input[name="espacio"]')];
  const listed = boxes.find(({ value }) => value === code);
  const box = listed ?? (isFree ? bring(boxes, String(code)) : undefined);
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

function waits(): ExpressionSpecification {
  return ["==", standing(), "waiting"];
}

/** Let the map turn with the standings; `repaint` where more than single spaces changed. */
function follow(map: GlMap, repaint: () => void): () => void {
  let wasLive = standings.isLive;
  const turn = (codes: Iterable<string>): void => {
    for (const code of codes) {
      const which = { source: NAME, sourceLayer: NAME, id: code };
      map.setFeatureState(which, { state: standings.of(code) });
    }
  };
  turn(standings.states.keys());
  return standings.hear((codes) => {
    if (codes === "plan") {
      const drawn = map.getSource<VectorTileSource>(NAME);
      drawn?.setTiles(drawn.tiles);
      return;
    }
    turn(wasLive ? codes : standings.states.keys());
    wasLive = standings.isLive;
    repaint();
  });
}

export const spaces: MapModule = {
  layer: NAME,

  add(map) {
    const { common, undo } = tiled(map, NAME, "code");
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
      "waiting",
      states.awarded,
      states.cancelled,
    ];
    // Nobody has it and nobody can take it: pale with a bold edge, told from the others by
    // more than its colour.
    const fill = (): ExpressionSpecification => ["case", waits(), 0.12, 0.55];
    const edge = (): ExpressionSpecification => ["case", waits(), 3, 1.5];
    const own = (): FilterSpecification => ["in", ["get", "code"], ["literal", mine(document)]];
    const click = (event: MapLayerMouseEvent): void => {
      const { code, state } = event.features?.[0]?.properties ?? {};
      choose(document, code, (standings.isLive ? standings.of(code) : state) === "free");
    };
    return all(
      undo,
      layers(
        map,
        {
          id: FILL,
          type: "fill",
          ...common,
          filter: ["==", ["geometry-type"], "Polygon"],
          paint: { "fill-color": colour(), "fill-opacity": fill() },
        },
        {
          id: EDGE,
          type: "line",
          ...common,
          filter: ["==", ["geometry-type"], "Polygon"],
          paint: { "line-color": colour(), "line-width": edge() },
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
        map.setPaintProperty(FILL, "fill-opacity", fill());
        map.setPaintProperty(EDGE, "line-color", colour());
        map.setPaintProperty(EDGE, "line-width", edge());
        map.setPaintProperty(POINT, "circle-color", colour());
        map.setFilter("spaces-own", own());
      }),
    );
  },
};
