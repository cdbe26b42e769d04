/** What the telephone keeps under its holder's PIN: read by nobody who only has the telephone. */

/** How the key is made from the PIN; kept beside what it opens, and no secret. */
export interface Lock {
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly rounds: number;
  /** A known word under the key: what tells a right PIN from a wrong one. */
  readonly proof: Locked;
}

export interface Locked {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly content: ArrayBuffer;
}

/** The PIN does not open what is kept here. */
export class WrongPin extends Error {}

/** PBKDF2-SHA-256: at least what OWASP asked for in 2021, some two seconds on a cheap telephone. */
export const ROUNDS = 310_000;
export const SHORTEST_PIN = 6;
const WORD = "llajta";

async function derived(pin: string, salt: BufferSource, iterations: number): Promise<CryptoKey> {
  const raw = new TextEncoder().encode(pin);
  const known = await crypto.subtle.importKey("raw", raw, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, known, { name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
}

/** Put bytes under a key. */
export async function lockBytes(key: CryptoKey, plain: BufferSource): Promise<Locked> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, content: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain) };
}

/** Read bytes that were put under a key; throws if it was another key, or they were changed. */
export async function readBytes(key: CryptoKey, { iv, content }: Locked): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, content);
}

/** Put a value under a key. */
export async function lockUp(key: CryptoKey, value: unknown): Promise<Locked> {
  return lockBytes(key, new TextEncoder().encode(JSON.stringify(value)));
}

/** Read a value that was put under a key. */
export async function readOut(key: CryptoKey, locked: Locked): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await readBytes(key, locked)));
}

/** A new lock for a PIN, and its key. */
export async function newLock(pin: string, rounds = ROUNDS): Promise<[Lock, CryptoKey]> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const key = await derived(pin, salt, rounds);
  return [{ salt, rounds, proof: await lockUp(key, WORD) }, key];
}

/** The key of a lock. Throws `WrongPin`. */
export async function unlock(pin: string, lock: Lock): Promise<CryptoKey> {
  const key = await derived(pin, lock.salt, lock.rounds);
  const word = await readOut(key, lock.proof).catch(() => undefined);
  if (word !== WORD) throw new WrongPin();
  return key;
}

/** Whether a PIN is worth its name: not 111111, not 123456, not 654321. */
export function isGuessed(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, n) => Number(digit) - Number(pin[n])));
  const [step = 0] = steps;
  return steps.size === 1 && Math.abs(step) <= 1;
}
