/** Where the telephone is, as long as somebody wants to know. */
import { bearing, metres, type Place } from "./distance";

export interface Fix {
  readonly place: Place;
  /** Metres within which the place is right, as the telephone believes. */
  readonly accuracy: number;
  /** Degrees clockwise from north in which one moves, if one does. */
  readonly heading: number | undefined;
  readonly at: number;
}

/** Beyond this a visit is told to be far from its connection; it is recorded all the same. */
export const FAR_M = 30;
/** A fix older than this is no longer where one stands. */
const STALE_MS = 60_000;

type Listener = (fix: Fix | undefined) => void;

let latest: Fix | undefined;
let watch: number | undefined;
const listeners = new Set<Listener>();

function tell(fix: Fix | undefined): void {
  latest = fix;
  for (const listener of listeners) listener(fix);
}

function begin(): void {
  if (watch !== undefined || !("geolocation" in navigator)) return;
  watch = navigator.geolocation.watchPosition(
    ({ coords, timestamp }) =>
      tell({
        place: [coords.longitude, coords.latitude],
        accuracy: coords.accuracy,
        heading: coords.heading ?? undefined,
        at: timestamp,
      }),
    () => tell(undefined),
    { enableHighAccuracy: true, maximumAge: 10_000, timeout: 60_000 },
  );
}

/** Be told of each new fix, beginning with the last; returns what ends it. */
export function follow(listener: Listener): () => void {
  begin();
  listeners.add(listener);
  if (latest) listener(latest);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || watch === undefined) return;
    navigator.geolocation.clearWatch(watch); // a receiver that nobody reads empties the battery
    watch = undefined;
  };
}

/** The last fix, while it still says where one stands. */
export function here(now: number): Fix | undefined {
  return latest && now - latest.at < STALE_MS ? latest : undefined;
}

export interface Way {
  readonly distance: number;
  /** Degrees to turn an arrow that points up. */
  readonly turn: number;
  /** Whether one is surely further away than `FAR_M`: what is uncertain is not held against one. */
  readonly isFar: boolean;
}

/** The way from a fix to a place; an arrow on a map that has north above, or ahead if one moves. */
export function wayTo(fix: Fix, place: Place): Way {
  const distance = metres(fix.place, place);
  const turn = (bearing(fix.place, place) - (fix.heading ?? 0) + 360) % 360;
  return { distance, turn, isFar: distance - Math.min(fix.accuracy, FAR_M) > FAR_M };
}
