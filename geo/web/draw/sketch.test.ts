import { expect, test } from "vitest";

import { crosses, geometryOf, sketchOf } from "./shape";
import { begun, type Hit, press, removed, type Sketch } from "./sketch";

function after(sketch: Sketch, ...hits: readonly Hit[]): Sketch {
  return hits.reduce(press, sketch);
}

const CORNERS = [{ at: [0, 0] }, { at: [2, 0] }, { at: [2, 2] }, { at: [0, 2] }] as const;

test("presses on bare ground add points, and one on the first closes the polygon", () => {
  const open = after(begun("polygon"), ...CORNERS);
  expect(open.points.length).toBe(4);
  const closed = press(open, { vertex: 0 });
  expect(closed.isOpen).toBe(false);
  expect(press(closed, { at: [9, 9] })).toEqual(closed);
});

test("a line ends where its last point is pressed again", () => {
  const line = after(begun("line"), { at: [0, 0] }, { at: [1, 1] });
  expect(press(line, { vertex: 1 }).isOpen).toBe(false);
  expect(press(line, { vertex: 0 }).picked).toBe(0);
});

test("a picked point goes where the next press is, or is removed", () => {
  const picked = after(begun("polygon"), ...CORNERS, { vertex: 2 });
  expect(press(picked, { at: [3, 3] }).points[2]).toEqual([3, 3]);
  expect(press(picked, { vertex: 2 }).picked).toBeUndefined();
  expect(removed(picked).points).toEqual([
    [0, 0],
    [2, 0],
    [0, 2],
  ]);
});

test("the middle of a side becomes a point that is picked", () => {
  const sketch = after(begun("line"), { at: [0, 0] }, { at: [2, 0] });
  const longer = press({ ...sketch, isOpen: false }, { middle: 0, at: [1, 0] });
  expect(longer.points[1]).toEqual([1, 0]);
  expect(longer.picked).toBe(1);
});

test("a polygon that cuts itself is found out; one that only bends is not", () => {
  const bow = after(begun("polygon"), ...[0, 2, 1, 3].map((n) => CORNERS[n] ?? CORNERS[0]));
  expect(crosses(bow)).toBe(true);
  expect(crosses(after(begun("polygon"), ...CORNERS))).toBe(false);
  const bent = after(begun("polygon"), ...CORNERS, { at: [1, 1] });
  expect(crosses(bent)).toBe(false);
});

test("a polygon is written closed and counter-clockwise, and read again", () => {
  const clockwise = after(begun("polygon"), ...[...CORNERS].reverse());
  const geometry = geometryOf(clockwise);
  expect(geometry).toEqual({
    type: "Polygon",
    coordinates: [
      [
        [0, 0],
        [2, 0],
        [2, 2],
        [0, 2],
        [0, 0],
      ],
    ],
  });
  const again = sketchOf("polygon", JSON.stringify(geometry));
  expect(again.points.length).toBe(4);
  expect(again.isOpen).toBe(false);
});

test("too few points are no shape, and a text that is none begins an empty one", () => {
  expect(geometryOf(after(begun("polygon"), { at: [0, 0] }, { at: [1, 0] }))).toBeUndefined();
  for (const text of ["", "null", "{", '{"type":"Point","coordinates":[1,2]}'])
    expect(sketchOf("line", text)).toEqual(begun("line"));
  expect(sketchOf("point", '{"type":"Point","coordinates":[1,2]}').points).toEqual([[1, 2]]);
});
