/** How much a stand takes: two touches on the map beside its outline, and the metres between. */
import lightStyle from "@geo/generated/style.light.json?url";
import { begin, boundsIn } from "@geo/map/begin";
import { type GeoJSONSource, type Map as GlMap, LngLatBounds } from "maplibre-gl";
import type { App } from "../app";
import { metres, type Place } from "../distance";
import { groundStyle } from "../ground";
import { kindOf } from "../kind";
import { part, word } from "../pieces";
import type { Stop } from "../stops";

const [OUTLINE, ENDS] = ["outline", "ends"] as const;
/** So near that a metre is as wide as a finger. */
const NEAR_ZOOM = 21;

/** What is drawn between the ends that were touched. */
export function drawn(ends: readonly Place[]): GeoJSON.FeatureCollection {
  const points = ends.map(
    (end): GeoJSON.Feature => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [...end] },
      properties: {},
    }),
  );
  const line: GeoJSON.Feature = {
    type: "Feature",
    geometry: { type: "LineString", coordinates: ends.map((end) => [...end]) },
    properties: {},
  };
  return { type: "FeatureCollection", features: ends.length > 1 ? [line, ...points] : points };
}

/** The ends after another touch: the third begins anew. */
export function touched(ends: readonly Place[], at: Place): Place[] {
  return ends.length < 2 ? [...ends, at] : [at];
}

function layersOf(map: GlMap, outline: GeoJSON.Geometry | undefined): void {
  const colour = getComputedStyle(document.body).getPropertyValue("--shade-way").trim() || "#05c";
  const empty: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };
  map.addSource(OUTLINE, { type: "geojson", data: outline ?? empty });
  map.addSource(ENDS, { type: "geojson", data: empty });
  const wide = { "line-color": colour, "line-width": 5 };
  const fine = { "line-color": "#333", "line-width": 2 };
  map.addLayer({ id: OUTLINE, type: "line", source: OUTLINE, paint: fine });
  map.addLayer({ id: ENDS, type: "line", source: ENDS, paint: wide });
  map.addLayer({
    id: `${ENDS}-points`,
    type: "circle",
    source: ENDS,
    filter: ["==", ["geometry-type"], "Point"],
    paint: { "circle-radius": 9, "circle-color": colour, "circle-stroke-width": 3 },
  });
}

function frame(map: GlMap, outline: GeoJSON.Geometry | undefined, middle: Place | undefined): void {
  if (outline?.type === "Polygon") {
    const bounds = new LngLatBounds();
    for (const each of outline.coordinates[0] ?? []) bounds.extend(each as [number, number]);
    map.fitBounds(bounds, { padding: 70, maxZoom: NEAR_ZOOM, duration: 0 });
  } else if (middle) map.jumpTo({ center: [...middle] as [number, number], zoom: NEAR_ZOOM });
}

/** Measure in `box`; `tell` hears the ends and the metres each time there are two. */
export function measure(
  box: HTMLElement,
  app: App,
  stop: Stop,
  tell: (ends: readonly Place[], length: number) => void,
): () => void {
  const canvas = part(box, ".map-canvas");
  const { home, bounds } = document.body.dataset;
  Object.assign(canvas.dataset, { home, bounds: boundsIn(bounds)?.join(",") });
  const outline = kindOf(stop.kind)?.outline?.(stop.item);
  let ends: readonly Place[] = [];
  let end = (): void => undefined;
  let isGone = false;
  const files = app.taken.flatMap(({ assignment }) => assignment.maps.map(({ file }) => file));
  void groundStyle(files, lightStyle).then((style) => {
    if (isGone) return;
    const map = begin(canvas, style ?? { version: 8, sources: {}, layers: [] });
    Object.assign(box, { map });
    map.setMaxZoom(NEAR_ZOOM + 1);
    end = () => map.remove();
    map.once("load", () => {
      layersOf(map, outline);
      frame(map, outline, stop.place);
      box.dataset["ready"] = "";
    });
    map.on("click", ({ lngLat }) => {
      ends = touched(ends, [Number(lngLat.lng.toFixed(7)), Number(lngLat.lat.toFixed(7))]);
      map.getSource<GeoJSONSource>(ENDS)?.setData(drawn(ends));
      const [from, to] = ends;
      const length = from && to ? metres(from, to) : 0;
      part(box, "[role=status]").textContent = to
        ? word("measured", { metres: length.toFixed(1).replace(".", ",") })
        : word("measure-other-end");
      if (to) tell(ends, length);
    });
  });
  return () => {
    isGone = true;
    end();
  };
}
