/** What was recorded stays until its very bytes are confirmed, and is recorded once. */
import { beforeEach, expect, test } from "vitest";
import { toBase64, uuidOf } from "./bytes";
import {
  type Attachment,
  exported,
  type Happening,
  keep,
  left,
  letGo,
  type Waiting,
  waitingEvents,
} from "./outbox";
import { NoRoom } from "./storage";
import { Memory } from "./testing";

const DEVICE = "0b6f3c1e-7a51-4c58-9d0a-1f2e3d4c5b6a";
let storage: Memory;
let by: { device: string; key: { kid: string; raw: string } };

beforeEach(async () => {
  storage = new Memory();
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, [
    "deriveBits",
  ]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  by = { device: DEVICE, key: { kid: "0011223344556677", raw: toBase64(raw) } };
});

function visit(id: string = crypto.randomUUID()): Happening {
  return {
    id,
    kind: "water.collection",
    act: "visit",
    assignment: null,
    item: 81,
    about: { kind: "water.account", id: "123" },
    at: "2026-11-26T14:03:22.120-04:00",
    position: null,
    base: null,
    body: { outcome: "absent", note: "", distance_m: null },
  };
}

function photo(bytes = 2_000): Attachment {
  const content = crypto.getRandomValues(new Uint8Array(bytes));
  return { id: crypto.randomUUID(), role: "photo", content, media_type: "image/jpeg" };
}

test("events are numbered from one without gaps, also when they are kept at once", async () => {
  await Promise.all([keep(storage, by, visit()), keep(storage, by, visit())]);
  await keep(storage, by, visit());
  expect((await waitingEvents(storage)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test("a visit saved twice is one visit", async () => {
  const once = visit();
  expect(await keep(storage, by, once, [photo()])).toBe(true);
  expect(await keep(storage, by, once, [photo()])).toBe(false);
  expect(await left(storage)).toEqual({ events: 1, files: 1 });
  expect(await storage.read("plain", "seq")).toBe(1);
});

test("what has no room is not kept by halves, and takes no number", async () => {
  await keep(storage, by, visit());
  storage.isFull = true;
  await expect(keep(storage, by, visit(), [photo()])).rejects.toThrow(NoRoom);
  expect(await left(storage)).toEqual({ events: 1, files: 0 });
  storage.isFull = false;
  await keep(storage, by, visit());
  expect((await waitingEvents(storage)).map(({ seq }) => seq)).toEqual([1, 2]);
});

test("only the digest of exactly these bytes lets an envelope go", async () => {
  const { id } = visit();
  await keep(storage, by, visit(id));
  const [kept] = await waitingEvents(storage);
  expect(await letGo(storage, "events", id, "0".repeat(64))).toBe(false);
  expect((await left(storage)).events).toBe(1);
  expect(await letGo(storage, "events", id, kept?.sha256 ?? "")).toBe(true);
  expect((await left(storage)).events).toBe(0);
});

test("a file of all that waits begins with its name and holds every envelope whole", async () => {
  await keep(storage, by, visit(), [photo(), photo()]);
  await keep(storage, by, visit());
  const file = new Uint8Array(await (await exported(storage)).arrayBuffer());
  expect(new TextDecoder().decode(file.slice(0, 8))).toBe("LLAJTA01");
  const view = new DataView(file.buffer);
  const found: string[] = [];
  for (let at = 8; at < file.length; at += 4 + view.getUint32(at)) {
    expect(uuidOf(file.slice(at + 8, at + 24))).toBe(DEVICE);
    found.push(uuidOf(file.slice(at + 24, at + 40)));
  }
  const kept = [...(await storage.all("events")), ...(await storage.all("files"))] as Waiting[];
  expect(found.toSorted()).toEqual(kept.map(({ id }) => id).toSorted());
});

test("nothing that waits can be read on the telephone", async () => {
  const note = "Rosa Mamani pagará mañana";
  await keep(storage, by, { ...visit(), body: { outcome: "notified", note } });
  const kept = JSON.stringify(await waitingEvents(storage));
  const [first] = await waitingEvents(storage);
  expect(new TextDecoder("latin1").decode(first?.envelope)).not.toContain("Mamani");
  expect(kept).not.toContain("Mamani");
});
