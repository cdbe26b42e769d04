/** What was begun is there after the app has died, for whoever has the PIN; and goes when done. */
import { beforeEach, expect, test } from "vitest";
import { App } from "./app";
import { begun, drop, lastOf, leave, write } from "./drafts";
import { NoRoom } from "./storage";
import { Memory } from "./testing";

const PIN = "280193";
const NAME = "7f7e/12/promise";
let storage: Memory;
let app: App;

beforeEach(async () => {
  storage = new Memory();
  app = new App(storage);
  await app.choose(PIN, 10);
});

/** The app as it is after its page was killed and opened anew. */
async function reopened(): Promise<App> {
  const next = new App(storage);
  await next.read();
  await next.open(PIN);
  return next;
}

async function half(): Promise<void> {
  const draft = begun(app, NAME);
  draft.values = [["note", "vuelve el lunes"]];
  draft.photos.push(new Blob([new Uint8Array([1, 2, 3])], { type: "image/jpeg" }));
  draft.signature = new Blob([new Uint8Array([9])], { type: "image/png" });
  await Promise.all([write(app, draft, "words"), write(app, draft, "pictures")]);
}

test("words, photographs and signature come back under the same event", async () => {
  await half();
  const again = begun(await reopened(), NAME);
  expect(again.id).toBe(app.drafts.get(NAME)?.id);
  expect(again.values).toEqual([["note", "vuelve el lunes"]]);
  expect(await Promise.all(again.photos.map((each) => each.text()))).toEqual(["\x01\x02\x03"]);
  expect(again.photos[0]?.type).toBe("image/jpeg");
  expect(await again.signature?.text()).toBe("\t");
});

test("nothing of it can be read without the PIN", async () => {
  await half();
  for (const kept of await storage.all("locked")) {
    const { content } = kept as { content: ArrayBuffer };
    expect(new TextDecoder().decode(content)).not.toContain("lunes");
  }
  app.close();
  expect(app.drafts.size).toBe(0);
});

test("a form that was opened and not touched is none", async () => {
  begun(app, NAME);
  expect(lastOf(app)).toBeUndefined();
  expect((await reopened()).drafts.size).toBe(0);
});

test("what was left is off the telephone, and whole again once one goes on with it", async () => {
  await half();
  const draft = begun(app, NAME);
  await leave(app, draft);
  expect((await reopened()).drafts.size).toBe(0);
  draft.values = [["note", "sigue"]];
  await write(app, draft, "words");
  const again = begun(await reopened(), NAME);
  expect([again.values, again.photos.length]).toEqual([[["note", "sigue"]], 1]);
});

test("what was dropped does not come back, even while it is being written", async () => {
  const draft = begun(app, NAME);
  await Promise.all([write(app, draft, "words"), drop(app, draft)]);
  await write(app, draft, "words");
  expect((await reopened()).drafts.size).toBe(0);
});

test("nothing is written after the telephone was forgotten", async () => {
  const draft = begun(app, NAME);
  await Promise.all([write(app, draft, "words"), app.forget()]);
  await write(app, draft, "words");
  expect(await storage.keys("locked")).toEqual([]);
});

test("what another PIN wrote is taken off", async () => {
  await half();
  await app.choose("395827", 10);
  expect(app.drafts.size).toBe(0);
  expect((await storage.keys("locked")).filter((key) => key.startsWith("draft"))).toEqual([]);
});

test("a telephone without room says so, and the form stays", async () => {
  storage.isFull = true;
  await expect(half()).rejects.toThrow(NoRoom);
  expect(app.drafts.get(NAME)?.values).toHaveLength(1);
});
