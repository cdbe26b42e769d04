/** Over any connection, everything arrives once and nothing leaves the telephone before that. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Bytes, sha256, toBase64, uuidOf } from "./bytes";
import { Refused, Unreached } from "./doors";
import { keep, left, type Waiting } from "./outbox";
import { batches, send, type Told } from "./sending";
import { Memory } from "./testing";

const ME = { id: "0b6f3c1e-7a51-4c58-9d0a-1f2e3d4c5b6a", token: "t".repeat(43) };
let storage: Memory;
/** What the office has: how often each envelope reached it. */
let office: Map<string, number>;
let requests: number;

async function opened(body: Bytes): Promise<object[]> {
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  const told: object[] = [];
  for (let at = 0; at < body.length; at += 4 + view.getUint32(at)) {
    const envelope = body.slice(at + 4, at + 4 + view.getUint32(at));
    const id = uuidOf(envelope.slice(20, 36));
    office.set(id, (office.get(id) ?? 0) + 1);
    told.push({ id, sha256: await sha256(envelope), outcome: "applied", message: "" });
  }
  return told;
}

/** The office behind a network that fails at the requests `drops` before or after they arrive. */
function behind(drops: Map<number, "before" | "after">): void {
  requests = 0;
  vi.stubGlobal("fetch", async (address: string, { body }: { body: Bytes }) => {
    requests += 1;
    const drop = drops.get(requests);
    if (drop === "before") throw new TypeError("network");
    const isFile = address.includes("archivos");
    const id = uuidOf(body.slice(20, 36));
    if (isFile) office.set(id, (office.get(id) ?? 0) + 1);
    const answer = isFile
      ? { id, sha256: await sha256(body), outcome: "kept", message: "" }
      : { receipt: { id: 1, sha256: await sha256(body) }, events: await opened(body) };
    if (drop === "after") throw new TypeError("network");
    return Response.json(answer);
  });
}

beforeEach(async () => {
  storage = new Memory();
  office = new Map();
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const pair = await crypto.subtle.generateKey(curve, true, ["deriveBits"]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const by = { device: ME.id, key: { kid: "0011223344556677", raw: toBase64(raw) } };
  for (let n = 0; n < 5; n += 1) {
    const content = crypto.getRandomValues(new Uint8Array(500));
    const named = { id: crypto.randomUUID(), role: "photo", media_type: "image/jpeg" } as const;
    await keep(storage, by, happening(), [{ ...named, content }]);
  }
});
afterEach(() => vi.unstubAllGlobals());

function happening() {
  return {
    id: crypto.randomUUID(),
    kind: "water.collection",
    act: "visit",
    assignment: null,
    item: null,
    about: null,
    at: "2026-11-26T14:03:22.120-04:00",
    position: null,
    base: null,
    body: {},
  };
}

async function sendUntilDone(): Promise<Told[]> {
  const arrived: Told[] = [];
  for (let tries = 0; tries < 20; tries += 1) {
    try {
      await send(storage, ME, (told) => void arrived.push(...told));
      return arrived;
    } catch (error) {
      if (!(error instanceof Unreached)) throw error;
    }
  }
  throw new Error("never done");
}

test.each([1, 2, 3, 4, 5, 6].flatMap((n) => [[n, "before"] as const, [n, "after"] as const]))(
  "cut at request %i, %s it arrives: all is there in the end",
  async (request, when) => {
    behind(new Map([[request, when]]));
    const arrived = await sendUntilDone();
    expect(await left(storage)).toEqual({ events: 0, files: 0 });
    expect(office.size).toBe(10);
    expect(arrived).toHaveLength(10);
  },
);

test("a digest that is not its own lets nothing go", async () => {
  vi.stubGlobal("fetch", async (_: string, { body }: { body: Bytes }) =>
    Response.json({
      receipt: { id: 1, sha256: await sha256(body) },
      events: (await opened(body)).map((told) => ({ ...told, sha256: "0".repeat(64) })),
      sha256: "0".repeat(64),
    }),
  );
  await send(storage, ME, () => undefined);
  expect(await left(storage)).toEqual({ events: 5, files: 5 });
});

test("a revoked telephone keeps what it has sealed and is told to wipe the rest", async () => {
  const problem = { type: "urn:llajta:campo:revoked", detail: "Dado de baja.", wipe: true };
  vi.stubGlobal("fetch", async () => Response.json(problem, { status: 401 }));
  const refused = await send(storage, ME, () => undefined).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refused);
  expect(refused).toMatchObject({ wipe: true, message: "Dado de baja.", status: 401 });
  expect(await left(storage)).toEqual({ events: 5, files: 5 });
});

test("sent from two places at once, each envelope travels once", async () => {
  behind(new Map());
  await Promise.all([send(storage, ME, () => undefined), send(storage, ME, () => undefined)]);
  expect([...office.values()]).toEqual(Array(10).fill(1));
});

test("what another device sealed is not sent in this one's name", async () => {
  behind(new Map());
  await send(storage, { ...ME, id: crypto.randomUUID() }, () => undefined);
  expect(requests).toBe(0);
  expect(await left(storage)).toEqual({ events: 5, files: 5 });
});

test("a long day goes in requests of a size that gets through, in order", () => {
  const events = Array.from({ length: 450 }, (_, seq) => ({
    seq,
    envelope: new Uint8Array(seq % 50 === 0 ? 60_000 : 900),
  })) as Waiting[];
  const sizes = [...batches(events)];
  expect(sizes.flat()).toEqual(events);
  for (const batch of sizes) {
    expect(batch.length).toBeLessThanOrEqual(200);
    expect(batch.reduce((sum, { envelope }) => sum + envelope.length + 4, 0)).toBeLessThan(1e6);
  }
});
