/** The tiles of a published layer as a source of the map, with the filter of its page. */
import { layers as register } from "@geo/generated/layers";
import { tileAddress } from "@geo/map/tiles";
import { source } from "@geo/map/undoing";
import type { Map as GlMap } from "maplibre-gl";

export type LayerName = keyof typeof register;

export interface Tiled {
  /** What every style layer that draws it says. */
  readonly common: { readonly source: LayerName; readonly "source-layer": LayerName };
  /** Take the source off the map again, after the layers that draw it. */
  readonly undo: () => void;
}

/** The element that a map stands in; none in tests. */
export function hostOf(map: GlMap): HTMLElement | null {
  return map.getContainer().closest<HTMLElement>("llajta-map");
}

/**
 * Put the tiles of a layer on the map, narrowed to what its page is about.
 *
 * With `promoteId`, features are known by that property, so that a state can be set by it.
 */
export function tiled(map: GlMap, name: LayerName, promoteId?: string): Tiled {
  const { tiles, zooms } = register[name];
  const filter = hostOf(map)?.dataset["filter"] ?? "";
  const undo = source(map, name, {
    type: "vector",
    tiles: [tileAddress(tiles, filter, location.origin)],
    minzoom: zooms[0],
    maxzoom: zooms[1],
    ...(promoteId ? { promoteId } : {}),
  });
  return { common: { source: name, "source-layer": name }, undo };
}
