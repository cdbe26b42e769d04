/** Distances agree with the ellipsoid as far as a collector can tell. */
import { expect, test } from "vitest";
import { bearing, metres, type Place, spokenDistance } from "./distance";

const PLAZA: Place = [-66.28, -17.3925];

test("a distance is PostGIS's own to within half a metre in a hundred", () => {
  // SELECT ST_Distance('POINT(-66.28 -17.3925)'::geography, 'POINT(-66.279 -17.3915)'::geography)
  expect(Math.abs(metres(PLAZA, [-66.279, -17.3915]) - 153.45)).toBeLessThan(0.8);
  expect(metres(PLAZA, PLAZA)).toBe(0);
});

test.each([
  [[-66.28, -17.39], 0],
  [[-66.27, -17.3925], 90],
  [[-66.28, -17.4], 180],
  [[-66.29, -17.3925], 270],
] as const)("the way to %s points to %i degrees", (to, degrees) => {
  expect(bearing(PLAZA, to)).toBeCloseTo(degrees, 0);
});

test("nobody is told more than an arrow and a telephone know", () => {
  expect([7.6, 99.4, 343, 996, 12_340].map(spokenDistance)).toEqual([
    "8 m",
    "99 m",
    "340 m",
    "1,0 km",
    "12,3 km",
  ]);
});
