import { expect, test } from "vitest";

import { AIR, airBeside, boundsOf, hidden, middle } from "./camera";

const MAP = { left: 0, top: 60, right: 360, bottom: 740 };
const CLEAR = { top: 0, right: 0, bottom: 0, left: 0 };

test("a sheet from below hides the bottom of the map", () => {
  const sheet = { left: 0, top: 440, right: 360, bottom: 740 };
  expect(hidden(MAP, sheet)).toEqual({ ...CLEAR, bottom: 300 });
});

test("a panel over the left side hides the left", () => {
  const panel = { left: 0, top: 60, right: 120, bottom: 740 };
  expect(hidden(MAP, panel)).toEqual({ ...CLEAR, left: 120 });
});

test("a panel beside the map, edge to edge, hides nothing", () => {
  const beside = { left: -408, top: 60, right: 0, bottom: 740 };
  expect(hidden(MAP, beside)).toEqual(CLEAR);
});

test("bounds hold every place with its accuracy on every side", () => {
  const bounds = boundsOf({
    points: [
      [-66.28, -17.4, 1112],
      [-66.3, -17.38, 0],
    ],
  });
  const [west, south, east, north] = bounds ?? [0, 0, 0, 0];
  expect(west).toBe(-66.3);
  expect(north).toBe(-17.38);
  expect(south).toBeCloseTo(-17.41, 4);
  expect(east).toBeCloseTo(-66.28 + 0.01 / Math.cos((17.4 * Math.PI) / 180), 4);
});

test("nothing to show has no bounds", () => {
  expect(boundsOf({ points: [] })).toBeUndefined();
});

test("what is framed ends beside the buttons of the map, not under them", () => {
  const [touch, margin] = [44, 8];
  expect(AIR.right).toBeGreaterThan(margin + touch + margin);
});

const STAGE = { left: 464, top: 60, right: 1280, bottom: 900 };

test("what is framed ends beside an open legend, not under it", () => {
  const legend = { left: 480, top: 398, right: 752, bottom: 884 };
  expect(airBeside(STAGE, legend)).toEqual({ ...AIR, left: 304 });
  const right = { ...legend, left: 992, right: 1264 };
  expect(airBeside(STAGE, right)).toEqual({ ...AIR, right: 304 });
});

test("above a flat legend there is more room than beside it", () => {
  const flat = { left: 480, top: 800, right: 1000, bottom: 884 };
  expect(airBeside(STAGE, flat)).toEqual({ ...AIR, bottom: 116 });
});

test("on a small map the legend is not made way for: nothing would be left", () => {
  const map = { left: 0, top: 0, right: 400, bottom: 300 };
  expect(airBeside(map, { left: 16, top: 20, right: 288, bottom: 284 })).toEqual(AIR);
});

test("a legend that is closed, or lies beside the map, takes no room", () => {
  expect(airBeside(STAGE, undefined)).toEqual(AIR);
  expect(airBeside(STAGE, { left: 0, top: 60, right: 464, bottom: 900 })).toEqual(AIR);
});

test("the middle of the town is that of what the legend leaves free", () => {
  expect(middle(AIR)).toEqual([0, 0]);
  expect(middle({ ...AIR, left: AIR.left + 256 })).toEqual([128, 0]);
  expect(middle({ ...AIR, bottom: AIR.bottom + 60 })).toEqual([0, -30]);
});
