/** Where the reader stands: a ring on the map, or in plain words why not. */

import { tell } from "@geo/events";
import { boundsIn } from "@geo/map/begin";
import { say, type Trouble } from "@geo/map/failures";

const TROUBLES: readonly Trouble[] = ["denied", "unknown", "elsewhere"];
const PATIENCE = 15_000;
const NEAR = 16;

export type Bounds = readonly [number, number, number, number];

export function isWithin([west, south, east, north]: Bounds, lon: number, lat: number): boolean {
  return west <= lon && lon <= east && south <= lat && lat <= north;
}

/** What an answer of the device that is no place means. */
export function troubleOf(code: number): Trouble {
  return code === 1 ? "denied" : "unknown";
}

/** Ask the device once; returns what clears the words away. */
export function locate(host: HTMLElement, done: () => void): () => void {
  let isGone = false;

  function hush(): void {
    for (const trouble of TROUBLES) say(host, trouble, false);
  }

  function found({ coords: { longitude, latitude, accuracy } }: GeolocationPosition): void {
    if (isGone) return;
    const bounds = boundsIn(host.dataset["bounds"]);
    if (bounds && !isWithin(bounds, longitude, latitude)) say(host, "elsewhere", true);
    else {
      tell("focus", { points: [[longitude, latitude, accuracy]], zoom: NEAR });
      done();
    }
  }

  hush();
  if (!("geolocation" in navigator)) say(host, "unknown", true);
  else
    navigator.geolocation.getCurrentPosition(
      found,
      ({ code }) => {
        if (!isGone) say(host, troubleOf(code), true);
      },
      { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 0 },
    );
  return () => {
    isGone = true;
    hush();
  };
}
