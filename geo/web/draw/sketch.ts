/** What is being drawn, and what becomes of it at each press: no map, no page. */
import type { Position } from "@geo/draw/geodesy";

export type Kind = "point" | "line" | "polygon";

export interface Sketch {
  readonly kind: Kind;
  readonly points: readonly Position[];
  /** The point that the next press puts elsewhere. */
  readonly picked?: number | undefined;
  /** Whether a press on bare ground adds a point. */
  readonly isOpen: boolean;
}

/** What a press met: a point, the middle of a side (after that point), or bare ground. */
export type Hit =
  | { readonly vertex: number }
  | { readonly middle: number; readonly at: Position }
  | { readonly at: Position };

/** Points that a shape of this kind needs at least. */
export const LEAST: Record<Kind, number> = { point: 1, line: 2, polygon: 3 };

export function begun(kind: Kind, points: readonly Position[] = []): Sketch {
  return { kind, points, isOpen: points.length === 0 };
}

/** Sides as pairs of indices; a polygon closes itself. */
export function sides({ kind, points }: Sketch): [number, number][] {
  const count = points.length;
  const open = points.slice(1).map((_, n): [number, number] => [n, n + 1]);
  return kind === "polygon" && count > 2 ? [...open, [count - 1, 0]] : open;
}

function isEnd({ kind, points, isOpen }: Sketch, vertex: number): boolean {
  const isFirst = kind === "polygon" && vertex === 0;
  const enough = points.length >= LEAST[kind];
  return isOpen && enough && (isFirst || vertex === points.length - 1);
}

/** Press on something: pick a point, put it, add one, or end the line where it ends. */
export function press(sketch: Sketch, hit: Hit): Sketch {
  const { kind, points, picked } = sketch;
  if ("vertex" in hit) {
    if (picked === undefined && isEnd(sketch, hit.vertex)) return finished(sketch);
    return { ...sketch, picked: picked === hit.vertex ? undefined : hit.vertex };
  }
  if (picked !== undefined) return { ...moved(sketch, picked, hit.at), picked: undefined };
  if ("middle" in hit) return inserted(sketch, hit.middle, hit.at);
  if (kind === "point") return { ...sketch, points: [hit.at] };
  return sketch.isOpen ? { ...sketch, points: [...points, hit.at] } : sketch;
}

export function moved(sketch: Sketch, index: number, at: Position): Sketch {
  return { ...sketch, points: sketch.points.map((point, n) => (n === index ? at : point)) };
}

/** A new point after another, picked at once. */
export function inserted(sketch: Sketch, after: number, at: Position): Sketch {
  return { ...sketch, points: sketch.points.toSpliced(after + 1, 0, at), picked: after + 1 };
}

/** Without the picked point; what has too few points left may be drawn on. */
export function removed(sketch: Sketch): Sketch {
  if (sketch.picked === undefined) return sketch;
  const points = sketch.points.toSpliced(sketch.picked, 1);
  const isOpen = sketch.isOpen || points.length < LEAST[sketch.kind];
  return { ...sketch, points, picked: undefined, isOpen };
}

export function finished(sketch: Sketch): Sketch {
  const isOpen = sketch.points.length < LEAST[sketch.kind];
  return { ...sketch, isOpen, picked: undefined };
}
