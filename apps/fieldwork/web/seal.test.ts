/** Envelopes come out as the server's own tests expect them, byte by byte. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fromBase64, sha256, text, toBase64 } from "./bytes";
import { type Chance, seal } from "./seal";

interface Sealed {
  readonly id: string;
  readonly plaintext: string;
  readonly envelope: string;
  readonly sha256: string;
}
interface Vectors {
  readonly server: { readonly raw: string; readonly kid: string };
  readonly ephemeral: { readonly jwk: JsonWebKey };
  readonly iv: string;
  readonly device: string;
  readonly event: Sealed;
  readonly file: Sealed;
}

const at = new URL("../tests/vectors.json", import.meta.url);
const given = JSON.parse(readFileSync(at, "utf8")) as Vectors;
const CURVE = { name: "ECDH", namedCurve: "P-256" };

async function chance(): Promise<Chance> {
  const { d, ...open } = given.ephemeral.jwk;
  const take = (jwk: JsonWebKey, uses: KeyUsage[]): Promise<CryptoKey> =>
    crypto.subtle.importKey("jwk", jwk, CURVE, true, uses);
  const [privateKey, publicKey] = [
    await take({ ...open, ...(d ? { d } : {}) }, ["deriveBits"]),
    await take(open, []),
  ];
  return { ephemeral: { privateKey, publicKey }, iv: fromBase64(given.iv) };
}

test.each(["event", "file"] as const)("a sealed %s is the vector's", async (kind) => {
  const { id, plaintext, envelope, sha256: digest } = given[kind];
  const content = kind === "event" ? text(plaintext) : fromBase64(plaintext);
  const made = await seal(kind, given.device, id, content, given.server, await chance());
  expect(toBase64(made)).toBe(envelope);
  expect(await sha256(made)).toBe(digest);
});

test("no two envelopes share a key, and none shows what it holds", async () => {
  const { id } = given.event;
  const make = (): Promise<Uint8Array> =>
    seal("event", given.device, id, text("Rosa Mamani"), given.server);
  const [one, other] = [await make(), await make()];
  expect(one.slice(44, 121)).not.toEqual(other.slice(44, 121));
  expect(new TextDecoder("latin1").decode(one)).not.toContain("Rosa");
});
