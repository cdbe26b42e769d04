import { expect, test } from "vitest";

import { arcs, diameter, PREFIX, readName, short } from "./donut";

test("the name of a ring says all its counts", () => {
  expect(readName(`${PREFIX}12:1:0:9:2:0`)).toEqual({
    total: 12,
    counts: { published: 1, awarded: 0, contracted: 9, deserted: 2, cancelled: 0 },
    isVague: false,
  });
  expect(readName(`${PREFIX}2:0:0:2:0:0:~`)?.isVague).toBe(true);
  expect(readName("contracted~")).toBeUndefined();
});

test("the parts of a ring are in the order of the legend and close it", () => {
  const parts = arcs({ contracted: 3, published: 1 });
  expect(parts).toEqual([
    { state: "published", from: 0, to: 0.25 },
    { state: "contracted", from: 0.25, to: 1 },
  ]);
});

test("a ring without counts has no parts", () => {
  expect(arcs({})).toEqual([]);
});

test("ten times as many works make a ring wider, never ten times as wide", () => {
  expect(diameter(10)).toBeGreaterThan(diameter(2));
  expect(diameter(4000)).toBeLessThan(2 * diameter(4));
});

test("large numbers are short in the reader's language", () => {
  expect(short(999, "es")).toBe("999");
  expect(short(1250, "en")).toBe("1.3K");
});
