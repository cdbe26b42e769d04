import { expect, test } from "vitest";

import { sharpness } from "./picture";
import { ratioOf } from "./print";

test("a scale on paper has two leading digits", () => {
  expect(ratioOf(1)).toBe(3800);
  expect(ratioOf(3.3)).toBe(12_000);
  expect(ratioOf(26.5)).toBe(100_000);
});

test("a picture is as sharp as its canvas may be large", () => {
  expect(sharpness({ width: 720, height: 900 })).toBe(3);
  expect(sharpness({ width: 1500, height: 980 })).toBeCloseTo(2.73, 2);
});
