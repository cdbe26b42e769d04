/** What pages and maps say to each other: DOM events, so neither imports the other. */

/** Places to show: points (longitude, latitude, accuracy in metres) or bounds. */
export interface Focus {
  readonly points?: readonly (readonly [number, number, number])[];
  readonly bounds?: readonly [number, number, number, number];
  readonly state?: string;
  readonly zoom?: number;
}

interface Events {
  /** A filter query for tiles has taken effect; bounds of what it leaves. */
  filter: { readonly query: string; readonly bounds: [number, number, number, number] | undefined };
  /** Something is shown beside the map; none when it was closed. */
  focus: Focus | undefined;
  /** The map asks for a fragment in the panel. */
  panel: { readonly address: string };
  /** The reader switched between light and dark. */
  theme: undefined;
  /** What covers part of the map has moved. */
  cover: undefined;
}

type Name = keyof Events;

let focus: Focus | undefined;

/** What is shown beside the map now; a map that starts late asks this. */
export function focusNow(): Focus | undefined {
  return focus;
}

export function tell<N extends Name>(name: N, detail: Events[N]): void {
  if (name === "focus") focus = detail as Focus | undefined;
  document.dispatchEvent(new CustomEvent(`llajta:${name}`, { detail }));
}

/** Listen until the returned function is called. */
export function hear<N extends Name>(name: N, listener: (detail: Events[N]) => void): () => void {
  const heard = (event: Event): void => listener((event as CustomEvent<Events[N]>).detail);
  document.addEventListener(`llajta:${name}`, heard);
  return () => document.removeEventListener(`llajta:${name}`, heard);
}
