import { expect, test } from "vitest";

import {
  type Areas,
  classed,
  classOf,
  into,
  limitsOf,
  outlineOf,
  rangesOf,
  describe as tell,
  withLasso,
} from "./debts";

test("going into an area keeps the filters and replaces its own level", () => {
  const asked = into("?antiguedad=older&en=distrito-4&en=otb-2&desde=50", "otb", 7);
  expect(asked).toBe("/agua/mora/lista/?antiguedad=older&en=distrito-4&en=otb-7&por=calle");
  expect(into("?por=calle", "calle", 3)).toBe("/agua/mora/lista/?por=cuenta&en=calle-3");
});

test("a lasso stands in the address as it is drawn, and goes without trace", () => {
  const drawn = withLasso("?por=otb", [
    [-66.28, -17.39],
    [-66.27, -17.39],
    [-66.27, -17.38],
  ]);
  const lasso = "-66.280000,-17.390000;-66.270000,-17.390000;-66.270000,-17.380000";
  expect(drawn).toBe(`/agua/mora/lista/?por=otb&lazo=${lasso}`);
  expect(withLasso(`?lazo=${lasso}`, [])).toBe("/agua/mora/lista/?");
  const [line] = outlineOf(`lazo=${lasso}`).features;
  expect(line?.geometry.type === "LineString" && line.geometry.coordinates.length).toBe(4);
  expect(outlineOf("por=otb").features).toEqual([]);
});

test("what is pointed at says its name, its debt and its accounts", () => {
  const areas: Areas = { otb: { "7": [3, "12345.60", 45] } };
  const pointed = [
    { id: 1, source: "debt-distrito", properties: { name: "Norte" } },
    { id: 7, source: "debt-otb", properties: { name: "Ironcollo" } },
  ];
  expect(tell(pointed, areas, "es", "cuentas en mora")).toBe(
    "Ironcollo · Bs 12\u00A0346 · 45 cuentas en mora",
  );
  expect(tell(pointed, {}, "es", "cuentas en mora")).toBe("");
});

test("areas are parted into fifths with round limits", () => {
  const limits = limitsOf([120, 340, 560, 780, 1010, 1230, 1450, 1670, 1890, 9900]);
  expect(limits).toEqual([340, 780, 1300, 1700]);
  expect([1, 340, 341, 1700, 9900].map((value) => classOf(value, limits))).toEqual([1, 1, 2, 4, 5]);
  expect(rangesOf(limits, "es")[1]).toBe("341 – 780");
});

test("where all areas are alike there is one class", () => {
  expect(limitsOf([50, 50, 50])).toEqual([]);
  expect(limitsOf([])).toEqual([]);
  expect(classOf(50, [])).toBe(1);
});

test("ages are classes already, amounts are compared with each other", () => {
  const areas: Areas[string] = { "1": [4, "10.00", 9], "2": [2, "900.00", 1] };
  expect(classed(areas, "age").classes.get("1")).toBe(4);
  const { classes } = classed(areas, "overdue");
  expect(classes.get("1")).toBeLessThan(classes.get("2") ?? 0);
});
