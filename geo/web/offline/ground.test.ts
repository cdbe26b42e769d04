/** Without a network only the ground is drawn. */
import { readFileSync } from "node:fs";
import type { StyleSpecification } from "maplibre-gl";
import { expect, test } from "vitest";
import { onGround } from "./ground";

const text = readFileSync(new URL("../generated/style.light.json", import.meta.url), "utf8");
const style = JSON.parse(text) as StyleSpecification;

test("what stands on the kept map stays, what would have to be fetched goes", () => {
  const worn = onGround(style, "pmtiles://otb-7.pmtiles");
  expect(worn.sources).toEqual({ basemap: { type: "vector", url: "pmtiles://otb-7.pmtiles" } });
  const ids = worn.layers.map((layer) => layer.id);
  expect(ids).toContain("street");
  expect(ids).toContain("outside");
  expect(ids.filter((id) => id.startsWith("relief"))).toEqual([]);
  expect(style.sources).toHaveProperty("hillshade");
});
