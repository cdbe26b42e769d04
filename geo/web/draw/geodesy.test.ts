import { expect, test } from "vitest";

import { area, distance, length, type Position } from "./geodesy";

/** Expected values: GeographicLib (Karney 2013) on WGS 84. */
const THOUSANDTH = 0.001;

function off(found: number, expected: number): number {
  return Math.abs(found - expected) / expected;
}

test.each<[Position, Position, number]>([
  [[-66.28, -17.4], [-66.25, -17.38], 3880.99473],
  [[-66.28, -17.4], [-68.15, -16.5], 222693.40865],
  [[0, 0], [0, 1], 110574.38856],
  [[0, 0], [1, 0], 111319.49079],
])("from %s to %s", (from, to, metres) => {
  expect(off(distance(from, to), metres)).toBeLessThan(THOUSANDTH / 50);
});

test.each([
  [0.01, 1176020.255],
  [0.5, 2942320173.996],
])("a square of %s degrees", (side, expected) => {
  const [west, south] = side === 0.01 ? [-66.28, -17.4] : [-66.5, -17.5];
  const ring: Position[] = [
    [west, south],
    [west + side, south],
    [west + side, south + side],
    [west, south + side],
  ];
  expect(off(area(ring), expected)).toBeLessThan(THOUSANDTH / 50);
  expect(area([...ring].reverse())).toBeCloseTo(area(ring), 3);
  expect(area([...ring, [west, south]])).toBeCloseTo(area(ring), 3);
});

test("a place is nowhere away from itself, and little has no length or area", () => {
  expect(distance([-66.28, -17.4], [-66.28, -17.4])).toBe(0);
  expect(length([])).toBe(0);
  expect(length([[-66.28, -17.4]])).toBe(0);
  expect(area([])).toBe(0);
  expect(area([[-66.28, -17.4]])).toBe(0);
});
