/** Paper gets a picture of the map as it stands: a canvas of WebGL prints blank. */
import type { Map as GlMap } from "maplibre-gl";

export function printable(map: GlMap, host: HTMLElement): () => void {
  const picture = document.createElement("img");
  picture.className = "map-picture";
  picture.alt = host.dataset["label"] ?? "";
  host.append(picture);

  const legend = document.querySelector<HTMLDetailsElement>(".legend");
  let wasOpen = false;

  function take(): void {
    map.redraw();
    picture.src = map.getCanvas().toDataURL("image/png");
    wasOpen = legend?.open ?? false;
    if (legend) legend.open = true;
  }

  function restore(): void {
    if (legend) legend.open = wasOpen;
  }

  addEventListener("beforeprint", take);
  addEventListener("afterprint", restore);
  return () => {
    removeEventListener("beforeprint", take);
    removeEventListener("afterprint", restore);
    picture.remove();
  };
}
