/** How much room the telephone has: told before it is needed, never after. */

/** Below this a day with photographs may not fit. */
const LITTLE_BYTES = 30_000_000;

export interface Room {
  readonly used: number;
  readonly left: number;
  readonly isLittle: boolean;
}

/** What the browser says of its room; nothing if it does not say. */
export async function room(): Promise<Room | undefined> {
  const { usage: used, quota } = (await navigator.storage?.estimate?.()) ?? {};
  if (used === undefined || quota === undefined) return undefined;
  const left = quota - used;
  return { used, left, isLittle: left < LITTLE_BYTES };
}

/** Ask the browser not to clear this away when the telephone is short of room. */
export async function stay(): Promise<boolean> {
  return (await navigator.storage?.persist?.()) ?? false;
}

/** Bytes as one reads them: 812 kB, 3,4 MB. */
export function weight(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
  const [unit, name] = bytes < 1_000_000_000 ? [1_000_000, "MB"] : [1_000_000_000, "GB"];
  return `${(bytes / unit).toFixed(1).replace(".", ",")} ${name}`;
}
