/** Maps kept in this browser: fetched whole, checked, and read again without a network.
 *
 * They stand in the browser's own cache storage, where a file is taken in whole or not at
 * all and a Blob of it costs no memory.
 */

const SHELF = "llajta-maps";
const FOLDER = "/tiles/offline/";

/** One map as the index (`/tiles/offline/index.json`) tells of it. */
export interface Area {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What was fetched is not what the index promised. */
export class Damaged extends Error {}

function address(file: string): string {
  return new URL(FOLDER + file, location.href).href;
}

async function digest(blob: Blob): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The whole answer, telling after each piece how many bytes have come. */
async function fetched(answer: Response, told: (bytes: number) => void): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = answer.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    pieces.push(part.value);
    bytes += part.value.length;
    told(bytes);
  }
  return new Blob(pieces);
}

/** Fetch the map of an area and keep it; the one that was kept before stays until then.
 *
 * Throws when there is no network, no room, or the file is not the promised one.
 */
export async function keep(area: Area, told: (bytes: number) => void): Promise<void> {
  const answer = await fetch(address(area.file), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${area.file} was answered with ${answer.status}`);
  const blob = await fetched(answer, told);
  if ((await digest(blob)) !== area.sha256) throw new Damaged(area.file);
  const shelf = await caches.open(SHELF);
  const headers = { "content-type": "application/vnd.pmtiles", etag: area.sha256 };
  await shelf.put(address(area.file), new Response(blob, { headers }));
}

/** The map of an area, if it is kept. */
export async function kept(file: string): Promise<Blob | undefined> {
  const found = await (await caches.open(SHELF)).match(address(file));
  return found?.blob();
}

/** Which state of the map of an area is kept: its SHA-256. */
export async function keptState(file: string): Promise<string | undefined> {
  const found = await (await caches.open(SHELF)).match(address(file));
  return found?.headers.get("etag") ?? undefined;
}

export async function forget(file: string): Promise<void> {
  await (await caches.open(SHELF)).delete(address(file));
}

/** A document as the network has it now, else as it was when there last was one. */
export async function latest(file: string): Promise<unknown> {
  const shelf = await caches.open(SHELF);
  const at = new URL(file, location.href).href;
  try {
    const answer = await fetch(at);
    if (!answer.ok) throw new Error(`${at} was answered with ${answer.status}`);
    await shelf.put(at, answer.clone());
    return await answer.json();
  } catch (error) {
    const found = await shelf.match(at);
    if (!found) throw error;
    return found.json();
  }
}
