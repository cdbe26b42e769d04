import { expect, test } from "vitest";

import { isWithin, troubleOf } from "./locate";

test("a place is within the municipality's bounds or elsewhere", () => {
  const bounds = [-66.45, -17.5, -66.2, -17.2] as const;
  expect(isWithin(bounds, -66.28, -17.4)).toBe(true);
  expect(isWithin(bounds, -68.15, -16.5)).toBe(false);
});

test("a refusal is told from a device that does not know", () => {
  expect(troubleOf(1)).toBe("denied");
  expect(troubleOf(2)).toBe("unknown");
  expect(troubleOf(3)).toBe("unknown");
});
