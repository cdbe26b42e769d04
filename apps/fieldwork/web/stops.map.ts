/** The places of a round on the map: coloured, numbered, and in the order of the way. */
import { all, type MapModule } from "@geo/map/module";
import type { GeoJSONSource, Map as GlMap, MapMouseEvent } from "maplibre-gl";
import type { Place } from "./distance";
import type { Stop } from "./stops";
import type { Fix } from "./whereabouts";

const [STOPS, WAY, ME] = ["stops", "way", "me"] as const;
const CIRCUMFERENCE_M = 40_075_016;
const RADIAN = Math.PI / 180;

type Feature = GeoJSON.Feature;

/** The colours of the marks, as the style sheet has them. */
function colour(shade: string): string {
  return getComputedStyle(document.body).getPropertyValue(`--shade-${shade}`).trim() || "#000";
}

export function features(stops: readonly Stop[]): Feature[] {
  return stops.flatMap(({ place, facts, isDone, address }): Feature[] =>
    place
      ? [
          {
            type: "Feature",
            geometry: { type: "Point", coordinates: [...place] },
            properties: {
              address,
              mark: isDone ? "✓" : facts.mark,
              shade: isDone ? "done" : facts.shade,
            },
          },
        ]
      : [],
  );
}

/** The way through `stops`, from `here` if one knows where that is. */
export function way(stops: readonly Stop[], here: Place | undefined): Feature[] {
  const line = [...(here ? [here] : []), ...stops.flatMap(({ place }) => (place ? [place] : []))];
  if (line.length < 2) return [];
  const coordinates = line.map((place) => [...place]);
  return [{ type: "Feature", geometry: { type: "LineString", coordinates }, properties: {} }];
}

const collection = (...some: Feature[]): GeoJSON.FeatureCollection => ({
  type: "FeatureCollection",
  features: some,
});

function set(map: GlMap, name: string, some: readonly Feature[]): void {
  map.getSource<GeoJSONSource>(name)?.setData(collection(...some));
}

/** Show where one stands, with a circle as wide as that is uncertain. */
export function showMe(map: GlMap, fix: Fix): void {
  const metresInPixel =
    (CIRCUMFERENCE_M * Math.cos(fix.place[1] * RADIAN)) / 512 / 2 ** map.getZoom();
  set(map, ME, [
    {
      type: "Feature",
      geometry: { type: "Point", coordinates: [...fix.place] },
      properties: { radius: Math.min(400, fix.accuracy / metresInPixel) },
    },
  ]);
}

export function showStops(map: GlMap, stops: readonly Stop[], ordered: readonly Feature[]): void {
  set(map, STOPS, features(stops));
  set(map, WAY, ordered);
}

const SHADES = ["none", "one", "two", "three", "four", "five", "done"];
const byShade = (of: (shade: string) => string): unknown[] => [
  "match",
  ["get", "shade"],
  ...SHADES.flatMap((shade) => [shade, of(shade)]),
  "#000",
];

/** The layers of a round; pressing a place calls `choose` with its address. */
export function roundOnMap(choose: (address: string) => void): MapModule {
  return {
    layer: STOPS,
    add(map: GlMap) {
      function press({ point }: MapMouseEvent): void {
        const reach = 22; // half of what a thumb can hit
        const found = map.queryRenderedFeatures(
          [
            [point.x - reach, point.y - reach],
            [point.x + reach, point.y + reach],
          ],
          { layers: [STOPS] },
        );
        const address: unknown = found[0]?.properties["address"];
        if (typeof address === "string") choose(address);
      }

      for (const name of [WAY, ME, STOPS]) {
        map.addSource(name, { type: "geojson", data: collection() });
      }
      map.addLayer({
        id: WAY,
        type: "line",
        source: WAY,
        layout: { "line-join": "round", "line-cap": "round" },
        paint: { "line-color": colour("way"), "line-width": 3, "line-opacity": 0.6 },
      });
      map.addLayer({
        id: ME,
        type: "circle",
        source: ME,
        paint: {
          "circle-radius": ["get", "radius"],
          "circle-color": colour("way"),
          "circle-opacity": 0.2,
        },
      });
      map.addLayer({
        id: `${ME}-dot`,
        type: "circle",
        source: ME,
        paint: {
          "circle-radius": 8,
          "circle-color": colour("way"),
          "circle-stroke-color": "#fff",
          "circle-stroke-width": 3,
        },
      });
      map.addLayer({
        id: STOPS,
        type: "circle",
        source: STOPS,
        paint: {
          "circle-radius": ["interpolate", ["linear"], ["zoom"], 12, 4, 15, 11, 18, 16],
          "circle-color": byShade(colour) as never,
          "circle-stroke-color": "#fff",
          "circle-stroke-width": 2,
        },
      });
      map.addLayer({
        id: `${STOPS}-mark`,
        type: "symbol",
        source: STOPS,
        minzoom: 14.5,
        layout: { "text-field": ["get", "mark"], "text-size": 13, "text-allow-overlap": true },
        paint: { "text-color": byShade((shade) => colour(`on-${shade}`)) as never },
      });
      map.on("click", press);
      const off = [`${STOPS}-mark`, STOPS, `${ME}-dot`, ME, WAY].map(
        (id) => () => map.removeLayer(id),
      );
      const gone = [STOPS, ME, WAY].map((id) => () => map.removeSource(id));
      return all(...[...off, ...gone].reverse(), () => map.off("click", press));
    },
  };
}
