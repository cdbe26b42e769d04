/** The look of the present theme, and symbols drawn with it. */

import { hatch, looks, shapes } from "@geo/generated/look";
import { isDark } from "@geo/page/theme";
import type { StyleImageInterface } from "maplibre-gl";

export type State = keyof typeof shapes;
export const STATES = Object.keys(shapes) as State[];

export type Look = (typeof looks)["light" | "dark"];

export function look(): Look {
  return looks[isDark() ? "dark" : "light"];
}

const FIELD = 24;

export interface Drawing {
  readonly context: CanvasRenderingContext2D;
  /** The picture as MapLibre takes it. */
  finish(): Pick<StyleImageInterface, "width" | "height" | "data">;
}

/** A canvas of `side` CSS pixels at the device's own resolution. */
export function draw(side: number, ratio: number): Drawing {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.round(side * ratio);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("this browser has no 2D canvas");
  context.scale(ratio, ratio);
  const finish = (): ImageData => context.getImageData(0, 0, canvas.width, canvas.height);
  return { context, finish };
}

/** The mark of a state with an edge of ground around it; hatched when approximate. */
export function stateMark(state: State, approximate: boolean, side: number, ratio: number) {
  const { context, finish } = draw(side, ratio);
  const { states, map } = look();
  const shape = new Path2D(shapes[state]);
  const edge = 2;
  context.translate(edge, edge);
  context.scale((side - 2 * edge) / FIELD, (side - 2 * edge) / FIELD);
  context.lineJoin = "round";
  context.strokeStyle = map.symbol_edge;
  context.lineWidth = 5;
  context.stroke(shape);
  context.fillStyle = approximate ? map.symbol_edge : states[state];
  context.fill(shape);
  if (approximate) fillHatched(context, shape, states[state]);
  return finish();
}

function fillHatched(context: CanvasRenderingContext2D, shape: Path2D, colour: string): void {
  context.save();
  context.clip(shape);
  context.fillStyle = colour;
  context.globalAlpha = hatch.tint;
  context.fill(shape);
  context.globalAlpha = 1;
  context.strokeStyle = colour;
  context.lineWidth = hatch.width;
  context.stroke(new Path2D(hatch.path));
  context.restore();
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.stroke(shape);
}
