import { expect, it } from "vitest";
import type { Place } from "../distance";
import { drawn, touched } from "./measure";

const [A, B, C]: [Place, Place, Place] = [
  [-66.28, -17.39],
  [-66.27, -17.39],
  [-66.26, -17.39],
];

it("takes two ends, and begins anew with the third", () => {
  expect(touched([], A)).toEqual([A]);
  expect(touched([A], B)).toEqual([A, B]);
  expect(touched([A, B], C)).toEqual([C]);
});

it("draws a line once there are two ends", () => {
  expect(drawn([A]).features.map(({ geometry }) => geometry.type)).toEqual(["Point"]);
  expect(drawn([A, B]).features.map(({ geometry }) => geometry.type)).toEqual([
    "LineString",
    "Point",
    "Point",
  ]);
});
