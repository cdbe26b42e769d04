import { expect, test } from "vitest";

import { figureOf } from "./figures";

test("thousands stand apart as on the pages of the server", () => {
  expect([46, 2130, 1234567.8].map((value) => figureOf(value, "es"))).toEqual([
    "46",
    "2\u00A0130",
    "1\u00A0234\u00A0568",
  ]);
  expect(figureOf(2130, "en")).toBe("2,130");
});
