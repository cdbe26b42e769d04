/** What a system puts on the map, and how to take it off again. */
import type { Map as GlMap } from "maplibre-gl";

export interface MapModule {
  /** Name of the layer in the register. */
  readonly layer: string;
  /** Put sources, layers and listeners on the map; returns what takes all of them off. */
  add(map: GlMap): () => void;
}

/** Whether something that a file exports goes on the map; its other exports are for tests. */
export function isMapModule(exported: unknown): exported is MapModule {
  return typeof (exported as MapModule | undefined)?.add === "function";
}

/** One undo for several, done in reverse order. */
export function all(...undos: readonly (() => void)[]): () => void {
  return () => {
    for (const undo of [...undos].reverse()) undo();
  };
}
