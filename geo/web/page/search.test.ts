import { expect, test } from "vitest";

import { step } from "./search";

test.each([
  ["down from the box takes the first", -1, 1, 3, 0],
  ["up from the box takes the last", -1, -1, 3, 2],
  ["down from the last goes round", 2, 1, 3, 0],
  ["up from the first goes round", 0, -1, 3, 2],
  ["nothing found, nothing chosen", -1, 1, 0, -1],
])("%s", (_, chosen, by, count, expected) => {
  expect(step(chosen, by, count)).toBe(expected);
});
