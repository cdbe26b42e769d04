import { expect, test } from "vitest";

import { filtersOf, fragmentOf, withFilters, withOpen } from "./address";

const HERE = new URL("https://pueblo.example/?tipo=paving&obra=21-1302-00-1#mapa=14/-17.4/-66.28");

test("new filters replace the old ones and keep what is open and where one looks", () => {
  expect(withFilters("distrito=4&distrito=5", HERE)).toBe(
    "/?distrito=4&distrito=5&obra=21-1302-00-1#mapa=14/-17.4/-66.28",
  );
});

test("opening a point closes the work, keeps the filters, and stays readable", () => {
  expect(withOpen("aqui", "-66.28,-17.4", HERE)).toBe(
    "/?tipo=paving&aqui=-66.28,-17.4#mapa=14/-17.4/-66.28",
  );
});

test("closing leaves the filters, and no question mark when there are none", () => {
  expect(withOpen(undefined, "", HERE)).toBe("/?tipo=paving#mapa=14/-17.4/-66.28");
  expect(withOpen(undefined, "", new URL("https://pueblo.example/?obra=1"))).toBe("/");
});

test("only filters are asked of the list again", () => {
  expect(filtersOf("?obra=1&desde=2018&despues=x~1&estado=deserted")).toBe(
    "desde=2018&estado=deserted",
  );
});

test("an address says which fragment is open", () => {
  expect(fragmentOf("?tipo=paving")).toBeUndefined();
  expect(fragmentOf("?obra=21-1302-00-1")).toBe("/obras/21-1302-00-1/panel/");
  expect(fragmentOf("?obra=../admin")).toBe("/obras/..%2Fadmin/panel/");
  expect(fragmentOf("?aqui=-66.28,-17.4")).toBe("/aqui/panel/?lon=-66.28&lat=-17.4");
});
