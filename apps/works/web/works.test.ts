import { pretendPage, RecordingMap } from "@geo/testing";
import { expect, test } from "vitest";

import { works } from "./works.module";

test("the works take everything off the map that they put on it", () => {
  pretendPage();
  const map = new RecordingMap();

  const remove = works.add(map.asMap());
  expect(map.remains).toContain("works-single");
  expect(map.listeners.size).toBeGreaterThan(0);

  remove();
  expect(map.remains).toEqual([]);
});
