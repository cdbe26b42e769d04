/** What a click on works opens. */

import { tell } from "@geo/events";
import { motion } from "@geo/map/camera";
import { tellHere } from "@geo/map/tools";
import type { Map as GlMap, MapLayerMouseEvent } from "maplibre-gl";

export const SINGLE = "works-single";
export const CLUSTER = "works-cluster";

/** Pixels around a finger that count as hit. */
const REACH = 11;
/** Zoom from which a ring stands for works on one and the same spot. */
const SPOTS_FROM = 16;

/** A ring of many comes apart when one goes nearer; works on one spot are told together. */
export function open(map: GlMap, event: MapLayerMouseEvent): void {
  event.preventDefault();
  const { x, y } = event.point;
  const hits = map.queryRenderedFeatures(
    [
      [x - REACH, y - REACH],
      [x + REACH, y + REACH],
    ],
    { layers: [SINGLE, CLUSTER] },
  );
  const codes = new Set(hits.map((hit) => hit.properties["code"]));
  const [first] = hits;
  const at = first?.geometry.type === "Point" ? first.geometry.coordinates : undefined;
  const spot = at ? { lng: at[0] ?? 0, lat: at[1] ?? 0 } : event.lngLat;
  const isRing = hits.some((hit) => hit.layer.id === CLUSTER);
  if (isRing && map.getZoom() < SPOTS_FROM) {
    map.easeTo({ center: spot, zoom: map.getZoom() + 2, duration: motion() });
  } else if (!isRing && codes.size === 1) {
    const [code = ""] = codes;
    tell("panel", { address: `/obras/${encodeURIComponent(String(code))}/panel/` });
  } else {
    tellHere(spot);
  }
}
