import { pretendPage, RecordingMap } from "@geo/testing";
import { expect, test } from "vitest";

import { drawn, ink } from "./ink";
import { begun } from "./sketch";

const CORNERS = [
  [0, 0],
  [2, 0],
  [2, 2],
] as const;

function parts(collection: ReturnType<typeof drawn>): unknown[] {
  return collection.features.map(({ properties }) => properties?.["is"]);
}

test("ink takes everything off the map that it put on it", () => {
  pretendPage();
  const map = new RecordingMap();
  const remove = ink(map.asMap());
  expect(map.remains).toContain("ink-line");
  remove();
  expect(map.remains).toEqual([]);
});

test("while it is open, threads lead to the pointer and back to the first point", () => {
  const open = { ...begun("polygon", CORNERS), isOpen: true };
  const found = parts(drawn(open, [0, 2], "4 m²"));
  expect(found.filter((is) => is === "line").length).toBe(2);
  expect(found.filter((is) => is === "thread").length).toBe(2);
  expect(found).toContain("area");
  expect(found).toContain("label");
});

test("a finished shape shows the middles of its sides, and what is picked", () => {
  const found = parts(drawn({ ...begun("polygon", CORNERS), picked: 1 }, undefined, ""));
  expect(found.filter((is) => is === "middle").length).toBe(3);
  expect(found.filter((is) => is === "picked").length).toBe(1);
  expect(found).not.toContain("label");
});
