/** The order in which to walk: the office's own round, entered where the walker stands. */
import { metres, type Place } from "./distance";

export interface Stop {
  /** Where it is; some things have no place yet and come last. */
  readonly place: Place | undefined;
}

type Placed<T> = T & { readonly place: Place };

/** `round` begun at the stop `first`, onwards or backwards. */
function begun<T>(round: readonly T[], first: number, isBackwards: boolean): T[] {
  const way = [...round.slice(first), ...round.slice(0, first)];
  return isBackwards ? [...way.slice(0, 1), ...way.slice(1).reverse()] : way;
}

/** Metres from each stop to the next; from the last back to the first. */
function legs<T>(round: readonly Placed<T>[]): number[] {
  return round.map(({ place }, n) => metres(place, round[(n + 1) % round.length]?.place ?? place));
}

/** The shortest of the ways to enter a round: at any stop, in either direction.
 *
 * The office orders the stops along the streets, which the telephone does not know; to keep
 * that order and only choose where to begin cannot send anybody through a wall.
 */
export function fromHere<T extends Stop>(round: readonly T[], here: Place | undefined): T[] {
  const placed = round.filter((stop): stop is Placed<T> => stop.place !== undefined);
  const unplaced = round.filter((stop) => stop.place === undefined);
  if (!here) return [...placed, ...unplaced];
  const between = legs(placed);
  let best = { first: 0, isBackwards: false };
  let least = Number.POSITIVE_INFINITY;
  for (const [first, { place }] of placed.entries()) {
    // A whole turn less the leg that is not walked: the one before the first stop, or after it.
    for (const isBackwards of [false, true]) {
      const unwalked = between.at(isBackwards ? first : first - 1) ?? 0;
      const length = metres(here, place) - unwalked;
      if (length < least) [best, least] = [{ first, isBackwards }, length];
    }
  }
  return [...begun(placed, best.first, best.isBackwards), ...unplaced];
}
