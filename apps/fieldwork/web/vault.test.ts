/** Without the PIN the telephone tells nothing; with it, everything. */
import { expect, test } from "vitest";
import { isGuessed, lockUp, newLock, ROUNDS, readOut, unlock, WrongPin } from "./vault";

const FEW = 1_000;

test("what is locked up is read with the PIN and with no other", async () => {
  const [lock, key] = await newLock("280193", FEW);
  const kept = await lockUp(key, { holder: "Juana Mamani", debt: "120.00" });
  expect(new TextDecoder().decode(kept.content)).not.toContain("Mamani");
  const again = await unlock("280193", lock);
  expect(await readOut(again, kept)).toEqual({ holder: "Juana Mamani", debt: "120.00" });
  await expect(unlock("280194", lock)).rejects.toThrow(WrongPin);
});

test("a changed byte is noticed", async () => {
  const [, key] = await newLock("280193", FEW);
  const kept = await lockUp(key, "Bs 10");
  new Uint8Array(kept.content)[0] = (new Uint8Array(kept.content)[0] ?? 0) ^ 1;
  await expect(readOut(key, kept)).rejects.toThrow();
});

test("two telephones with one PIN have two keys, and no key can be taken out", async () => {
  const [one] = await newLock("280193", FEW);
  const [other, key] = await newLock("280193", FEW);
  expect(one.salt).not.toEqual(other.salt);
  expect(key.extractable).toBe(false);
});

test("guessing costs as many rounds as were promised", () => {
  expect(ROUNDS).toBeGreaterThanOrEqual(310_000);
});

test.each(["111111", "123456", "654321"])("%s is a PIN anybody would try", (pin) => {
  expect(isGuessed(pin)).toBe(true);
});
test.each(["280193", "135790", "112233"])("%s is not", (pin) => {
  expect(isGuessed(pin)).toBe(false);
});
