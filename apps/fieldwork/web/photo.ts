/** Photographs small enough to be sent from the street, and without what they tell besides. */

/** Longer side in pixels: a meter's figures and a house number can be read. */
const LONGEST = 1280;
const QUALITIES = [0.72, 0.55, 0.4];
/** What a photograph may weigh: forty of them are sent in some minutes over 3G. */
export const MOST_BYTES = 180_000;

/** Width and height with the longer side at most `longest`; never larger than it was. */
export function fitted(width: number, height: number, longest = LONGEST): [number, number] {
  const scale = Math.min(1, longest / Math.max(width, height));
  return [Math.round(width * scale), Math.round(height * scale)];
}

/** A photograph redrawn: smaller, upright, and without the camera's notes about it. */
export async function shrunk(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const [width, height] = fitted(picture.width, picture.height);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  canvas.getContext("2d")?.drawImage(picture, 0, 0, width, height);
  picture.close();
  let last: Blob | null = null;
  for (const quality of QUALITIES) {
    last = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (last && last.size <= MOST_BYTES) break;
  }
  if (!last) throw new Error("the photograph could not be drawn");
  return last;
}
