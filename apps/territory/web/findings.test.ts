import { pretendPage, RecordingMap } from "@geo/testing";
import { expect, test } from "vitest";

import { findings } from "./findings.module";

test("the findings take everything off the map that they put on it", () => {
  pretendPage();
  const map = new RecordingMap();

  const remove = findings.add(map.asMap());
  expect(map.remains).toContain("findings-edge");

  remove();
  expect(map.remains).toEqual([]);
});
