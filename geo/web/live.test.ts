import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { type Ear, listen } from "./live";

class PretendStream extends EventTarget {
  static readonly CLOSED = 2;
  static all: PretendStream[] = [];
  readyState = 1;
  onerror?: () => void;
  constructor(readonly address: string) {
    super();
    PretendStream.all.push(this);
  }
  close(): void {
    this.readyState = PretendStream.CLOSED;
  }
  say(name: string, data: unknown = {}): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }
}

const EVERYTHING = { usual: "free", total: 2, states: { "A-1": "held" } };

function ear(): { told: unknown[]; ear: Ear } {
  const told: unknown[] = [];
  return {
    told,
    ear: {
      all: (each) => told.push(["all", each.states]),
      some: (states) => told.push(["some", states]),
      plan: () => told.push("plan"),
      line: (isLive) => told.push(isLive ? "live" : "old"),
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  PretendStream.all = [];
  const answer = { ok: true, json: async () => EVERYTHING };
  vi.stubGlobal("EventSource", PretendStream);
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => answer),
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what the stream says is heard, and the reader is told when it may be old", () => {
  const { told, ear: listener } = ear();
  listen("/en-vivo/espacios/x", listener);
  const [stream] = PretendStream.all;

  stream?.say("all", EVERYTHING);
  stream?.say("some", { states: { "A-1": "sold" } });
  stream?.say("away");
  stream?.say("plan");
  stream?.say("all", EVERYTHING);

  const everything = ["all", { "A-1": "held" }];
  expect(told).toEqual([
    everything,
    "live",
    ["some", { "A-1": "sold" }],
    "old",
    "plan",
    everything,
    "live",
  ]);
});

test("where there is no stream, all states are asked for until there is one again", async () => {
  const { told, ear: listener } = ear();
  const stop = listen("/en-vivo/espacios/x", listener);
  const [refused] = PretendStream.all;

  refused?.close();
  refused?.onerror?.();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(told.slice(0, 3)).toEqual(["old", ["all", { "A-1": "held" }], "live"]);
  expect(vi.mocked(fetch).mock.calls.length).toBeGreaterThan(2);

  await vi.advanceTimersByTimeAsync(20_000);
  const [, again] = PretendStream.all;
  again?.say("all", EVERYTHING);
  const asked = vi.mocked(fetch).mock.calls.length;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(vi.mocked(fetch).mock.calls.length).toBe(asked);
  stop();
  expect(again?.readyState).toBe(PretendStream.CLOSED);
});

test("a line on which nothing comes, not even a beat, is taken for dead", async () => {
  const { ear: listener } = ear();
  const stop = listen("/en-vivo/espacios/x", listener);
  const [silent] = PretendStream.all;

  silent?.say("beat");
  await vi.advanceTimersByTimeAsync(39_000);
  expect(silent?.readyState).toBe(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(silent?.readyState).toBe(PretendStream.CLOSED);
  stop();
});
