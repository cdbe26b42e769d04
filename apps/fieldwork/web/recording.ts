/** A visit as it is made: what was typed and photographed, and how it goes into the outbox. */
import type { App } from "./app";
import { localTime } from "./doors";
import { begun, type Draft, takings } from "./drafts";
import { kindOf, type Outcome } from "./kind";
import { type Numbered, withNumber } from "./numbers";
import { type Attachment, type Happening, keep } from "./outbox";
import type { Stop } from "./stops";
import type { Put } from "./storage";
import { shelved, type Visit } from "./visits";
import { type Fix, wayTo } from "./whereabouts";

/** What was begun at a place with an outcome, or a new draft. */
export function draftOf(app: App, { assignment, item }: Stop, outcome: string): Draft {
  return begun(app, `${assignment}/${item.id}/${outcome}`);
}

async function attachment(role: Attachment["role"], blob: Blob): Promise<Attachment> {
  const content = new Uint8Array(await blob.arrayBuffer());
  const media_type = role === "photo" ? "image/jpeg" : "image/png";
  return { id: crypto.randomUUID(), role, content, media_type };
}

export interface Recorded {
  readonly draft: Draft;
  readonly outcome: Outcome;
  /** What the outcome says, as its kind wrote it. */
  readonly body: object;
  readonly note: string;
  readonly signature: Blob | undefined;
  readonly fix: Fix | undefined;
  readonly at: Date;
}

function happening(stop: Stop, made: Recorded, number: Numbered | undefined): Happening {
  const { draft, outcome, fix, at, note } = made;
  const kind = kindOf(stop.kind);
  const body = outcome.payment ? kind?.numbered(made.body, number?.id ?? null) : made.body;
  const way = fix && stop.place ? wayTo(fix, stop.place) : undefined;
  const degrees = (value: number): number => Number(value.toFixed(7));
  return {
    id: draft.id,
    kind: stop.kind,
    act: "visit",
    assignment: stop.assignment,
    item: stop.item.id,
    about: stop.item.about,
    at: localTime(at),
    position: fix
      ? {
          lon: degrees(fix.place[0]),
          lat: degrees(fix.place[1]),
          accuracy_m: Number(fix.accuracy.toFixed(1)),
        }
      : null,
    base: stop.item.base,
    body: {
      outcome: outcome.code,
      ...body,
      note,
      distance_m: way ? Number(way.distance.toFixed(1)) : null,
    },
  };
}

function visitOf(stop: Stop, made: Recorded, number: Numbered | undefined): Visit {
  const payment = made.outcome.payment?.(made.body);
  return {
    id: made.draft.id,
    assignment: stop.assignment,
    item: stop.item.id,
    kind: stop.kind,
    title: stop.item.title,
    subtitle: stop.item.subtitle,
    outcome: made.outcome.code,
    at: localTime(made.at),
    payment: payment ? { ...payment, number: number?.text ?? "" } : null,
    told: null,
    seen: false,
  };
}

/** Keep a visit with all that belongs to it; from here on it is not lost. Throws `NoRoom`. */
export async function record(app: App, stop: Stop, made: Recorded): Promise<Visit> {
  const { enrolled, key, storage } = app;
  if (!enrolled || !key) throw new Error("nobody is here to record anything");
  const files = await Promise.all([
    ...made.draft.photos.map((photo) => attachment("photo", photo)),
    ...(made.signature ? [attachment("signature", made.signature)] : []),
  ]);
  const by = { device: enrolled.me.id, key: enrolled.key };

  async function kept(number: Numbered | undefined, mark: readonly Put[]): Promise<Visit> {
    const visit = visitOf(stop, made, number);
    const put = [...mark, await shelved(key as CryptoKey, visit)];
    const beside = { put, take: takings(made.draft) };
    const isNew = await keep(storage, by, happening(stop, made, number), files, beside);
    if (isNew) app.visits = [visit, ...app.visits];
    else await storage.change({ take: beside.take }); // it was kept before: so is no draft
    return app.visits.find(({ id }) => id === visit.id) ?? visit;
  }

  const { draft } = made;
  app.drafts.delete(draft.name); // nothing of it is written any more from here on
  try {
    const visit = made.outcome.payment
      ? await withNumber(storage, stop.kind, kept)
      : await kept(undefined, []);
    app.kept();
    return visit;
  } catch (error) {
    app.drafts.set(draft.name, draft);
    throw error;
  }
}
