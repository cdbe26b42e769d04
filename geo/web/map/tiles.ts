/** Addresses of tiles: absolute, because the worker asks for them. */

export function tileAddress(tiles: string, filter: string, origin: string): string {
  return `${origin}${tiles}${filter ? `?${filter}` : ""}`;
}
