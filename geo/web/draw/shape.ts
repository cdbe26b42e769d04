/** A sketch as GeoJSON and back, and what is wrong with it. */
import type { Position } from "@geo/draw/geodesy";
import { begun, type Kind, LEAST, type Sketch, sides } from "@geo/draw/sketch";
import type { Geometry } from "geojson";

/** Seven decimals are a centimetre. */
const DECIMALS = 7;

const rounded = ([lon, lat]: Position): [number, number] => [
  Number(lon.toFixed(DECIMALS)),
  Number(lat.toFixed(DECIMALS)),
];

function turn(a: Position, b: Position, c: Position): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
}

function meet(a: Position, b: Position, c: Position, d: Position): boolean {
  return turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b);
}

/** Whether two sides that are not neighbours touch. */
export function crosses(sketch: Sketch): boolean {
  if (sketch.kind !== "polygon") return false;
  const all = sides(sketch);
  return all.some(([a, b], n) =>
    all.slice(n + 1).some(([c, d]) => {
      if (a === d || b === c) return false;
      const [pa, pb, pc, pd] = [a, b, c, d].map((index) => sketch.points[index]);
      return pa && pb && pc && pd ? meet(pa, pb, pc, pd) : false;
    }),
  );
}

/** Counter-clockwise, as RFC 7946 wants the outer ring. */
function outward(ring: readonly Position[]): readonly Position[] {
  const doubled = ring.reduce((sum, [x, y], n) => {
    const [x2, y2] = ring[(n + 1) % ring.length] ?? [x, y];
    return sum + x * y2 - x2 * y;
  }, 0);
  return doubled < 0 ? [...ring].reverse() : ring;
}

/** The shape drawn so far, once it has points enough. */
export function geometryOf({ kind, points }: Sketch): Geometry | undefined {
  const [first] = points;
  if (!first || points.length < LEAST[kind]) return undefined;
  if (kind === "point") return { type: "Point", coordinates: rounded(first) };
  if (kind === "line") return { type: "LineString", coordinates: points.map(rounded) };
  const ring = outward(points).map(rounded);
  return { type: "Polygon", coordinates: [[...ring, ...ring.slice(0, 1)]] };
}

const TYPES: Record<Kind, string> = { point: "Point", line: "LineString", polygon: "Polygon" };

/** The kind of drawing that says all a GeoJSON text says; none if no drawing does. */
export function kindOf(text: string): Kind | undefined {
  const found = (Object.keys(TYPES) as Kind[]).find((kind) => sketchOf(kind, text).points.length);
  if (!found) return undefined;
  const { points } = sketchOf(found, text);
  const areSound = points.every(
    (point) => Array.isArray(point) && point.length === 2 && point.every(Number.isFinite),
  );
  if (!areSound || points.length < LEAST[found]) return undefined;
  const rings = found === "polygon" ? (JSON.parse(text) as { coordinates: unknown[] }) : undefined;
  return rings && rings.coordinates.length > 1 ? undefined : found;
}

/** The sketch that a GeoJSON text stands for; an empty one if it is none of this kind. */
export function sketchOf(kind: Kind, text: string): Sketch {
  try {
    const geometry = JSON.parse(text) as Geometry;
    if (geometry.type !== TYPES[kind]) return begun(kind);
    if (geometry.type === "Point") return begun(kind, [geometry.coordinates as [number, number]]);
    if (geometry.type === "LineString")
      return begun(kind, geometry.coordinates as [number, number][]);
    if (geometry.type !== "Polygon") return begun(kind);
    return begun(kind, (geometry.coordinates[0] ?? []).slice(0, -1) as [number, number][]);
  } catch {
    return begun(kind);
  }
}
