/** What this telephone signs with, and its signature (docs/fieldwork-protocol.md, Signing).
 *
 * The private half cannot be taken out of the browser. It lies outside the PIN: what was sealed
 * is signed already, so a forgotten PIN loses nothing, and a former name can still sign.
 */
import { type Bytes, joined, text, toBase64 } from "./bytes";
import type { Storage } from "./storage";

const KEYS = { name: "ECDSA", namedCurve: "P-256" } as const;
const HOW = { name: "ECDSA", hash: "SHA-256" } as const;
const MAGIC = "LLS1";
const PURPOSE = "llajta-campo/firma/1";

/** Under which name the key pair of a device lies among the plain things. */
export function pairName(device: string): string {
  return `signing:${device}`;
}

/** The key pair of a device, if it has one. */
export async function pairOf(storage: Storage, device: string): Promise<CryptoKeyPair | undefined> {
  return (await storage.read("plain", pairName(device))) as CryptoKeyPair | undefined;
}

/** The key pair of a device, made if it has none; of two tabs that do so the first one's counts. */
export async function pairFor(storage: Storage, device: string): Promise<CryptoKeyPair> {
  const found = await pairOf(storage, device);
  if (found) return found;
  const value = await crypto.subtle.generateKey(KEYS, false, ["sign", "verify"]);
  const add = [{ shelf: "plain", key: pairName(device), value } as const];
  if (await storage.change({ add })) return value;
  return pairFor(storage, device);
}

/** The public half as the office is told it. */
export async function toldKey({ publicKey }: CryptoKeyPair): Promise<string> {
  return toBase64(new Uint8Array(await crypto.subtle.exportKey("raw", publicKey)));
}

/** What exactly is signed of an envelope. */
export function saidOf(envelope: Bytes): Bytes {
  return joined(text(PURPOSE), envelope);
}

/** An envelope behind its signature. */
export async function signed(envelope: Bytes, { privateKey }: CryptoKeyPair): Promise<Bytes> {
  const signature = await crypto.subtle.sign(HOW, privateKey, saidOf(envelope));
  return joined(text(MAGIC), new Uint8Array(signature), envelope);
}

export function isSigned(envelope: Bytes): boolean {
  return new TextDecoder().decode(envelope.slice(0, MAGIC.length)) === MAGIC;
}
