import { expect, test } from "vitest";

import { shown } from "./countdown";

test.each([
  [899.2, "15:00"],
  [61, "1:01"],
  [9, "0:09"],
  [-3, "0:00"],
])("%s seconds are shown as %s", (seconds, text) => {
  expect(shown(seconds)).toBe(text);
});
