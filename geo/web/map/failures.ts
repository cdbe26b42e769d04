/** What cannot be drawn is said on the map itself. */

import { hear } from "@geo/events";
import { all } from "@geo/map/module";
import type { ErrorEvent, Map as GlMap } from "maplibre-gl";

export type Trouble = "tiles" | "canvas" | "denied" | "unknown" | "elsewhere";

export function say(host: HTMLElement, trouble: Trouble, isSo: boolean): void {
  const banner = host.querySelector<HTMLElement>(`[data-when="${trouble}"]`);
  if (banner) banner.hidden = !isSo;
}

/** Show the banner while tiles fail; asking again is one tap, or the next change of filter.
 *
 * The engine never asks again for a tile that failed and was then reloaded (it waits for the
 * first request to end), so `again` builds the sources anew.
 */
export function watchTiles(map: GlMap, host: HTMLElement, again: () => void): () => void {
  let isFailing = false;

  function fail(event: ErrorEvent & { sourceId?: string }): void {
    if (event.sourceId === undefined) {
      // The engine turns what its listeners throw into events, so nobody else says it.
      console.error(event.error);
      return;
    }
    isFailing = true;
    say(host, "tiles", true);
  }

  function retry(): void {
    if (!isFailing) return;
    isFailing = false;
    say(host, "tiles", false);
    host.removeAttribute("data-ready");
    again();
  }

  const button = host.querySelector('[data-do="retry"]');
  map.on("error", fail);
  button?.addEventListener("click", retry);
  addEventListener("online", retry);
  return all(
    () => map.off("error", fail),
    () => button?.removeEventListener("click", retry),
    () => removeEventListener("online", retry),
    hear("filter", retry),
  );
}
