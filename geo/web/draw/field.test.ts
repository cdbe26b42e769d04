import { expect, test } from "vitest";

import { wrongWith } from "./field";
import { begun } from "./sketch";

test("a drawing is wrong when it is missing, too small or cuts itself", () => {
  const bow = [
    [0, 0],
    [2, 2],
    [2, 0],
    [0, 2],
  ] as const;
  expect(wrongWith(begun("polygon"), true)).toBe("missing");
  expect(wrongWith(begun("polygon"), false)).toBeUndefined();
  expect(wrongWith(begun("polygon", bow.slice(0, 2)), false)).toBe("few");
  expect(wrongWith(begun("polygon", bow), false)).toBe("crosses");
  expect(wrongWith(begun("line", bow), false)).toBeUndefined();
});
