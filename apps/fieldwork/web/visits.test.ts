/** The cash in the pocket is counted to the centavo. */
import { expect, test } from "vitest";
import { Memory } from "./testing";
import { newLock } from "./vault";
import { bolivianos, cashOf, centavos, shelved, tidy, type Visit, visits } from "./visits";

const visit = (id: string, at: string, amount?: string): Visit => ({
  id,
  at,
  assignment: "5d0c",
  item: 81,
  kind: "water.collection",
  title: "004512",
  subtitle: "Mamani",
  outcome: amount ? "paid" : "absent",
  payment: amount ? { amount, payer: "", number: "R-1" } : null,
  told: null,
  seen: false,
});

test("amounts are read and written without losing a centavo", () => {
  expect(["0.10", "19.99", "1234.50", "8.2"].map(centavos)).toEqual([10, 1999, 123450, 820]);
  expect([10, 1999, 123450, 123456789].map(bolivianos)).toEqual([
    "Bs 0,10",
    "Bs 19,99",
    "Bs 1\u00A0234,50",
    "Bs 1\u00A0234\u00A0567,89",
  ]);
});

test("the day's cash is the day's payments and no others", () => {
  const all = [
    visit("a", "2026-11-26T09:00:00.000-04:00", "0.10"),
    visit("b", "2026-11-26T10:00:00.000-04:00", "0.20"),
    visit("c", "2026-11-26T11:00:00.000-04:00"),
    visit("d", "2026-11-25T11:00:00.000-04:00", "50.00"),
  ];
  expect(cashOf(all, "2026-11-26")).toEqual({ count: 2, amount: 30 });
});

test("visits are kept under the PIN, latest first, and forgotten when they are old", async () => {
  const storage = new Memory();
  const [, key] = await newLock("280193", 1_000);
  const old = {
    ...visit("b", "2026-11-20T09:00:00.000-04:00"),
    told: { outcome: "applied", message: "" },
  } as const;
  const waiting = visit("c", "2026-11-19T09:00:00.000-04:00");
  const all = [visit("a", "2026-11-26T09:00:00.000-04:00"), old, waiting];
  await storage.change({ put: await Promise.all(all.map((each) => shelved(key, each))) });
  expect((await visits(storage, key)).map(({ id }) => id)).toEqual(["a", "b", "c"]);
  await tidy(storage, all, Date.parse("2026-11-29T09:00:00.000-04:00"));
  expect((await visits(storage, key)).map(({ id }) => id)).toEqual(["a", "c"]);
});
