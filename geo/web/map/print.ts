/** Paper gets a picture of the map as it stands: a canvas of WebGL prints blank. */
import type { Map as GlMap } from "maplibre-gl";

export function printable(map: GlMap, host: HTMLElement): () => void {
  const picture = document.createElement("img");
  picture.className = "map-picture";
  picture.alt = host.dataset["label"] ?? "";
  host.append(picture);

  function take(): void {
    map.redraw();
    picture.src = map.getCanvas().toDataURL("image/png");
  }

  addEventListener("beforeprint", take);
  return () => {
    removeEventListener("beforeprint", take);
    picture.remove();
  };
}
