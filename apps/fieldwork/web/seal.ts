/** Envelopes that only the municipality can open (docs/fieldwork-protocol.md, Sealing). */
import { type Bytes, fromBase64, fromHex, joined, ofUuid, text } from "./bytes";

/** The municipality's public key, as its answers write it. */
export interface ServerKey {
  readonly kid: string;
  readonly raw: string;
}

/** Chance, given from outside only to compare with the vectors of the protocol. */
export interface Chance {
  readonly ephemeral: CryptoKeyPair;
  readonly iv: Bytes;
}

const CURVE = { name: "ECDH", namedCurve: "P-256" } as const;
const MAGIC = { event: "LLC1", file: "LLF1" } as const;

async function chance(): Promise<Chance> {
  const ephemeral = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  return { ephemeral, iv: crypto.getRandomValues(new Uint8Array(12)) };
}

/** The key of one envelope: what both sides, and nobody else, can work out. */
async function envelopeKey(
  mine: CryptoKey,
  server: Bytes,
  salt: Bytes,
  info: Bytes,
): Promise<CryptoKey> {
  const theirs = await crypto.subtle.importKey("raw", server, CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, mine, 256);
  const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt, info };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
}

/** Seal the content of an event or a file to the municipality's key. */
export async function seal(
  kind: keyof typeof MAGIC,
  device: string,
  id: string,
  content: Bytes,
  to: ServerKey,
  by?: Chance,
): Promise<Bytes> {
  const { ephemeral, iv } = by ?? (await chance());
  const server = fromBase64(to.raw);
  const mine = new Uint8Array(await crypto.subtle.exportKey("raw", ephemeral.publicKey));
  const info = joined(text("llajta-campo/1"), mine, server);
  const key = await envelopeKey(ephemeral.privateKey, server, ofUuid(id), info);
  const head = joined(text(MAGIC[kind]), ofUuid(device), ofUuid(id), fromHex(to.kid), mine, iv);
  const how = { name: "AES-GCM", iv, additionalData: head, tagLength: 128 };
  return joined(head, new Uint8Array(await crypto.subtle.encrypt(how, key, content)));
}
