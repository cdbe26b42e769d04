/** A map is kept whole and checked, or not at all. */
import { pretendPage } from "@geo/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Damaged, forget, keep, kept, keptState, latest } from "./shelf";

const CONTENT = new TextEncoder().encode("a map of a district");
const SHA256 = "e0d9a8b5";

/** The browser's cache storage, as far as it is used. */
class Shelf {
  readonly held = new Map<string, Response>();
  async match(at: string): Promise<Response | undefined> {
    return this.held.get(at)?.clone();
  }
  async put(at: string, answer: Response): Promise<void> {
    this.held.set(at, answer);
  }
  async delete(at: string): Promise<boolean> {
    return this.held.delete(at);
  }
}

async function sha256(content: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

let shelf: Shelf;

beforeEach(() => {
  pretendPage();
  shelf = new Shelf();
  vi.stubGlobal("caches", { open: async () => shelf });
  vi.stubGlobal("fetch", async () => new Response(CONTENT));
});
afterEach(() => vi.unstubAllGlobals());

test("a map is kept with its state and read back", async () => {
  const told: number[] = [];
  const area = { file: "otb-7.pmtiles", bytes: CONTENT.length, sha256: await sha256(CONTENT) };
  await keep(area, (bytes) => told.push(bytes));
  expect(told.at(-1)).toBe(CONTENT.length);
  expect(await (await kept("otb-7.pmtiles"))?.text()).toBe("a map of a district");
  expect(await keptState("otb-7.pmtiles")).toBe(area.sha256);
  expect([...shelf.held.keys()]).toEqual(["https://pueblo.example/tiles/offline/otb-7.pmtiles"]);
  await forget("otb-7.pmtiles");
  expect(await kept("otb-7.pmtiles")).toBeUndefined();
});

test("a map that is not the promised one takes nobody's place", async () => {
  const area = { file: "otb-7.pmtiles", bytes: CONTENT.length, sha256: await sha256(CONTENT) };
  await keep(area, () => undefined);
  await expect(keep({ ...area, sha256: SHA256 }, () => undefined)).rejects.toThrow(Damaged);
  expect(await keptState("otb-7.pmtiles")).toBe(area.sha256);
});

test("without a network nothing is kept and the error is told", async () => {
  vi.stubGlobal("fetch", async () => new Response("", { status: 503 }));
  const area = { file: "otb-7.pmtiles", bytes: 1, sha256: SHA256 };
  await expect(keep(area, () => undefined)).rejects.toThrow("503");
  expect(shelf.held.size).toBe(0);
});

test("a document is the newest there is, and the last one seen without a network", async () => {
  vi.stubGlobal("fetch", async () => Response.json({ version: 8 }));
  expect(await latest("/style.json")).toEqual({ version: 8 });
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("no network")));
  expect(await latest("/style.json")).toEqual({ version: 8 });
  await expect(latest("/other.json")).rejects.toThrow("no network");
});
