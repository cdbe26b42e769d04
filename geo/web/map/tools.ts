/** The buttons on the map, and its keyboard. */

import { tell } from "@geo/events";
import { motion } from "@geo/map/camera";
import { hereAddress } from "@geo/page/address";
import type { Map as GlMap, MapMouseEvent } from "maplibre-gl";

/** Six decimals are a hand's breadth. */
const DECIMALS = 6;

/** Ask the page to tell what is at a point. */
export function tellHere(at: { readonly lng: number; readonly lat: number }): void {
  const [lon, lat] = [at.lng.toFixed(DECIMALS), at.lat.toFixed(DECIMALS)];
  tell("panel", { address: hereAddress(lon, lat, location.search) });
}

/** Zoom, the whole town, and what is at the centre. */
export function wireTools(map: GlMap, host: HTMLElement, home: () => void): () => void {
  const does: Record<string, () => void> = {
    "zoom-in": () => map.zoomIn({ duration: motion() }),
    "zoom-out": () => map.zoomOut({ duration: motion() }),
    home,
    here: () => tellHere(map.getCenter()),
  };

  function press(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("[data-do]");
    does[button?.dataset["do"] ?? ""]?.();
  }

  function type(event: KeyboardEvent): void {
    if (event.key === "Enter" && event.target === map.getCanvas()) does["here"]?.();
  }

  host.addEventListener("click", press);
  host.addEventListener("keydown", type);
  return () => {
    host.removeEventListener("click", press);
    host.removeEventListener("keydown", type);
  };
}

/** A click on bare ground asks what is here; modules claim theirs with preventDefault. */
export function askHere(map: GlMap): () => void {
  function ask(event: MapMouseEvent): void {
    queueMicrotask(() => {
      if (event.defaultPrevented) return;
      tellHere(event.lngLat);
    });
  }
  map.on("click", ask);
  return () => {
    map.off("click", ask);
  };
}
