import { expect, test } from "vitest";

import { barFor, metresPerPixel, roundLength } from "./scale";

test("a bar is round, true, and never wider than allowed", () => {
  for (let zoom = 8; zoom <= 19; zoom += 0.25) {
    const perPixel = metresPerPixel(-17.4, zoom);
    const { metres, pixels } = barFor(perPixel, 112);
    expect(pixels).toBeLessThanOrEqual(112);
    expect(pixels).toBeGreaterThan(44);
    expect([1, 2, 5]).toContain(Number(String(metres)[0]));
    expect(pixels * perPixel).toBeCloseTo(metres, 6);
  }
});

test("a pixel of the whole world is an equator's 512th", () => {
  expect(metresPerPixel(0, 0) * 512).toBeCloseTo(40_075_016.686, 3);
});

test("a round length has no more digits than it needs", () => {
  expect(roundLength(200, "es")).toBe("200 m");
  expect(roundLength(2000, "es")).toBe("2 km");
});
