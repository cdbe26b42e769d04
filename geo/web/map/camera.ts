/** Where the camera looks, clear of whatever covers part of the map. */

import type { Focus } from "@geo/events";
import { MOTION } from "@geo/generated/look";
import type { Map as GlMap, LngLatBoundsLike, PaddingOptions } from "maplibre-gl";

const METRES_PER_DEGREE = 111_195;
const CLOSEST = 17;
/** Room around what is shown; the buttons of the map stand on its right. */
export const AIR = { top: 48, right: 72, bottom: 48, left: 48 } as const;

/** Between what is shown and a legend beside it. */
const GAP = 16;
/** A legend that takes more of the map than this leaves too little beside it. */
const MOST_SHARE = 0.5;

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Pixels of `map` that `cover` hides, on the side where it lies. */
export function hidden(map: Box, cover: Box): PaddingOptions {
  const none = { top: 0, right: 0, bottom: 0, left: 0 };
  const wide = Math.min(map.right, cover.right) - Math.max(map.left, cover.left);
  const tall = Math.min(map.bottom, cover.bottom) - Math.max(map.top, cover.top);
  if (wide <= 0 || tall <= 0) return none;
  if (wide >= (map.right - map.left) * 0.9) return { ...none, bottom: map.bottom - cover.top };
  return cover.left <= map.left
    ? { ...none, left: cover.right - map.left }
    : { ...none, right: map.right - cover.left };
}

/** Room around what is framed on `map`: beside a legend on it or above it, where less is lost. */
export function airBeside(map: Box, legend: Box | undefined): Required<PaddingOptions> {
  if (!legend) return AIR;
  const isLeft = legend.left - map.left < map.right - legend.right;
  const wide = isLeft ? legend.right - map.left : map.right - legend.left;
  const tall = map.bottom - legend.top;
  if (wide <= 0 || tall <= 0) return AIR;
  const shares = [wide / (map.right - map.left), tall / (map.bottom - map.top)] as const;
  if (Math.min(...shares) > MOST_SHARE) return AIR;
  const isAbove = shares[1] < shares[0];
  const side = isAbove ? "bottom" : isLeft ? "left" : "right";
  return { ...AIR, [side]: Math.max(AIR[side], (isAbove ? tall : wide) + GAP) };
}

/** Room around what is framed on this map now. */
function air(map: GlMap): Required<PaddingOptions> {
  const host = map.getContainer().closest(".stage") ?? map.getContainer();
  const legend = host.querySelector(".legend[open]")?.getBoundingClientRect();
  return airBeside(map.getContainer().getBoundingClientRect(), legend);
}

/** How far the middle of what is shown lies from that of the map, in pixels right and down. */
export function middle(room: Required<PaddingOptions>): [number, number] {
  const more = (side: keyof PaddingOptions): number => room[side] - AIR[side];
  return [(more("left") - more("right")) / 2, (more("top") - more("bottom")) / 2];
}

/** Show the town as a whole, beside the legend. */
export function goHome(
  map: GlMap,
  home: { center: [number, number]; zoom: number },
  duration: number = motion(),
): void {
  map.easeTo({ ...home, padding: covered(map), offset: middle(air(map)), duration });
}

/** What covers this map at the moment. */
export function covered(map: GlMap): PaddingOptions {
  const box = map.getContainer().getBoundingClientRect();
  const cover = document.querySelector("[data-covers-map]")?.getBoundingClientRect();
  const padding = cover
    ? hidden(box, cover)
    : hidden(box, { left: 0, top: 0, right: 0, bottom: 0 });
  const whole = (padding.bottom ?? 0) > box.height * 0.85;
  return whole ? { ...padding, bottom: 0 } : padding;
}

export function motion(): number {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : MOTION;
}

/** Bounds of the places with their accuracy: west, south, east, north. */
export function boundsOf(focus: Focus): [number, number, number, number] | undefined {
  if (focus.bounds) return [...focus.bounds];
  const points = focus.points ?? [];
  if (points.length === 0) return undefined;
  const edges = points.map(([lon, lat, metres]) => {
    const tall = metres / METRES_PER_DEGREE;
    const wide = tall / Math.cos((lat * Math.PI) / 180);
    return [lon - wide, lat - tall, lon + wide, lat + tall] as const;
  });
  return [
    Math.min(...edges.map((edge) => edge[0])),
    Math.min(...edges.map((edge) => edge[1])),
    Math.max(...edges.map((edge) => edge[2])),
    Math.max(...edges.map((edge) => edge[3])),
  ];
}

/** Show all of `bounds` in what is left free. */
export function frame(
  map: GlMap,
  bounds: LngLatBoundsLike,
  maxZoom: number = CLOSEST,
  duration: number = motion(),
): void {
  map.setPadding(covered(map));
  map.fitBounds(bounds, { padding: air(map), maxZoom, duration, linear: true });
}

/** Show what the page speaks of; nothing moves if it can be seen already. */
export function show(map: GlMap, focus: Focus): void {
  const bounds = boundsOf(focus);
  if (!bounds) return;
  map.setPadding(covered(map));
  const [west, south, east, north] = bounds;
  const isPoint = focus.points?.length === 1 && focus.points[0]?.[2] === 0;
  if (!isPoint) {
    map.fitBounds([west, south, east, north], {
      padding: air(map),
      maxZoom: CLOSEST,
      duration: motion(),
      linear: true,
    });
    return;
  }
  const zoom = focus.zoom ?? map.getZoom();
  map.easeTo({ center: [west, south], zoom, duration: motion() });
}
