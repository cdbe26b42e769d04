import { expect, test } from "vitest";

import { dragged, type Ring, shifted, typed } from "./steps";

const METRE = 1 / 111_195;
/** Five by three metres at the equator, its front to the south. */
const MODULE: Ring = [
  [0, 0],
  [5 * METRE, 0],
  [5 * METRE, 3 * METRE],
  [0, 3 * METRE],
];

test("a module moves along its front and away from the route", () => {
  const [corner] = shifted(MODULE, { along: 2, across: 1 });
  expect(corner?.[0]).toBeCloseTo(2 * METRE, 9);
  expect(corner?.[1]).toBeCloseTo(METRE, 9);
});

test("a module on a slanting street moves along that street", () => {
  const slanting = MODULE.map(([x, y]): [number, number] => [x * 0.6 - y * 0.8, x * 0.8 + y * 0.6]);
  const [corner] = shifted(slanting, { along: 5, across: 0 });
  expect(corner?.[0]).toBeCloseTo(3 * METRE, 9);
  expect(corner?.[1]).toBeCloseTo(4 * METRE, 9);
});

test("what is dragged goes in steps of half a metre", () => {
  expect(dragged(MODULE, [0, 0], [1.3 * METRE, -0.7 * METRE])).toEqual({
    along: 1.5,
    across: -0.5,
  });
});

test("arrows go half a metre, with the shift key five metres; other keys nothing", () => {
  const still = { along: 0, across: 0 };
  expect(typed(still, "ArrowRight", false)).toEqual({ along: 0.5, across: 0 });
  expect(typed(still, "ArrowDown", true)).toEqual({ along: 0, across: -5 });
  expect(typed(still, "Enter", false)).toBeUndefined();
});
