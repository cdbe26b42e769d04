/** What a system puts on the map, and how to take it off again. */
import type { Map as GlMap } from "maplibre-gl";

export interface MapModule {
  /** Name of the layer in the register. */
  readonly layer: string;
  /** Put sources, layers and listeners on the map; returns what takes all of them off. */
  add(map: GlMap): () => void;
}

/** One undo for several, done in reverse order. */
export function all(...undos: readonly (() => void)[]): () => void {
  return () => {
    for (const undo of [...undos].reverse()) undo();
  };
}
