import { pretendPage, RecordingMap } from "@geo/testing";
import { expect, test } from "vitest";

import { addressOf } from "./asking";
import { waterOperators } from "./water-operators.module";

test("the covers take everything off the map that they put on it", () => {
  pretendPage();
  const map = new RecordingMap();

  const remove = waterOperators.add(map.asMap());
  expect(map.remains).toContain("water-operators-ground");

  remove();
  expect(map.remains).toEqual([]);
});

test("a press asks about that point on the same page", () => {
  expect(addressOf(-66.28, -17.3975, "/agua/quien/")).toBe(
    "/agua/quien/?lon=-66.280000&lat=-17.397500",
  );
});
