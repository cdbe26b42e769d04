/** What a press at a pixel of the map meets of a sketch. */
import type { Position } from "@geo/draw/geodesy";
import { middle } from "@geo/draw/ink";
import { type Hit, type Sketch, sides } from "@geo/draw/sketch";
import type { Map as GlMap } from "maplibre-gl";

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** The nearest point within `near` pixels, else the middle of a side, else bare ground. */
export function aim(map: GlMap, sketch: Sketch, spot: Spot, near: number): Hit {
  const away = ([lon, lat]: Position): number => {
    const { x, y } = map.project([lon, lat]);
    return Math.hypot(x - spot.x, y - spot.y);
  };
  const [nearest] = sketch.points
    .map((point, vertex) => ({ vertex, gap: away(point) }))
    .sort((a, b) => a.gap - b.gap);
  if (nearest && nearest.gap <= near) return { vertex: nearest.vertex };
  const { lng, lat } = map.unproject([spot.x, spot.y]);
  const at: Position = [lng, lat];
  for (const [a, b] of sketch.isOpen ? [] : sides(sketch)) {
    const [from, to] = [sketch.points[a], sketch.points[b]];
    if (from && to && away(middle(from, to)) <= near) return { middle: a, at };
  }
  return { at };
}
