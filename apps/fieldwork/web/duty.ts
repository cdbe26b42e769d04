/** On duty or not, and the way that is shown to the supervisor if the collector agreed. */
import type { App } from "./app";
import { metres } from "./distance";
import { localTime } from "./doors";
import { type Happening, keep } from "./outbox";
import { type Fix, follow } from "./whereabouts";

interface Duty {
  /** Since when, in milliseconds; nothing while off duty. */
  readonly since: number | null;
  /** Version of the text that the holder agreed to. */
  readonly consent: string | null;
}
type Point = readonly [number, number, number, string];

const STRIDE_M = 25;
const MOST_POINTS = 30;
const NAME = "duty";

export async function duty(app: App): Promise<Duty> {
  const kept = (await app.storage.read("plain", NAME)) as Duty | undefined;
  const known = app.enrolled?.duty?.consent?.version ?? null;
  return kept ?? { since: null, consent: known };
}

function act(name: string, body: object, at: Date): Happening {
  const nothing = { assignment: null, item: null, about: null, position: null, base: null };
  return {
    id: crypto.randomUUID(),
    kind: "fieldwork",
    act: name,
    at: localTime(at),
    body,
    ...nothing,
  };
}

async function write(app: App, name: string, body: object, next?: Duty): Promise<void> {
  if (!app.enrolled) return;
  const by = { device: app.enrolled.me.id, key: app.enrolled.key };
  const beside = next ? [{ shelf: "plain", key: NAME, value: next } as const] : [];
  await keep(app.storage, by, act(name, body, new Date()), [], { put: beside });
  app.kept();
}

export async function beginDuty(app: App): Promise<void> {
  await write(app, "duty.begin", {}, { ...(await duty(app)), since: Date.now() });
}
export async function endDuty(app: App): Promise<void> {
  await flush(app);
  await write(app, "duty.end", {}, { ...(await duty(app)), since: null });
}
export async function consent(app: App): Promise<void> {
  const version = app.enrolled?.duty?.consent_version ?? "";
  await write(app, "consent.give", { version }, { ...(await duty(app)), consent: version });
}
export async function withdraw(app: App): Promise<void> {
  points = [];
  await write(app, "consent.withdraw", {}, { ...(await duty(app)), consent: null });
}

let points: Point[] = [];

/** Seal the points of the way so far into the outbox. */
export async function flush(app: App): Promise<void> {
  if (points.length === 0) return;
  const taken = points;
  points = [];
  await write(app, "trail", { points: taken });
}

async function note(app: App, fix: Fix): Promise<void> {
  const { since, consent: agreed } = await duty(app);
  if (since === null || agreed === null) return;
  const last = points.at(-1);
  if (last && metres([last[0], last[1]], fix.place) < STRIDE_M) return;
  const [lon, lat] = fix.place.map((value) => Number(value.toFixed(7))) as [number, number];
  points.push([lon, lat, Number(fix.accuracy.toFixed(1)), localTime(new Date(fix.at))]);
  if (points.length >= MOST_POINTS) await flush(app);
}

/** Note the way while on duty with consent; returns what ends it. */
export async function trail(app: App): Promise<() => void> {
  const { since, consent: agreed } = await duty(app);
  if (since === null || agreed === null) return () => undefined;
  return follow((fix) => void (fix && note(app, fix)));
}
