import { pretendPage, RecordingMap } from "@geo/testing";
import { expect, test } from "vitest";

import { drawSketch } from "./sketch";

const FILE = JSON.stringify({ type: "FeatureCollection", features: [] });

test("a page's own shapes leave nothing behind on the map", () => {
  pretendPage();
  const map = new RecordingMap();
  const undo = drawSketch(map.asMap(), FILE);
  expect([...map.layers]).toEqual(["sketch-area", "sketch-line", "sketch-point"]);
  undo();
  expect(map.remains).toEqual([]);
});

test("without shapes nothing is put on the map", () => {
  const map = new RecordingMap();
  drawSketch(map.asMap(), undefined)();
  expect(map.remains).toEqual([]);
});
