/** Empties the outbox: each envelope goes when its own digest has come back. */
import { alone } from "./alone";
import { framed, sha256 } from "./bytes";
import { askJson, type Identity } from "./doors";
import { letGo, type Waiting, waitingEvents } from "./outbox";
import type { Storage } from "./storage";

/** The protocol's most for one request, with room to spare: short ones survive a bad network. */
const MOST_EVENTS = 100;
const MOST_BYTES = 200_000;

/** What became of an event, in the office's words. */
export interface Told {
  readonly id: string;
  readonly sha256: string;
  readonly outcome: "applied" | "conflict" | "refused" | "unread" | "kept";
  readonly message: string;
  readonly flags?: readonly string[];
}

interface Receipt {
  readonly receipt: { readonly id: number; readonly sha256: string };
  readonly events: readonly Told[];
}

/** Events in the order in which they happened, in requests of a size that gets through. */
export function* batches(events: readonly Waiting[]): Generator<Waiting[]> {
  let batch: Waiting[] = [];
  let bytes = 0;
  for (const event of events) {
    const more = event.envelope.length + 4;
    if (batch.length > 0 && (batch.length === MOST_EVENTS || bytes + more > MOST_BYTES)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(event);
    bytes += more;
  }
  if (batch.length > 0) yield batch;
}

async function sendBatch(storage: Storage, me: Identity, batch: Waiting[]): Promise<Told[]> {
  const body = framed(batch.map(({ envelope }) => envelope));
  const answer = await askJson<Receipt>("eventos/", me, { method: "POST", body });
  if (answer.receipt.sha256 !== (await sha256(body))) return [];
  const gone: Told[] = [];
  for (const told of answer.events) {
    if (await letGo(storage, "events", told.id, told.sha256)) gone.push(told);
  }
  return gone;
}

async function sendFile(storage: Storage, me: Identity, id: string): Promise<Told[]> {
  const kept = (await storage.read("files", id)) as Waiting | undefined;
  if (kept?.device !== me.id) return [];
  const told = await askJson<Told>(`archivos/${id}/`, me, { method: "PUT", body: kept.envelope });
  return (await letGo(storage, "files", id, told.sha256)) ? [told] : [];
}

/** Send all that waits; `tell` hears of each part that has arrived. One at a time, whoever asks.
 *
 * Throws `Unreached` or `Refused` where it had to stop; what had arrived by then is gone.
 */
export function send(
  storage: Storage,
  me: Identity,
  tell: (arrived: readonly Told[]) => Promise<void> | void,
): Promise<void> {
  return alone("send", async () => {
    const mine = (await waitingEvents(storage)).filter(({ device }) => device === me.id);
    for (const batch of batches(mine)) await tell(await sendBatch(storage, me, batch));
    for (const id of await storage.keys("files")) await tell(await sendFile(storage, me, id));
  });
}
