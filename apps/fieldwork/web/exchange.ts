/** Goes to the office and back: sends what waits, hears what is new, obeys a wipe. */
import { forget as forgetMap } from "@geo/offline/shelf";
import { alone } from "./alone";
import type { App } from "./app";
import { ask, askJson, type Identity, Refused, type State, Unreached } from "./doors";
import { kindOf } from "./kind";
import { borrow } from "./numbers";
import { left, signWaiting } from "./outbox";
import { MAPS } from "./package";
import { send, type Told } from "./sending";
import { pairFor, toldKey } from "./signing";
import { shelved } from "./visits";

/** How a round to the office ended. */
export type Ended = "done" | "unreached" | "unknown" | "wiped" | "revoked" | "refused";

/** Note down what the office answered to the visits of this telephone. */
async function noted(app: App, arrived: readonly Told[]): Promise<void> {
  const { key } = app;
  if (!key) return;
  const told = new Map(arrived.map(({ id, outcome, message }) => [id, { outcome, message }]));
  app.visits = app.visits.map((visit) => {
    const answer = told.get(visit.id);
    return answer ? { ...visit, told: answer } : visit;
  });
  const changed = app.visits.filter(({ id }) => told.has(id));
  await app.storage.change({ put: await Promise.all(changed.map((each) => shelved(key, each))) });
}

/** Delete all that can be read; what is sealed may stay, for only the office can read it. */
export async function wipe(app: App, me: Identity): Promise<void> {
  const maps = ((await app.storage.read("plain", MAPS)) as string[] | undefined) ?? [];
  await Promise.all(maps.map(forgetMap));
  const { events } = await left(app.storage);
  if (app.enrolled?.me.id === me.id) {
    app.isWiped = true;
    await app.forget();
  }
  const asked = { method: "POST", body: { sealed_left: events } } as const;
  await ask("borrado/", me, asked).catch(() => undefined);
  await app.part(me);
  app.changed();
}

/** The kinds of work for which this telephone carries receipt numbers. */
function payingKinds(app: App): Set<string> {
  const codes = app.taken.map(({ assignment }) => assignment.kind);
  return new Set(codes.filter((code) => kindOf(code)?.outcomes.some(({ payment }) => payment)));
}

/** Tell what this telephone signs with, if the office does not know, and sign what waits.
 *
 * For telephones that were enrolled before they signed: this is how they come to it.
 */
async function vouch(app: App, me: Identity, known: string | null): Promise<void> {
  const pair = await pairFor(app.storage, me.id);
  const signing_key = await toldKey(pair);
  const asked = { method: "POST", body: { signing_key } } as const;
  if (known !== signing_key) await askJson("firma/", me, asked);
  await signWaiting(app.storage, me.id, pair);
}

async function visitOffice(app: App, me: Identity): Promise<void> {
  const isPresent = app.enrolled?.me.id === me.id;
  const state = await askJson<State>("estado/", me);
  if (isPresent) await app.heard(state);
  await vouch(app, me, state.signing_key);
  await send(app.storage, me, async (arrived) => {
    app.reached = Date.now();
    await noted(app, arrived);
    app.changed();
  });
  app.reached = Date.now();
  if (isPresent) for (const kind of payingKinds(app)) await borrow(app.storage, me, kind);
  else await app.part(me);
}

async function endOf(app: App, me: Identity, error: unknown): Promise<Ended> {
  if (error instanceof Unreached) return "unreached";
  if (!(error instanceof Refused)) throw error;
  if (error.type === "urn:llajta:campo:revoked") {
    if (error.wipe) await wipe(app, me);
    return error.wipe ? "wiped" : "revoked";
  }
  return error.type === "urn:llajta:campo:unknown-device" ? "unknown" : "refused";
}

/** Ask the office only how this telephone stands: what it answers to a visit needs the PIN. */
export async function knock(app: App): Promise<Ended> {
  const me = app.enrolled?.me;
  if (!me) return "done";
  try {
    await app.heard(await askJson<State>("estado/", me));
    return "done";
  } catch (error) {
    return endOf(app, me, error);
  }
}

/** Go to the office for everybody this telephone is or was; says how it ended for the first. */
export function exchange(app: App): Promise<Ended> {
  return alone("exchange", async () => {
    app.isSending = true;
    app.changed();
    let ended: Ended = "done";
    try {
      for (const me of await app.senders()) {
        const now = await visitOffice(app, me).then(
          () => "done" as const,
          (error: unknown) => endOf(app, me, error),
        );
        if (ended === "done") ended = now;
      }
    } finally {
      app.isSending = false;
      app.changed();
    }
    return ended;
  });
}
