import { expect, test } from "vitest";

import { choiceIn, withChoice } from "./switcher";

const CAMERA = "#mapa=16/-17.3975/-66.2835";

test("an address without a choice leaves every layer as it is", () => {
  expect(choiceIn(CAMERA).size).toBe(0);
  expect(withChoice(CAMERA, new Map())).toBe(CAMERA);
  expect(withChoice("", new Map())).toBe("");
});

test("a choice goes into the address beside the camera and comes out the same", () => {
  const choice = new Map([
    ["otb", false],
    ["zones", true],
  ]);
  const hash = withChoice(CAMERA, choice);
  expect(hash).toBe(`${CAMERA}&capas=-otb,zones`);
  expect(choiceIn(hash)).toEqual(choice);
  expect(withChoice(hash, new Map([["water", false]]))).toBe(`${CAMERA}&capas=-water`);
  expect(withChoice(hash, new Map())).toBe(CAMERA);
});
