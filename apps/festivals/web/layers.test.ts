import { pretendPage, RecordingMap } from "@geo/testing";
import { expect, test } from "vitest";

import { festivalInfractions } from "./festival-infractions.module";
import { festivalInspections } from "./festival-inspections.module";
import { festivalRoutes } from "./festival-routes.module";
import { festivalServices } from "./festival-services.module";
import { festivalZones } from "./festival-zones.module";
import { planModules, tick } from "./plan-modules.module";
import { unlicensedVendors } from "./unlicensed-vendors.module";

test.each([
  [festivalRoutes, "festival-routes-line"],
  [festivalZones, "festival-zones-point"],
  [planModules, "plan-modules-ground"],
  [festivalServices, "festival-services-name"],
  [festivalInspections, "festival-inspections-point"],
  [festivalInfractions, "festival-infractions-point"],
  [unlicensedVendors, "unlicensed-vendors-heat"],
])("%o takes everything off the map that it puts on it", (module, layer) => {
  pretendPage();
  const map = new RecordingMap();

  const remove = module.add(map.asMap());
  expect(map.remains).toContain(layer);

  remove();
  expect(map.remains).toEqual([]);
});

test("a press on a module ticks it, and another one unticks it", () => {
  const box = { value: "A-1", checked: false, closest: () => null };
  const page = { querySelectorAll: () => [box] } as unknown as ParentNode;

  tick(page, "A-1");
  expect(box.checked).toBe(true);

  tick(page, "A-1");
  expect(box.checked).toBe(false);
});
