import { expect, test } from "vitest";

import { rest, tapped } from "./sheet";

test.each([
  [0, "low"],
  [0.29, "low"],
  [0.3, "half"],
  [0.71, "half"],
  [0.72, "full"],
  [1, "full"],
] as const)("a sheet let go at %s of the height rests %s", (share, position) => {
  expect(rest(share)).toBe(position);
});

test("a tap on the grip shows more, and a tap on all of it shows the map again", () => {
  expect(tapped("low")).toBe("half");
  expect(tapped("half")).toBe("full");
  expect(tapped("full")).toBe("half");
});
