/** Modules of one plan, by state or by price; a press on one opens it beside the map. */
import { tell } from "@geo/events";
import { look } from "@geo/map/look";
import { all, type MapModule } from "@geo/map/module";
import { tiled } from "@geo/map/tiled";
import { layers, on, pointsAt } from "@geo/map/undoing";
import type { ExpressionSpecification, MapLayerMouseEvent } from "maplibre-gl";

const NAME = "plan-modules";
const FILL = "plan-modules-ground";

/** A press with a modifier ticks a module in the list; one without opens it. */
export function press(page: ParentNode, event: MapLayerMouseEvent): void {
  const code: unknown = event.features?.[0]?.properties["code"];
  if (typeof code !== "string") return;
  const { ctrlKey, metaKey, shiftKey } = event.originalEvent;
  const at = page.querySelector<HTMLElement>("[data-modules]")?.dataset["modules"];
  if (ctrlKey || metaKey || shiftKey || !at) tick(page, code);
  else tell("panel", { address: `${at}?${new URLSearchParams({ modulo: code })}` });
}

/** Tick the box of a module, and bring its row into sight. */
export function tick(page: ParentNode, code: unknown): void {
  const boxes = page.querySelectorAll<HTMLInputElement>('input[name="modulo"]');
  const box = [...boxes].find(({ value }) => value === code);
  if (!box) return;
  box.checked = !box.checked;
  box.closest("li")?.scrollIntoView({ block: "nearest" });
}

/** What the page says of prices: what a unit of each tariff costs, and where classes begin. */
interface Surface {
  readonly prices: Readonly<Record<string, readonly [unit: string, amount: number]>>;
  readonly steps: readonly number[];
}

/** The colour of a module by what it costs as a whole. */
export function byPrice({ prices, steps }: Surface): ExpressionSpecification {
  const cost = Object.entries(prices).flatMap(([tariff, [unit, amount]]) => {
    const units = { m: "frontage_m", asiento: "seats" }[unit];
    const whole = units ? ["*", amount, ["max", 1, ["get", units]]] : amount;
    return [["==", ["get", "tariff"], tariff], whole];
  });
  const ramp = steps.flatMap((from, index) => [from, look().ages[index] ?? "transparent"]);
  const { cancelled } = look().states;
  const classed: unknown = ["step", ["case", ...cost, 0], cancelled, ...ramp];
  return ["case", ["get", "is_blocked"], cancelled, classed] as unknown as ExpressionSpecification;
}

function byState(): ExpressionSpecification {
  const { cancelled, contracted } = look().states;
  return ["case", ["get", "is_blocked"], cancelled, contracted];
}

function surfaceOf(page: ParentNode): Surface | undefined {
  const text = page.querySelector<HTMLElement>("[data-surface]")?.dataset["surface"];
  return text ? (JSON.parse(text) as Surface) : undefined;
}

export const planModules: MapModule = {
  layer: NAME,

  add(map) {
    const { common, undo } = tiled(map, NAME);
    const { states, map: ground } = look();
    const surface = surfaceOf(document);
    const colour = surface?.steps.length ? byPrice(surface) : byState();
    const opacity = surface ? 0.85 : 0.5;
    return all(
      undo,
      layers(
        map,
        {
          id: FILL,
          type: "fill",
          ...common,
          paint: { "fill-color": colour, "fill-opacity": opacity },
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
      on(map, "click", [FILL], (event) => press(document, event)),
    );
  },
};
