/** A map begun from what its element says. */

import darkStyle from "@geo/generated/style.dark.json?url";
import lightStyle from "@geo/generated/style.light.json?url";
import { motion } from "@geo/map/camera";
import { isDark } from "@geo/page/theme";
import { Map as GlMap, type StyleSpecification, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";

setWorkerUrl(workerUrl);

/** Degrees around the municipality that one may wander off to; more beside it on a wide map,
 * which could not show the whole of a tall town otherwise. */
const AROUND = 0.35;
/** Name of the camera in the address, for maps that are a page's main thing. */
export const HASH = "mapa";

export type Bounds = [number, number, number, number];

export function numbers(text: string | undefined): number[] {
  return text ? text.split(",").map(Number) : [];
}

/** West, south, east, north, if the text says all four. */
export function boundsIn(text: string | undefined): Bounds | undefined {
  const [west, south, east, north] = numbers(text);
  if (west === undefined || south === undefined) return undefined;
  if (east === undefined || north === undefined) return undefined;
  return [west, south, east, north];
}

/** What to draw with: the town's style, on the map kept in this browser if the element names one. */
export async function styleOf(host: HTMLElement): Promise<string | StyleSpecification> {
  const address = isDark() ? darkStyle : lightStyle;
  const file = host.getAttribute("offline");
  if (!file) return address;
  const { offlineStyle } = await import("@geo/offline/style");
  return (await offlineStyle(file, address)) ?? address;
}

/** The town as a whole. */
export function homeView(host: HTMLElement): { center: [number, number]; zoom: number } {
  const [lon = 0, lat = 0, zoom = 0] = numbers(host.dataset["home"]);
  return { center: [lon, lat], zoom };
}

export function begin(host: HTMLElement, style: string | StyleSpecification): GlMap {
  const [west, south, east, north] = boundsIn(host.dataset["bounds"]) ?? [-180, -85, 180, 85];
  const { width, height } = host.getBoundingClientRect();
  const beside = AROUND * Math.max(1, width / (height || 1));
  return new GlMap({
    container: host.querySelector<HTMLElement>(".map-canvas") ?? host,
    style,
    ...homeView(host),
    minZoom: 8,
    maxZoom: 19,
    maxBounds: [west - beside, south - AROUND, east + beside, north + AROUND],
    hash: document.querySelector("[data-covers-map]") ? HASH : false,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    renderWorldCopies: false,
    fadeDuration: motion(),
    locale: { "Map.Title": host.dataset["label"] ?? "" },
  });
}
