/** The scale bar: a round length, as wide as it is on the ground in the middle of the map. */
import type { Map as GlMap } from "maplibre-gl";

/** Metres around the equator in one pixel of the whole world at zoom 0 (tiles of 512). */
const EQUATOR = 40_075_016.686 / 512;
const WIDEST = 112;

export interface Bar {
  readonly metres: number;
  readonly pixels: number;
}

export function metresPerPixel(latitude: number, zoom: number): number {
  return (EQUATOR * Math.cos((latitude * Math.PI) / 180)) / 2 ** zoom;
}

/** The longest bar of 1, 2 or 5 times a power of ten that is not wider than `widest`. */
export function barFor(perPixel: number, widest: number): Bar {
  const most = perPixel * widest;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = ([5, 2, 1].find((step) => step * power <= most) ?? 1) * power;
  return { metres, pixels: metres / perPixel };
}

/** A round length in words: 200 m, 2 km. */
export function roundLength(metres: number, language: string): string {
  const number = new Intl.NumberFormat(language);
  return metres < 1000 ? `${number.format(metres)} m` : `${number.format(metres / 1000)} km`;
}

/** Keep the bar true, and clear of what covers the lower part of the map. */
export function showScale(map: GlMap, host: HTMLElement): () => void {
  const bar = host.querySelector<HTMLElement>(".scale");
  const { lang } = document.documentElement;

  function update(): void {
    const { metres, pixels } = barFor(metresPerPixel(map.getCenter().lat, map.getZoom()), WIDEST);
    host.style.setProperty("--covered", `${map.getPadding().bottom ?? 0}px`);
    if (!bar) return;
    bar.style.width = `${Math.round(pixels)}px`;
    bar.textContent = roundLength(metres, lang);
    bar.hidden = false;
  }

  map.on("move", update);
  update();
  return () => {
    map.off("move", update);
  };
}
