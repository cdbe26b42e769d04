/** A photograph keeps its shape and never grows. */
import { expect, test } from "vitest";
import { fitted } from "./photo";

test.each([
  [
    [4000, 3000],
    [1280, 960],
  ],
  [
    [3000, 4000],
    [960, 1280],
  ],
  [
    [640, 480],
    [640, 480],
  ],
  [
    [5000, 10],
    [1280, 3],
  ],
] as const)("%s becomes %s", ([width, height], small) => {
  expect(fitted(width, height)).toEqual(small);
});
