/** How a sketch looks on the map: area, line, points, and the thread to the pointer. */
import type { Position } from "@geo/draw/geodesy";
import { type Sketch, sides } from "@geo/draw/sketch";
import { look } from "@geo/map/look";
import { all } from "@geo/map/module";
import { layers, source } from "@geo/map/undoing";
import type { Feature, FeatureCollection, Geometry } from "geojson";
import type { Map as GlMap } from "maplibre-gl";

export const INK = "ink";

const pair = ([lon, lat]: Position): [number, number] => [lon, lat];

/** Half way between two points, as the map draws it. */
export function middle(a: Position, b: Position): Position {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

function feature(is: string, geometry: Geometry, more: object = {}): Feature {
  return { type: "Feature", properties: { is, ...more }, geometry };
}

function thread(from: Position, to: Position): Feature {
  return feature("thread", { type: "LineString", coordinates: [pair(from), pair(to)] });
}

/** The sketch as features that tell what each of them is. */
export function drawn(
  sketch: Sketch,
  reach: Position | undefined,
  label: string,
): FeatureCollection {
  const { points, picked, kind, isOpen } = sketch;
  const path = reach && isOpen ? [...points, reach] : points;
  const features: Feature[] = [];
  if (kind === "polygon" && path.length > 2)
    features.push(
      feature("area", { type: "Polygon", coordinates: [[...path, path[0] ?? [0, 0]].map(pair)] }),
    );
  for (const [a, b] of sides(sketch)) {
    const [from, to] = [points[a], points[b]];
    if (!from || !to) continue;
    const closing = isOpen && b === 0;
    if (closing && reach) continue;
    features.push(
      feature(closing ? "thread" : "line", {
        type: "LineString",
        coordinates: [pair(from), pair(to)],
      }),
    );
    if (!isOpen)
      features.push(feature("middle", { type: "Point", coordinates: pair(middle(from, to)) }));
  }
  // From the last point to the pointer and, if it is to be an area, back to the first.
  const ends = [points.at(-1), kind === "polygon" && points.length > 1 ? points[0] : undefined];
  for (const end of reach && isOpen && kind !== "point" ? ends : [])
    if (end && reach) features.push(thread(end, reach));
  points.forEach((point, n) => {
    features.push(
      feature(n === picked ? "picked" : "point", { type: "Point", coordinates: pair(point) }),
    );
  });
  const at = path.at(-1);
  if (at && label)
    features.push(feature("label", { type: "Point", coordinates: pair(at) }, { label }));
  return { type: "FeatureCollection", features };
}

/** Put the empty source and its layers on the map. */
export function ink(map: GlMap): () => void {
  const { chosen, halo } = look().map;
  const only = (...names: string[]) => ["in", ["get", "is"], ["literal", names]] as never;
  const circle = (id: string, radius: number, fill: string, edge: string, ...names: string[]) =>
    ({
      id,
      type: "circle",
      source: INK,
      filter: only(...names),
      paint: {
        "circle-radius": radius,
        "circle-color": fill,
        "circle-stroke-color": edge,
        "circle-stroke-width": 2,
      },
    }) as const;
  return all(
    source(map, INK, { type: "geojson", data: { type: "FeatureCollection", features: [] } }),
    layers(
      map,
      {
        id: "ink-area",
        type: "fill",
        source: INK,
        filter: only("area"),
        paint: { "fill-color": chosen, "fill-opacity": 0.16 },
      },
      {
        id: "ink-edge",
        type: "line",
        source: INK,
        filter: only("line"),
        layout: { "line-cap": "round" },
        paint: { "line-color": halo, "line-width": 6 },
      },
      {
        id: "ink-line",
        type: "line",
        source: INK,
        filter: only("line"),
        layout: { "line-cap": "round" },
        paint: { "line-color": chosen, "line-width": 3 },
      },
      {
        id: "ink-thread",
        type: "line",
        source: INK,
        filter: only("thread"),
        paint: { "line-color": chosen, "line-width": 2, "line-dasharray": [2, 2] },
      },
      circle("ink-middle", 4, halo, chosen, "middle"),
      circle("ink-point", 6, halo, chosen, "point"),
      circle("ink-picked", 9, chosen, halo, "picked"),
      {
        id: "ink-label",
        type: "symbol",
        source: INK,
        filter: only("label"),
        layout: {
          "text-field": ["get", "label"],
          "text-font": ["Noto Sans SemiBold", "Noto Sans"],
          "text-size": 15,
          "text-anchor": "bottom-left",
          "text-offset": [0.7, -0.7],
          "text-allow-overlap": true,
        },
        paint: { "text-color": chosen, "text-halo-color": halo, "text-halo-width": 2.5 },
      },
    ),
  );
}
