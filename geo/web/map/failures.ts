/** What cannot be drawn is said on the map itself. */
import type { ErrorEvent, Map as GlMap } from "maplibre-gl";

export type Trouble = "tiles" | "canvas";

export function say(host: HTMLElement, trouble: Trouble, isSo: boolean): void {
  const banner = host.querySelector<HTMLElement>(`[data-when="${trouble}"]`);
  if (banner) banner.hidden = !isSo;
}

/** Show the banner while tiles fail; asking again is one tap. */
export function watchTiles(map: GlMap, host: HTMLElement): () => void {
  const failed = new Set<string>();

  function fail(event: ErrorEvent & { sourceId?: string }): void {
    if (event.sourceId === undefined) return;
    failed.add(event.sourceId);
    say(host, "tiles", true);
  }

  function retry(): void {
    say(host, "tiles", false);
    host.removeAttribute("data-ready");
    for (const id of failed) map.refreshTiles(id);
    failed.clear();
  }

  const button = host.querySelector('[data-do="retry"]');
  map.on("error", fail);
  button?.addEventListener("click", retry);
  addEventListener("online", retry);
  return () => {
    map.off("error", fail);
    button?.removeEventListener("click", retry);
    removeEventListener("online", retry);
  };
}
