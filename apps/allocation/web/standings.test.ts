import { expect, test } from "vitest";

import { Standings } from "./standings";

function told(states: Record<string, string>): Standings {
  const standings = new Standings();
  standings.all({ usual: "free", total: 10, states });
  return standings;
}

test("what is not named has the usual state, and everything is counted", () => {
  const standings = told({ "A-1": "held", "A-2": "sold" });
  expect(["A-1", "A-2", "A-3"].map((code) => standings.of(code))).toEqual(["held", "sold", "free"]);
  expect(["free", "held", "sold"].map((state) => standings.count(state))).toEqual([8, 1, 1]);
});

test("a change is told by its code, and what became usual again is forgotten", () => {
  const standings = told({ "A-1": "held" });
  const heard: unknown[] = [];
  standings.hear((codes) => heard.push(codes));

  standings.some({ "A-1": "free", "A-2": "sold" });

  expect(heard).toEqual([["A-1", "A-2"]]);
  expect(standings.of("A-1")).toBe("free");
  expect(standings.count("free")).toBe(9);
});

test("everything told again says what has changed meanwhile, and nothing if nothing has", () => {
  const standings = told({ "A-1": "held", "A-2": "sold" });
  const heard: unknown[] = [];
  const away = standings.hear((codes) => heard.push(codes));

  standings.all({ usual: "free", total: 10, states: { "A-2": "sold", "A-3": "held" } });
  standings.all({ usual: "free", total: 10, states: { "A-2": "sold", "A-3": "held" } });
  away();
  standings.plan();

  expect(heard).toEqual([["A-1", "A-3"]]);
});

test("before anybody told anything, nothing is live", () => {
  expect(new Standings().isLive).toBe(false);
});
