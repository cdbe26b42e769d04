/** Acts that must not be done twice at a time, in this tab or in another one. */

const last = new Map<string, Promise<unknown>>();

/** Do `act` after all earlier ones of its name; across tabs where the browser has locks. */
export function alone<T>(name: string, act: () => Promise<T>): Promise<T> {
  if (typeof navigator !== "undefined" && "locks" in navigator) {
    return navigator.locks.request(`llajta-campo-${name}`, act) as Promise<T>;
  }
  const next = (last.get(name) ?? Promise.resolve()).then(act, act);
  last.set(name, next);
  return next;
}
