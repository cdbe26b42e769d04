/** Additions to a map that each know how to be undone. */

import { all } from "@geo/map/module";
import type {
  AddLayerObject,
  Map as GlMap,
  MapLayerMouseEvent,
  SourceSpecification,
} from "maplibre-gl";

export function source(map: GlMap, id: string, what: SourceSpecification): () => void {
  map.addSource(id, what);
  return () => map.removeSource(id);
}

export function layers(map: GlMap, ...specs: readonly AddLayerObject[]): () => void {
  for (const spec of specs) map.addLayer(spec);
  return all(...specs.map((spec) => () => map.removeLayer(spec.id)));
}

/** The same under the names of places and streets, which stay readable on what is coloured. */
export function layersUnderNames(map: GlMap, ...specs: readonly AddLayerObject[]): () => void {
  const name = map.getStyle().layers.find(({ id }) => id.endsWith("-name"))?.id;
  for (const spec of specs) map.addLayer(spec, name);
  return all(...specs.map((spec) => () => map.removeLayer(spec.id)));
}

type Pointing = "click" | "mouseenter" | "mouseleave";

export function on(
  map: GlMap,
  event: Pointing,
  ids: string[],
  listener: (event: MapLayerMouseEvent) => void,
): () => void {
  map.on(event, ids, listener);
  return () => map.off(event, ids, listener);
}

/** A hand instead of an arrow over what can be clicked. */
export function pointsAt(map: GlMap, ids: string[]): () => void {
  const set = (pointing: boolean) => (): void => {
    map.getCanvas().classList.toggle("is-pointing", pointing);
  };
  return all(on(map, "mouseenter", ids, set(true)), on(map, "mouseleave", ids, set(false)));
}

/** Hear an event before anybody further down the page does. */
export function before<E extends Event>(
  on: EventTarget,
  name: string,
  listener: (event: E) => void,
): () => void {
  on.addEventListener(name, listener as EventListener, true);
  return () => on.removeEventListener(name, listener as EventListener, true);
}
