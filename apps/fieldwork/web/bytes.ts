/** Bytes as the protocol writes them: ids, digests, frames (docs/fieldwork-protocol.md). */

export type Bytes = Uint8Array<ArrayBuffer>;

export function joined(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function text(words: string): Bytes {
  return new TextEncoder().encode(words);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function fromHex(digits: string): Bytes {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** The 16 bytes of a UUID, in the order of its text. */
export function ofUuid(uuid: string): Bytes {
  return fromHex(uuid.replaceAll("-", ""));
}

export function uuidOf(bytes: Uint8Array): string {
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export async function sha256(content: Bytes): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", content)));
}

/** base64url without padding. */
export function toBase64(bytes: Uint8Array): string {
  const plain = btoa(String.fromCharCode(...bytes));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function fromBase64(letters: string): Bytes {
  const plain = atob(letters.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** `4 bytes length, big-endian ‖ content` for each part. */
export function framed(parts: readonly Uint8Array[]): Bytes {
  return joined(
    ...parts.flatMap((part) => {
      const length = new Uint8Array(4);
      new DataView(length.buffer).setUint32(0, part.length);
      return [length, part];
    }),
  );
}

/** The parts of what was framed. */
export function unframed(all: ArrayBuffer): Bytes[] {
  const view = new DataView(all);
  const parts: Bytes[] = [];
  let at = 0;
  while (at + 4 <= all.byteLength) {
    const length = view.getUint32(at);
    parts.push(new Uint8Array(all, at + 4, length));
    at += 4 + length;
  }
  return parts;
}

/** The small pictures of a package: `16 bytes UUID ‖ 4 bytes length ‖ content`, one by one. */
export function* pictures(all: ArrayBuffer): Generator<[id: string, content: Bytes]> {
  const view = new DataView(all);
  let at = 0;
  while (at + 20 <= all.byteLength) {
    const length = view.getUint32(at + 16);
    if (at + 20 + length > all.byteLength) return;
    const id = uuidOf(new Uint8Array(all, at, 16));
    yield [id, new Uint8Array(all, at + 20, length)];
    at += 20 + length;
  }
}
