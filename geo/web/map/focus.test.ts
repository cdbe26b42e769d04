import { expect, test } from "vitest";

import { circle, marks } from "./focus";

test("a circle is closed and as wide as it says, in metres on the ground", () => {
  const ring = circle(-66.28, -17.4, 500);
  expect(ring[0]).toEqual(ring.at(-1));
  const [east] = ring[0] ?? [0];
  const metres = (east + 66.28) * 111_195 * Math.cos((17.4 * Math.PI) / 180);
  expect(metres).toBeCloseTo(500, 3);
});

test("a place without accuracy is a point alone; nothing is nothing", () => {
  const kinds = (focus: Parameters<typeof marks>[0]) =>
    marks(focus).features.map((feature) => feature.geometry.type);
  expect(kinds({ points: [[-66.28, -17.4, 0]] })).toEqual(["Point"]);
  expect(kinds({ points: [[-66.28, -17.4, 80]] })).toEqual(["Point", "Polygon"]);
  expect(kinds(undefined)).toEqual([]);
});
