/** What happened in the street, sealed, until the municipality has said that it has it. */
import { alone } from "./alone";
import { type Bytes, framed, joined, sha256, text } from "./bytes";
import { type ServerKey, seal } from "./seal";
import { isSigned, pairOf, signed } from "./signing";
import type { Change, Put, Storage } from "./storage";

/** One envelope that waits: what one may know of it without opening it. */
export interface Waiting {
  readonly id: string;
  /** The device that sealed it; another one's can only be handed in as a file. */
  readonly device: string;
  /** The order of events; a file has that of its event. */
  readonly seq: number;
  readonly at: number;
  readonly sha256: string;
  readonly envelope: Bytes;
}

export interface Attachment {
  readonly id: string;
  readonly role: "photo" | "signature";
  readonly content: Bytes;
  readonly media_type: "image/jpeg" | "image/png";
}

/** Something that happened, before it is numbered and sealed. */
export interface Happening {
  /** Made when the form was opened: what is saved twice is one event. */
  readonly id: string;
  readonly kind: string;
  readonly act: string;
  readonly assignment: string | null;
  readonly item: number | null;
  readonly about: { readonly kind: string; readonly id: string } | null;
  readonly at: string;
  readonly position: { lon: number; lat: number; accuracy_m: number } | null;
  readonly base: string | null;
  readonly body: object;
}

export interface Writer {
  readonly device: string;
  readonly key: ServerKey;
}

const SEQ = "seq";
const MAGIC = "LLAJTA01";

async function waiting(
  kind: "event" | "file",
  by: Writer,
  of: { id: string; seq: number; at: number },
  content: Bytes,
  pair: CryptoKeyPair | undefined,
): Promise<Put> {
  const sealed = await seal(kind, by.device, of.id, content, by.key);
  const envelope = pair ? await signed(sealed, pair) : sealed;
  const value: Waiting = { ...of, device: by.device, sha256: await sha256(envelope), envelope };
  return { shelf: kind === "event" ? "events" : "files", key: of.id, value };
}

/** Seal an event with its files and do all of it, together with `beside`, or nothing.
 *
 * False if it was kept before. Throws `NoRoom`; then nothing is lost that was there.
 */
export function keep(
  storage: Storage,
  by: Writer,
  what: Happening,
  files: readonly Attachment[] = [],
  beside: Pick<Change, "put" | "take"> = {},
): Promise<boolean> {
  return alone("keep", async () => {
    const seq = Number((await storage.read("plain", SEQ)) ?? 0) + 1;
    const told = await Promise.all(
      files.map(async ({ content, ...named }) => ({
        ...named,
        sha256: await sha256(content),
        bytes: content.length,
      })),
    );
    const event = { v: 1, device: by.device, seq, ...what, files: told };
    const of = { seq, at: Date.parse(what.at) };
    const pair = await pairOf(storage, by.device);
    const sealed = await Promise.all([
      waiting("event", by, { ...of, id: what.id }, text(JSON.stringify(event)), pair),
      ...files.map(({ id, content }) => waiting("file", by, { ...of, id }, content, pair)),
    ]);
    return storage.change({
      add: sealed,
      put: [{ shelf: "plain", key: SEQ, value: seq }, ...(beside.put ?? [])],
      take: beside.take ?? [],
    });
  });
}

/** Sign what a device sealed before it had a key to sign with; it waits on as it is signed. */
export function signWaiting(storage: Storage, device: string, pair: CryptoKeyPair): Promise<void> {
  return alone("keep", async () => {
    for (const shelf of ["events", "files"] as const) {
      for (const key of await storage.keys(shelf)) {
        const kept = (await storage.read(shelf, key)) as Waiting | undefined;
        if (kept?.device !== device || isSigned(kept.envelope)) continue;
        const envelope = await signed(kept.envelope, pair);
        const value: Waiting = { ...kept, envelope, sha256: await sha256(envelope) };
        await storage.change({ put: [{ shelf, key, value }] });
      }
    }
  });
}

/** How much waits. */
export async function left(storage: Storage): Promise<{ events: number; files: number }> {
  const [events, files] = await Promise.all([storage.keys("events"), storage.keys("files")]);
  return { events: events.length, files: files.length };
}

/** The events that wait, as they happened. */
export async function waitingEvents(storage: Storage): Promise<Waiting[]> {
  const all = (await storage.all("events")) as Waiting[];
  return all.sort((one, other) => one.seq - other.seq);
}

/** Let go of an envelope whose very bytes the municipality has confirmed; says whether it did. */
export async function letGo(
  storage: Storage,
  shelf: "events" | "files",
  id: string,
  confirmed: string,
): Promise<boolean> {
  const kept = (await storage.read(shelf, id)) as Waiting | undefined;
  if (!kept || kept.sha256 !== confirmed) return false;
  return storage.change({ take: [{ shelf, key: id }] });
}

/** Everything that waits, as one file that can be handed in at the office. */
export async function exported(storage: Storage): Promise<Blob> {
  const events = await waitingEvents(storage);
  const files = (await storage.all("files")) as Waiting[];
  const content = framed([...events, ...files].map(({ envelope }) => envelope));
  return new Blob([joined(text(MAGIC), content)], { type: "application/octet-stream" });
}
