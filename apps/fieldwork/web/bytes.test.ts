/** Ids, digests and frames are written as the protocol says. */
import { expect, test } from "vitest";
import {
  framed,
  fromBase64,
  joined,
  ofUuid,
  pictures,
  sha256,
  text,
  toBase64,
  uuidOf,
} from "./bytes";

const ID = "0b6f3c1e-7a51-4c58-9d0a-1f2e3d4c5b6a";

test("a UUID is its sixteen bytes and back", () => {
  expect([...ofUuid(ID).slice(0, 3)]).toEqual([0x0b, 0x6f, 0x3c]);
  expect(uuidOf(ofUuid(ID))).toBe(ID);
});

test("base64url has no letters that an address would change", () => {
  const bytes = Uint8Array.of(0xfb, 0xff, 0xfe, 0x01);
  expect(toBase64(bytes)).toBe("-__-AQ");
  expect(fromBase64("-__-AQ")).toEqual(bytes);
});

test("a digest is sixty-four lower-case digits", async () => {
  const known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  expect(await sha256(text("abc"))).toBe(known);
});

test("a frame begins with its length, the large end first", () => {
  expect([...framed([text("ab"), text("")])]).toEqual([0, 0, 0, 2, 97, 98, 0, 0, 0, 0]);
});

test("small pictures are read one by one, and half a one is none", () => {
  const one = joined(ofUuid(ID), Uint8Array.of(0, 0, 0, 2, 9, 8));
  const all = joined(one, one.slice(0, 21));
  expect([...pictures(all.buffer)].map(([id, content]) => [id, [...content]])).toEqual([
    [ID, [9, 8]],
  ]);
});
