/** What is uncertain is not held against the collector. */
import { expect, test } from "vitest";
import type { Place } from "./distance";
import { type Fix, wayTo } from "./whereabouts";

const DOOR: Place = [-66.28, -17.39];
const METRE = 1 / 111_194.9;
const fix = (north: number, accuracy: number, heading?: number): Fix => ({
  place: [DOOR[0], DOOR[1] - north * METRE],
  accuracy,
  heading,
  at: 0,
});

test.each([
  [10, 5, false],
  [34, 8, false],
  [45, 8, true],
  [3_000, 8, true],
  [3_000, 2_500, true],
])("%i m away, right within %i m: far is %s", (north, accuracy, isFar) => {
  expect(wayTo(fix(north, accuracy), DOOR).isFar).toBe(isFar);
});

test("the arrow points ahead of somebody who walks", () => {
  expect(wayTo(fix(100, 5), DOOR).turn).toBeCloseTo(0);
  expect(wayTo(fix(100, 5, 90), DOOR).turn).toBeCloseTo(270);
});
