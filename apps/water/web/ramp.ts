/** How the debtor map looks: one ramp of ages for areas, streets and accounts. */
import { look } from "@geo/map/look";
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";

import { AREAS, STREET } from "./debts";

export const DOTS = "debt-accounts";
export const STREETS = `debt-${STREET}`;
export const DOTS_FROM = 14;
export const fill = (word: string): string => `debt-${word}`;

/** The ramp of ages, by what a feature is said to be. */
function coloured(by: ExpressionSpecification): ExpressionSpecification {
  const [one, two, three, seven, older] = look().ages;
  return ["match", by, 1, one, 2, two, 3, three, 4, seven, 5, older, "transparent"];
}

const told: ExpressionSpecification = ["coalesce", ["feature-state", "age"], 0];
const whenTold = (shown: number): ExpressionSpecification => ["case", [">", told, 0], shown, 0];

export function areaLayers(word: keyof typeof AREAS): LayerSpecification[] {
  const common = { source: fill(word), "source-layer": AREAS[word] } as const;
  const { map } = look();
  return [
    {
      id: fill(word),
      type: "fill",
      ...common,
      paint: {
        "fill-color": coloured(told),
        "fill-opacity": [
          "interpolate",
          ["linear"],
          ["zoom"],
          13,
          whenTold(0.72),
          16,
          whenTold(0.16),
        ],
      },
    },
    {
      id: `${fill(word)}-edge`,
      type: "line",
      ...common,
      paint: { "line-color": map.symbol_edge, "line-width": 1.5, "line-opacity": whenTold(1) },
    },
  ];
}

export const streets = (): LayerSpecification => ({
  id: STREETS,
  type: "line",
  source: STREETS,
  "source-layer": "streets",
  minzoom: 13,
  layout: { "line-cap": "round", "line-join": "round" },
  paint: {
    "line-color": coloured(told),
    "line-opacity": whenTold(0.95),
    "line-width": ["interpolate", ["linear"], ["zoom"], 13, 1.5, 16, 5, 18, 8],
  },
});

export const dots = (): LayerSpecification => ({
  id: DOTS,
  type: "circle",
  source: DOTS,
  "source-layer": "debtors",
  minzoom: DOTS_FROM,
  layout: { "circle-sort-key": ["get", "class"] },
  paint: {
    "circle-color": coloured(["get", "class"]),
    "circle-radius": ["interpolate", ["linear"], ["zoom"], 14, 2.5, 16, 5, 18, 8],
    "circle-stroke-color": look().map.symbol_edge,
    "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 14, 0.5, 16, 1.5],
  },
});
