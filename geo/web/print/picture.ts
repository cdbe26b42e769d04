/** A picture of the map for paper: a second map of the sheet's own size, in its own resolution. */
import { styleOf } from "@geo/map/begin";
import type { Dress } from "@geo/map/more";
import { Map as GlMap, LngLatBounds } from "maplibre-gl";

/** Pixels of the picture in one of the sheet's: about 290 dots an inch if the canvas may be so large. */
const SHARPEST = 3;
const LARGEST = 4096;
const PATIENCE = 30_000;

export interface Room {
  readonly width: number;
  readonly height: number;
}

export interface Picture {
  /** Address of the picture; whoever shows it revokes it. */
  readonly address: string;
  readonly latitude: number;
  readonly zoom: number;
}

/** As sharp as the largest canvas allows. */
export function sharpness({ width, height }: Room): number {
  return Math.min(SHARPEST, LARGEST / Math.max(width, height, 1));
}

/** What can be seen of the map beside what covers it. */
function seen(map: GlMap): LngLatBounds {
  const { clientWidth, clientHeight } = map.getContainer();
  const { top = 0, right = 0, bottom = 0, left = 0 } = map.getPadding();
  return new LngLatBounds()
    .extend(map.unproject([left, top]))
    .extend(map.unproject([clientWidth - right, clientHeight - bottom]));
}

function settled(map: GlMap): Promise<unknown> {
  return Promise.race([map.once("idle"), new Promise((done) => setTimeout(done, PATIENCE))]);
}

/** Draw what `map` shows once more, filling `room`. */
export async function pictureFor(
  map: GlMap,
  host: HTMLElement,
  dress: Dress,
  room: Room,
): Promise<Picture> {
  const container = document.createElement("div");
  container.className = "paper-map";
  container.style.setProperty("width", `${room.width}px`);
  container.style.setProperty("height", `${room.height}px`);
  host.append(container);
  const paper = new GlMap({
    container,
    style: await styleOf(host),
    bounds: seen(map),
    interactive: false,
    attributionControl: false,
    fadeDuration: 0,
    renderWorldCopies: false,
    pixelRatio: sharpness(room),
    maxCanvasSize: [LARGEST, LARGEST],
    canvasContextAttributes: { preserveDrawingBuffer: true },
  });
  try {
    await paper.once("style.load");
    const undress = dress(paper);
    await settled(paper);
    const blob = await new Promise<Blob | null>((done) =>
      paper.getCanvas().toBlob(done, "image/png"),
    );
    const { lat: latitude } = paper.getCenter();
    const zoom = paper.getZoom();
    undress();
    return { address: blob ? URL.createObjectURL(blob) : "", latitude, zoom };
  } finally {
    paper.remove();
    container.remove();
  }
}
