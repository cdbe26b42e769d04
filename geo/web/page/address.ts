/** The address bar: filters and what is open, so that sharing the page is sharing the view. */

const FILTERS = [
  ...["desde", "hasta", "tipo", "distrito", "otb", "estado"],
  ...["en", "por", "dia", "antiguedad", "minimo", "maximo", "categoria", "visita", "promesa"],
  "lazo",
];

/** What can be open beside the map, and the fragment that tells it. */
const FRAGMENTS: Record<string, (value: string, search: string) => string> = {
  cuenta: (number) => `/agua/mora/cuenta/${encodeURIComponent(number)}/`,
  modulo: (code) => `modulo/?${new URLSearchParams({ modulo: code })}`,
  obra: (code) => `/obras/${encodeURIComponent(code)}/panel/`,
  aqui: (at, search) => {
    const [lon = "", lat = ""] = at.split(",");
    return hereAddress(lon, lat, search);
  },
};

/** The fragment that tells what is at a point, by the filters in `search`. */
export function hereAddress(lon: string, lat: string, search: string): string {
  const filters = filtersOf(search);
  return `/aqui/panel/?${new URLSearchParams({ lon, lat })}${filters ? `&${filters}` : ""}`;
}

/** Only the filters of an address. */
export function filtersOf(search: string): string {
  const kept = [...new URLSearchParams(search)].filter(([name]) => FILTERS.includes(name));
  return new URLSearchParams(kept).toString();
}

/** The fragment that an address asks to be open. */
export function fragmentOf(search: string): string | undefined {
  const query = new URLSearchParams(search);
  for (const [name, address] of Object.entries(FRAGMENTS)) {
    const value = query.get(name);
    if (value) return address(value, search);
  }
  return undefined;
}

/** The present address with other filters, keeping what is open. */
export function withFilters(query: string, now: URL): string {
  const next = new URLSearchParams(query);
  for (const name of Object.keys(FRAGMENTS)) {
    const value = now.searchParams.get(name);
    if (value) next.set(name, value);
  }
  return written(next, now);
}

/** The present address with something else open, or nothing. */
export function withOpen(name: string | undefined, value: string, now: URL): string {
  const next = new URLSearchParams(now.search);
  for (const other of [...Object.keys(FRAGMENTS), "despues"]) next.delete(other);
  if (name) next.set(name, value);
  return written(next, now);
}

function written(query: URLSearchParams, now: URL): string {
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%3B", ";");
  return `${now.pathname}${text ? `?${text}` : ""}${now.hash}`;
}

/** Go to `address` unless it is the present one. */
export function go(address: string): void {
  const now = `${location.pathname}${location.search}${location.hash}`;
  if (address !== now) history.pushState(null, "", address);
}
