/** A receipt number is given out once, in order, whatever the office repeats. */
import { expect, test } from "vitest";
import { free, lend, withNumber } from "./numbers";
import { Memory } from "./testing";

const KIND = "water.collection";
const blocks = [
  { kind: KIND, numbers: [401, 402, 403].map((id) => ({ id, text: `R-EMAPAQ-000${id}/2026` })) },
];

async function give(storage: Memory): Promise<number | undefined> {
  return withNumber(storage, KIND, async (number, mark) => {
    await storage.change({ put: mark });
    return number?.id;
  });
}

test("numbers go in order, once each, and then there are none", async () => {
  const storage = new Memory();
  await lend(storage, KIND, blocks);
  const given = await Promise.all([give(storage), give(storage), give(storage), give(storage)]);
  expect(given).toEqual([401, 402, 403, undefined]);
});

test("a number in an event that is not sent yet is not given out again", async () => {
  const storage = new Memory();
  await lend(storage, KIND, blocks);
  await give(storage);
  await lend(storage, KIND, blocks);
  expect(await free(storage, KIND)).toBe(2);
  expect(await give(storage)).toBe(402);
});

test("a receipt that was not kept leaves its number", async () => {
  const storage = new Memory();
  await lend(storage, KIND, blocks);
  await withNumber(storage, KIND, async () => false);
  expect(await give(storage)).toBe(401);
});

test("a block that the office has taken back is no longer offered", async () => {
  const storage = new Memory();
  await lend(storage, KIND, blocks);
  await lend(storage, KIND, []);
  expect(await give(storage)).toBeUndefined();
});
