/** What is put on the map is taken off again, and says what it shows. */
import { pretendPage, RecordingMap } from "@geo/testing";
import { expect, test, vi } from "vitest";
import type { Place } from "./distance";
import type { Stop } from "./stops";
import { features, roundOnMap, way } from "./stops.map";

function stop(id: number, place: Place | undefined, isDone = false): Stop {
  return {
    assignment: "5d0c",
    kind: "water.collection",
    item: {} as Stop["item"],
    place,
    facts: { amount: "Bs 10,00", mark: "3", shade: "two", meaning: "", place: "" },
    main: `house ${id}`,
    second: "",
    made: [],
    isOpenEnded: false,
    isDone,
    address: `#/lugar/5d0c/${id}`,
  };
}

test("nothing of a round remains on the map", () => {
  pretendPage();
  Object.assign(document, { body: {} });
  vi.stubGlobal("getComputedStyle", () => ({ getPropertyValue: () => "#123456" }));
  const map = new RecordingMap();
  const undo = roundOnMap(() => undefined).add(map.asMap());
  expect(map.layers.size).toBe(5);
  undo();
  expect(map.remains).toEqual([]);
  vi.unstubAllGlobals();
});

test("a place shows how long it has owed until it was visited, one without place nothing", () => {
  const shown = features([
    stop(1, [-66.28, -17.39]),
    stop(2, [-66.27, -17.39], true),
    stop(3, undefined),
  ]);
  expect(shown.map(({ properties }) => properties)).toEqual([
    { address: "#/lugar/5d0c/1", mark: "3", shade: "two" },
    { address: "#/lugar/5d0c/2", mark: "✓", shade: "done" },
  ]);
});

test("the way begins where one stands, and one stop alone makes none", () => {
  const one = stop(1, [-66.28, -17.39]);
  expect(way([one], undefined)).toEqual([]);
  expect(way([one], [-66.27, -17.39])[0]?.geometry).toEqual({
    type: "LineString",
    coordinates: [
      [-66.27, -17.39],
      [-66.28, -17.39],
    ],
  });
});
