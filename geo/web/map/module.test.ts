import { isMapModule } from "@geo/map/module";
import { expect, test } from "vitest";

test("what else a file exports never goes on the map", () => {
  expect(isMapModule({ layer: "spaces", add: () => () => undefined })).toBe(true);
  expect(isMapModule(() => [])).toBe(false);
  expect(isMapModule(undefined)).toBe(false);
});
