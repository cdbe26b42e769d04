import { expect, test } from "vitest";

import { next } from "./elevation.page";

const ROWS = [
  ["3.1", undefined, "3.3"],
  ["2.1", "2.2", "2.3"],
] as const;

test("arrows go to the next free seat, over what is taken", () => {
  expect(next(ROWS, [0, 0], "ArrowRight")).toBe("3.3");
  expect(next(ROWS, [1, 0], "ArrowUp")).toBe("3.1");
});

test("at the edge, and with other keys, one stays", () => {
  expect(next(ROWS, [1, 2], "ArrowRight")).toBeUndefined();
  expect(next(ROWS, [1, 1], "ArrowUp")).toBeUndefined();
  expect(next(ROWS, [0, 0], "Enter")).toBeUndefined();
});
