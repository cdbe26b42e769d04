import { pretendPage, RecordingMap } from "@geo/testing";
import { expect, test } from "vitest";

import { waterTrials } from "./water-trials.module";

test("the accounts of a trial take everything off the map that they put on it", () => {
  pretendPage();
  const map = new RecordingMap();

  const remove = waterTrials.add(map.asMap());
  expect(map.remains).toContain("water-trials-point");

  remove();
  expect(map.remains).toEqual([]);
});
