/** The office can tell what this telephone sealed from what anybody else did. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "./app";
import { type Bytes, fromBase64, sha256, toBase64, uuidOf } from "./bytes";
import { exchange } from "./exchange";
import { type Happening, keep, type Waiting, waitingEvents } from "./outbox";
import { isSigned, pairFor, pairName, pairOf, saidOf, signed, toldKey } from "./signing";
import { Memory } from "./testing";

const DEVICE = "0b6f3c1e-7a51-4c58-9d0a-1f2e3d4c5b6a";
const ME = { id: DEVICE, token: "t".repeat(43) };
const KEYS = { name: "ECDSA", namedCurve: "P-256" };
const HOW = { name: "ECDSA", hash: "SHA-256" };
let storage: Memory;
let key: { kid: string; raw: string };

beforeEach(async () => {
  storage = new Memory();
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, [
    "deriveBits",
  ]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  key = { kid: "0011223344556677", raw: toBase64(raw) };
});
afterEach(() => vi.unstubAllGlobals());

function visit(): Happening {
  const nothing = { assignment: null, item: null, about: null, position: null, base: null };
  const at = "2026-11-26T14:03:22.120-04:00";
  return {
    id: crypto.randomUUID(),
    kind: "water.collection",
    act: "visit",
    at,
    body: {},
    ...nothing,
  };
}

async function holds(whole: Bytes, by: string): Promise<boolean> {
  const theirs = await crypto.subtle.importKey("raw", fromBase64(by), KEYS, false, ["verify"]);
  return crypto.subtle.verify(HOW, theirs, whole.slice(4, 68), saidOf(whole.slice(68)));
}

test("the signature of the protocol's vector holds, and of nothing else", async () => {
  const at = new URL("../tests/vectors.json", import.meta.url);
  const { signing } = JSON.parse(readFileSync(at, "utf8")) as {
    signing: { raw: string; signed: string };
  };
  const whole = fromBase64(signing.signed);
  expect(await holds(whole, signing.raw)).toBe(true);
  for (const place of [4, 67, 68, whole.length - 1]) {
    const changed = whole.slice();
    changed[place] = (changed[place] ?? 0) ^ 1;
    expect(await holds(changed, signing.raw)).toBe(false);
  }
});

test("a telephone has one key pair, whose private half nobody takes out", async () => {
  const [one, other] = await Promise.all([pairFor(storage, DEVICE), pairFor(storage, DEVICE)]);
  expect(await toldKey(one)).toBe(await toldKey(other));
  expect(one.privateKey.extractable).toBe(false);
  await expect(crypto.subtle.exportKey("pkcs8", one.privateKey)).rejects.toThrow();
});

test("what is recorded is signed as it is sealed, whatever becomes of the PIN", async () => {
  const pair = await pairFor(storage, DEVICE);
  const content = new Uint8Array(500);
  const photo = { id: crypto.randomUUID(), role: "photo", media_type: "image/jpeg" } as const;
  await keep(storage, { device: DEVICE, key }, visit(), [{ ...photo, content }]);
  const kept = [...(await storage.all("events")), ...(await storage.all("files"))] as Waiting[];
  expect(kept).toHaveLength(2);
  for (const each of kept) {
    expect(await holds(each.envelope, await toldKey(pair))).toBe(true);
    expect(each.sha256).toBe(await sha256(each.envelope));
  }
});

/** An office that notes down what it is told, and knows `known` of the telephone. */
function office(known: string | null): { doors: string[]; keys: unknown[]; came: Bytes[] } {
  const seen = { doors: [] as string[], keys: [] as unknown[], came: [] as Bytes[] };
  vi.stubGlobal("fetch", async (address: string, { body }: { body: Bytes | string }) => {
    const door = address.replace("/api/campo/", "");
    seen.doors.push(door);
    if (door === "estado/") {
      const duty = { on: false, consent: null, consent_version: "", consent_text: "" };
      const holder = { name: "juana", full_name: "Juana" };
      return Response.json({ holder, key, signing_key: known, events: { missing: [] }, duty });
    }
    if (door === "firma/") {
      const told = JSON.parse(String(body)) as { signing_key: string };
      seen.keys.push(told.signing_key);
      return Response.json(told);
    }
    const bytes = body as Bytes;
    const envelope = bytes.slice(4);
    seen.came.push(envelope);
    const id = uuidOf(envelope.slice(68 + 20, 68 + 36));
    const told = { id, sha256: await sha256(envelope), outcome: "applied", message: "" };
    return Response.json({ receipt: { id: 1, sha256: await sha256(bytes) }, events: [told] });
  });
  return seen;
}

async function enrolledBefore(): Promise<App> {
  const holder = { name: "juana", full_name: "Juana" };
  const value = { me: ME, name: "Samsung", holder, key };
  await storage.change({ put: [{ shelf: "plain", key: "enrolled", value }] });
  const app = new App(storage);
  await app.read();
  return app;
}

test("one enrolled before tells its key at the next contact, and signs what waits", async () => {
  const app = await enrolledBefore();
  await keep(storage, { device: DEVICE, key }, visit());
  const [bare] = await waitingEvents(storage);
  expect(isSigned(bare?.envelope ?? new Uint8Array())).toBe(false);
  const seen = office(null);
  expect(await exchange(app)).toBe("done");
  expect(seen.doors).toEqual(["estado/", "firma/", "eventos/"]);
  expect(await holds(seen.came[0] ?? new Uint8Array(), String(seen.keys[0]))).toBe(true);
  expect(await waitingEvents(storage)).toEqual([]);
});

test("a key that the office knows is not told again", async () => {
  const app = await enrolledBefore();
  const seen = office(await toldKey(await pairFor(storage, DEVICE)));
  await exchange(app);
  expect(seen.doors).toEqual(["estado/"]);
});

test("with the PIN forgotten what waits is signed and sent; then the key goes, too", async () => {
  const app = await enrolledBefore();
  const pair = await pairFor(storage, DEVICE);
  await keep(storage, { device: DEVICE, key }, visit());
  await app.forget();
  expect(await pairOf(storage, DEVICE)).toBeDefined();
  const seen = office(await toldKey(pair));
  await exchange(app);
  expect(await holds(seen.came[0] ?? new Uint8Array(), await toldKey(pair))).toBe(true);
  expect(await storage.keys("plain")).not.toContain(pairName(DEVICE));
});

test("two signatures of one envelope differ and both hold", async () => {
  const pair = await pairFor(storage, DEVICE);
  const sealed = crypto.getRandomValues(new Uint8Array(200));
  const [one, other] = [await signed(sealed, pair), await signed(sealed, pair)];
  expect(one).not.toEqual(other);
  expect(await holds(one, await toldKey(pair))).toBe(true);
  expect(await holds(other, await toldKey(pair))).toBe(true);
});
