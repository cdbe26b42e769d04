/** Shapes that the page itself brings, not the register: the preview of a file. */

import { look } from "@geo/map/look";
import { all } from "@geo/map/module";
import { layers, source } from "@geo/map/undoing";
import type { FeatureCollection } from "geojson";
import type { Map as GlMap } from "maplibre-gl";

const ID = "sketch";

/** Put the shapes of `data-sketch` on the map: areas, lines and points. */
export function drawSketch(map: GlMap, written: string | undefined): () => void {
  if (!written) return () => undefined;
  const { chosen, halo } = look().map;
  return all(
    source(map, ID, { type: "geojson", data: JSON.parse(written) as FeatureCollection }),
    layers(
      map,
      {
        id: "sketch-area",
        type: "fill",
        source: ID,
        filter: ["==", ["geometry-type"], "Polygon"],
        paint: { "fill-color": chosen, "fill-opacity": 0.2 },
      },
      {
        id: "sketch-line",
        type: "line",
        source: ID,
        filter: ["!=", ["geometry-type"], "Point"],
        paint: { "line-color": chosen, "line-width": 2 },
      },
      {
        id: "sketch-point",
        type: "circle",
        source: ID,
        filter: ["==", ["geometry-type"], "Point"],
        paint: {
          "circle-radius": 5,
          "circle-color": chosen,
          "circle-stroke-color": halo,
          "circle-stroke-width": 1.5,
        },
      },
    ),
  );
}
