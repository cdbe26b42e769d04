/** What a collector takes along: the places to go to and what is known of each. */
import { keep as keepMap, keptState } from "@geo/offline/shelf";
import type { Place } from "./distance";
import { ask, askJson, type Identity, Unreached } from "./doors";
import type { Storage } from "./storage";
import { type Locked, lockBytes, lockUp, readBytes, readOut } from "./vault";

export interface Offline {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly title: string;
  readonly bounds: readonly [number, number, number, number];
}

/** An assignment as the office tells of it before anything is fetched. */
export interface Assignment {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly first_day: string;
  readonly last_day: string;
  readonly items: number;
  readonly done: number;
  readonly version: string;
  readonly bytes: { package: number; thumbnails: number; maps: number; total: number };
  readonly maps: readonly Offline[];
}

export interface Item {
  readonly id: number;
  readonly order: number;
  readonly about: { readonly kind: string; readonly id: string };
  readonly at: Place | null;
  readonly title: string;
  readonly subtitle: string;
  readonly base: string | null;
  readonly done: { readonly at: string; readonly outcome: string; readonly by: string } | null;
  readonly thumbnails: readonly string[];
  readonly data: unknown;
  /** What its kind sends along once for all of a package's items. */
  readonly common?: unknown;
}

export interface Package {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly last_day: string;
  readonly items: readonly Item[];
  readonly common?: unknown;
}

/** A package as it is kept: what was fetched, and which state of it. */
export interface Taken {
  readonly assignment: Assignment;
  readonly content: Package;
}

const PACKAGE = "package:";
const PICTURES = "pictures:";
/** Names of the map files that were fetched: what a wipe removes without knowing the PIN. */
export const MAPS = "maps";

/** What the holder has to do, as the office has it now. */
export async function assignments(me: Identity): Promise<readonly Assignment[]> {
  const answer = await askJson<{ assignments: Assignment[] }>("asignaciones/", me);
  return answer.assignments;
}

/** Bytes of an assignment that are not on this telephone yet. */
export async function missing(taken: readonly Taken[], wanted: Assignment): Promise<number> {
  const kept = taken.find(({ assignment }) => assignment.id === wanted.id);
  const isKept = kept?.assignment.version === wanted.version;
  let bytes = isKept ? 0 : wanted.bytes.package + wanted.bytes.thumbnails;
  for (const map of wanted.maps) {
    if ((await keptState(map.file)) !== map.sha256) bytes += map.bytes;
  }
  return bytes;
}

async function content(answer: Response): Promise<ArrayBuffer> {
  try {
    return await answer.arrayBuffer();
  } catch {
    throw new Unreached();
  }
}

/** Fetch an assignment whole: the maps first, so that what is read in the street comes last
 * and is there only when everything is. `tell` hears how many of its bytes have come.
 */
export async function take(
  storage: Storage,
  me: Identity,
  key: CryptoKey,
  wanted: Assignment,
  tell: (bytes: number) => void,
): Promise<Taken> {
  let came = 0;
  for (const map of wanted.maps) {
    const begun = came;
    if ((await keptState(map.file)) !== map.sha256) {
      await keepMap(map, (bytes) => tell(begun + bytes)).catch(() => {
        throw new Unreached();
      });
    }
    came = begun + map.bytes;
    tell(came);
  }
  const door = `asignaciones/${wanted.id}`;
  const { thumbnails } = wanted.bytes;
  const asked = { kilobytes: (wanted.bytes.package + thumbnails) / 1000 };
  const fetched = await askJson<Package>(`${door}/paquete/`, me, asked);
  came += wanted.bytes.package;
  tell(came);
  const pictures = thumbnails
    ? await content(await ask(`${door}/miniaturas/`, me, asked))
    : new ArrayBuffer(0);
  tell(came + thumbnails);
  const taken: Taken = { assignment: wanted, content: fetched };
  const put = [
    { shelf: "locked", key: PACKAGE + wanted.id, value: await lockUp(key, taken) },
    { shelf: "locked", key: PICTURES + wanted.id, value: await lockBytes(key, pictures) },
  ] as const;
  const maps = new Set(((await storage.read("plain", MAPS)) as string[] | undefined) ?? []);
  for (const { file } of wanted.maps) maps.add(file);
  await storage.change({ put: [...put, { shelf: "plain", key: MAPS, value: [...maps] }] });
  return taken;
}

/** All packages on this telephone. */
export async function takenAlong(storage: Storage, key: CryptoKey): Promise<Taken[]> {
  const names = (await storage.keys("locked")).filter((name) => name.startsWith(PACKAGE));
  const locked = await Promise.all(names.map((name) => storage.read("locked", name)));
  const all = await Promise.all(locked.map((each) => readOut(key, each as Locked)));
  return (all as Taken[]).map(shared);
}

/** Every item with what the package says once for all. */
function shared({ assignment, content }: Taken): Taken {
  const { common } = content;
  const items = content.items.map((item) => ({ ...item, common }));
  return { assignment, content: { ...content, items } };
}

/** The small pictures of a package: names and JPEGs one after the other. */
export async function smallPictures(
  storage: Storage,
  key: CryptoKey,
  id: string,
): Promise<ArrayBuffer> {
  const locked = (await storage.read("locked", PICTURES + id)) as Locked | undefined;
  return locked ? readBytes(key, locked) : new ArrayBuffer(0);
}

/** Remove a package. */
export async function leaveBehind(storage: Storage, id: string): Promise<void> {
  const shelf = "locked";
  await storage.change({
    take: [
      { shelf, key: PACKAGE + id },
      { shelf, key: PICTURES + id },
    ],
  });
}
