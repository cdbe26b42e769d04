/** What the page speaks of, marked on the map: a ring, and the circle the true place lies in. */

import { type Focus, hear } from "@geo/events";
import { show } from "@geo/map/camera";
import { look } from "@geo/map/look";
import { all } from "@geo/map/module";
import { layers, source } from "@geo/map/undoing";
import type { Feature, FeatureCollection } from "geojson";
import type { GeoJSONSource, Map as GlMap } from "maplibre-gl";

const ID = "focus";
const CORNERS = 64;
const METRES_PER_DEGREE = 111_195;

type Ring = [number, number][];

/** A circle of `metres` around a point, as a ring of longitudes and latitudes. */
export function circle(lon: number, lat: number, metres: number): Ring {
  const tall = metres / METRES_PER_DEGREE;
  const wide = tall / Math.cos((lat * Math.PI) / 180);
  const ring: Ring = [];
  for (let corner = 0; corner <= CORNERS; corner++) {
    const turn = (2 * Math.PI * (corner % CORNERS)) / CORNERS;
    ring.push([lon + wide * Math.cos(turn), lat + tall * Math.sin(turn)]);
  }
  return ring;
}

/** The focus as GeoJSON: a point for each place, a circle where its accuracy is known. */
export function marks(focus: Focus | undefined): FeatureCollection {
  const features: Feature[] = [];
  for (const [lon, lat, metres] of focus?.points ?? []) {
    const properties = {};
    features.push({
      type: "Feature",
      properties,
      geometry: { type: "Point", coordinates: [lon, lat] },
    });
    if (metres <= 0) continue;
    const coordinates = [circle(lon, lat, metres)];
    features.push({ type: "Feature", properties, geometry: { type: "Polygon", coordinates } });
  }
  return { type: "FeatureCollection", features };
}

/** Follow what the page speaks of, starting with `first`. */
export function followFocus(map: GlMap, first: Focus | undefined): () => void {
  const { chosen, halo } = look().map;
  const undo = all(
    source(map, ID, { type: "geojson", data: marks(first) }),
    layers(
      map,
      {
        id: "focus-circle",
        type: "fill",
        source: ID,
        filter: ["==", ["geometry-type"], "Polygon"],
        paint: { "fill-color": chosen, "fill-opacity": 0.1 },
      },
      {
        id: "focus-edge",
        type: "line",
        source: ID,
        filter: ["==", ["geometry-type"], "Polygon"],
        paint: { "line-color": chosen, "line-width": 1.5, "line-dasharray": [3, 2] },
      },
      {
        id: "focus-ring",
        type: "circle",
        source: ID,
        filter: ["==", ["geometry-type"], "Point"],
        paint: {
          "circle-radius": 16,
          "circle-opacity": 0,
          "circle-stroke-color": chosen,
          "circle-stroke-width": 3,
        },
      },
      {
        id: "focus-ring-halo",
        type: "circle",
        source: ID,
        filter: ["==", ["geometry-type"], "Point"],
        paint: {
          "circle-radius": 19,
          "circle-opacity": 0,
          "circle-stroke-color": halo,
          "circle-stroke-width": 1.5,
        },
      },
    ),
    hear("focus", (focus) => {
      map.getSource<GeoJSONSource>(ID)?.setData(marks(focus));
      if (focus) show(map, focus);
    }),
  );
  return undo;
}
