import { expect, test } from "vitest";

import { wrongWith } from "./field";
import { kindOf } from "./shape";
import { begun } from "./sketch";

test("a drawing is wrong when it is missing, too small or cuts itself", () => {
  const bow = [
    [0, 0],
    [2, 2],
    [2, 0],
    [0, 2],
  ] as const;
  expect(wrongWith(begun("polygon"), true)).toBe("missing");
  expect(wrongWith(begun("polygon"), false)).toBeUndefined();
  expect(wrongWith(begun("polygon", bow.slice(0, 2)), false)).toBe("few");
  expect(wrongWith(begun("polygon", bow), false)).toBe("crosses");
  expect(wrongWith(begun("line", bow), false)).toBeUndefined();
});

test("only what a drawing says wholly is drawn from a text", () => {
  const ring = "[[0,0],[2,0],[2,2],[0,0]]";
  const hole = "[[1,0.5],[1.5,0.5],[1.5,1],[1,0.5]]";
  expect(kindOf(`{"type":"Polygon","coordinates":[${ring}]}`)).toBe("polygon");
  expect(kindOf('{"type":"LineString","coordinates":[[0,0],[1,1]]}')).toBe("line");
  expect(kindOf('{"type":"Point","coordinates":[0,1]}')).toBe("point");
  expect(kindOf(`{"type":"Polygon","coordinates":[${ring},${hole}]}`)).toBeUndefined();
  expect(kindOf(`{"type":"MultiPolygon","coordinates":[[${ring}]]}`)).toBeUndefined();
  expect(kindOf('{"type":"LineString","coordinates":[[0,0]]}')).toBeUndefined();
  expect(kindOf('{"type":"LineString","coordinates":[[0,0,2550],[1,1,2550]]}')).toBeUndefined();
  expect(kindOf('{"type":"LineString","coordinates":["a","b"]}')).toBeUndefined();
  expect(kindOf('{"type":"Polygon"}')).toBeUndefined();
  expect(kindOf("here")).toBeUndefined();
});
