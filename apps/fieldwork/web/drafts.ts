/** Visits that were begun and not kept yet: written down under the PIN as they are typed. */
import { alone } from "./alone";
import type { App } from "./app";
import { framed, unframed } from "./bytes";
import type { Put, Storage, Taking } from "./storage";
import { type Locked, lockBytes, lockUp, readBytes, readOut } from "./vault";

/** What one has typed, photographed and signed at a place, until it is kept or left. */
export interface Draft {
  /** Of the event that it becomes: what is saved twice is one event. */
  readonly id: string;
  /** Round, place and outcome. */
  readonly name: string;
  readonly photos: Blob[];
  signature: Blob | undefined;
  values: readonly (readonly [string, string])[];
  /** When something was last put into it; nothing was as long as it is 0. */
  at: number;
}

type Words = Pick<Draft, "id" | "name" | "values" | "at">;
/** What changed of a draft: pictures are a thousand times heavier than words. */
export type Part = "words" | "pictures";

const WORDS = "draft:";
const PICTURES = "draft-pictures:";
const shelf = "locked";

/** What takes a draft off the telephone. */
export function takings(draft: Draft): Taking[] {
  return [WORDS, PICTURES].map((kind) => ({ shelf, key: kind + draft.name }));
}

/** The round of a draft, and the address of its screen. */
export function roundOf({ name }: Draft): string {
  return name.split("/")[0] ?? "";
}
export function addressOf({ name }: Draft): string {
  return `#/lugar/${name}`;
}

async function picturesOf(storage: Storage, key: CryptoKey, name: string): Promise<Blob[]> {
  const locked = (await storage.read(shelf, PICTURES + name)) as Locked | undefined;
  if (!locked) return [];
  return unframed(await readBytes(key, locked)).map((each) => new Blob([each]));
}

async function read(storage: Storage, key: CryptoKey, at: string): Promise<Draft> {
  const words = (await readOut(key, (await storage.read(shelf, at)) as Locked)) as Words;
  const [signature, ...photos] = await picturesOf(storage, key, words.name);
  return {
    ...words,
    photos: photos.map((each) => each.slice(0, each.size, "image/jpeg")),
    signature: signature?.size ? signature.slice(0, signature.size, "image/png") : undefined,
  };
}

/** Every draft on this telephone by its name; what no PIN opens any more is taken off. */
export async function drafts(storage: Storage, key: CryptoKey): Promise<Map<string, Draft>> {
  const found = new Map<string, Draft>();
  for (const at of await storage.keys(shelf)) {
    if (!at.startsWith(WORDS)) continue;
    const name = at.slice(WORDS.length);
    const draft = await read(storage, key, at).catch(() => undefined);
    if (draft) found.set(name, draft);
    else await storage.change({ take: [WORDS, PICTURES].map((k) => ({ shelf, key: k + name })) });
  }
  return found;
}

/** What was begun under a name, or a new draft. */
export function begun(app: App, name: string): Draft {
  const found = app.drafts.get(name);
  if (found) return found;
  const id = crypto.randomUUID();
  const draft: Draft = { id, name, photos: [], signature: undefined, values: [], at: 0 };
  app.drafts.set(name, draft);
  return draft;
}

async function puts(key: CryptoKey, draft: Draft, parts: ReadonlySet<Part>): Promise<Put[]> {
  const { id, name, values, at, photos, signature } = draft;
  const words = await lockUp(key, { id, name, values, at } satisfies Words);
  const put: Put[] = [{ shelf, key: WORDS + name, value: words }];
  if (parts.has("pictures")) {
    const blobs = [signature ?? new Blob(), ...photos];
    const bytes = await Promise.all(blobs.map(async (b) => new Uint8Array(await b.arrayBuffer())));
    put.push({ shelf, key: PICTURES + name, value: await lockBytes(key, framed(bytes)) });
  }
  return put;
}

const waiting = new Map<Draft, Set<Part>>();

/** Write a draft down as it stands now; what changes meanwhile goes with the next writing.
 *
 * A draft that was kept, left or wiped in the meantime does not come back. Throws `NoRoom`.
 */
export async function write(app: App, draft: Draft, part: Part): Promise<void> {
  const parts = waiting.get(draft) ?? new Set<Part>();
  parts.add(part);
  if (draft.at === 0) parts.add("pictures"); // none of it is on the telephone
  draft.at = Date.now();
  if (waiting.has(draft)) return;
  waiting.set(draft, parts);
  // The lock under which visits are kept: a draft is never written after its visit.
  await alone("keep", async () => {
    waiting.delete(draft);
    const { key, storage } = app;
    if (!key) return;
    const put = await puts(key, draft, parts);
    if (app.key === key && app.drafts.get(draft.name) === draft) await storage.change({ put });
  });
}

/** Let go of a draft that was left: it is there again as long as the app lives, no longer. */
export async function leave(app: App, draft: Draft): Promise<void> {
  draft.at = 0;
  await alone("keep", () => app.storage.change({ take: takings(draft) }));
}

/** Forget a draft that nobody wants any more. */
export async function drop(app: App, draft: Draft): Promise<void> {
  app.drafts.delete(draft.name);
  await alone("keep", () => app.storage.change({ take: takings(draft) }));
}

/** What was being written last when the app went away, if something was. */
export function lastOf(app: App): Draft | undefined {
  const rounds = new Set(app.taken.map(({ assignment }) => assignment.id));
  return [...app.drafts.values()]
    .filter((draft) => draft.at > 0 && rounds.has(roundOf(draft)))
    .sort((one, other) => other.at - one.at)[0];
}
