/** Shapes that the page itself brings, not the register: the preview of a file. */

import { look } from "@geo/map/look";
import { all } from "@geo/map/module";
import { layers, source } from "@geo/map/undoing";
import type { FeatureCollection } from "geojson";
import type { ExpressionSpecification, Map as GlMap } from "maplibre-gl";

const ID = "sketch";

/** A shape may say by its `state` how it is coloured; most say nothing. */
function coloured(): ExpressionSpecification {
  const { states, map } = look();
  const pairs = Object.entries(states).flat() as [string, string];
  return ["match", ["coalesce", ["get", "state"], ""], ...pairs, map.chosen];
}

/**
 * Put the shapes of `data-sketch` on the map: areas, lines and points.
 *
 * It is JSON: the shapes themselves, or the address that answers with them.
 */
export function drawSketch(map: GlMap, written: string | undefined): () => void {
  if (!written) return () => undefined;
  const { halo } = look().map;
  const colour = coloured();
  return all(
    source(map, ID, { type: "geojson", data: JSON.parse(written) as FeatureCollection | string }),
    layers(
      map,
      {
        id: "sketch-area",
        type: "fill",
        source: ID,
        filter: ["==", ["geometry-type"], "Polygon"],
        paint: { "fill-color": colour, "fill-opacity": 0.2 },
      },
      {
        id: "sketch-line",
        type: "line",
        source: ID,
        filter: ["!=", ["geometry-type"], "Point"],
        paint: { "line-color": colour, "line-width": 2 },
      },
      {
        id: "sketch-point",
        type: "circle",
        source: ID,
        filter: ["==", ["geometry-type"], "Point"],
        paint: {
          "circle-radius": 5,
          "circle-color": colour,
          "circle-stroke-color": halo,
          "circle-stroke-width": 1.5,
        },
      },
    ),
  );
}
