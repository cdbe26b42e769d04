/** Codes that were read off papers, until they are put to the place they were shown at. */

/** How long a code that led to no place is offered at the next one that is opened. */
const OFFERED_MS = 10 * 60_000;

const noted = new Map<number, string>();
let loose: { readonly code: string; readonly at: number } | undefined;

/** Keep a code for a place, or for whichever is opened next. */
export function note(code: string, item: number | undefined, now: number): void {
  if (item === undefined) loose = { code, at: now };
  else {
    noted.set(item, code);
    loose = undefined;
  }
}

/** The code that was shown at a place; empty if none was read. */
export function codeFor(item: number, now = Date.now()): string {
  const found = noted.get(item);
  if (found !== undefined) return found;
  return loose && now - loose.at < OFFERED_MS ? loose.code : "";
}

/** Forget what was read at a place, once it is recorded. */
export function forgetCode(item: number): void {
  noted.delete(item);
  loose = undefined;
}
