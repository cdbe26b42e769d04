/** A map that only remembers what was put on it, and the little of a page that modules touch. */
import type { Map as GlMap } from "maplibre-gl";

export class RecordingMap {
  readonly sources = new Set<string>();
  readonly layers = new Set<string>();
  readonly listeners = new Set<unknown>();
  #resolver: unknown = null;

  /** Everything that is on the map at this moment, in words. */
  get remains(): string[] {
    const resolver = this.#resolver ? ["image resolver"] : [];
    return [
      ...this.sources,
      ...this.layers,
      ...[...this.listeners].map(() => "listener"),
      ...resolver,
    ];
  }

  addSource(id: string): void {
    this.sources.add(id);
  }
  removeSource(id: string): void {
    if (this.layers.size > 0) throw new Error(`${id} is still drawn by a layer`);
    this.sources.delete(id);
  }
  addLayer({ id, source }: { id: string; source: string }): void {
    if (!this.sources.has(source)) throw new Error(`${id} has no source ${source}`);
    this.layers.add(id);
  }
  removeLayer(id: string): void {
    this.layers.delete(id);
  }
  on(...what: unknown[]): void {
    this.listeners.add(what.at(-1));
  }
  off(...what: unknown[]): void {
    this.listeners.delete(what.at(-1));
  }
  setMissingStyleImageResolver(resolver: unknown): void {
    this.#resolver = resolver;
  }
  getPixelRatio(): number {
    return 2;
  }
  getContainer(): { closest(): null } {
    return { closest: () => null };
  }
  getCanvas(): { classList: { toggle(): void } } {
    return { classList: { toggle: () => undefined } };
  }
  asMap(): GlMap {
    return this as unknown as GlMap;
  }
}

/** Stand in for the parts of a browser that a module reads when it is added. */
export function pretendPage(): EventTarget & {
  documentElement: { dataset: object; lang: string };
} {
  const page = Object.assign(new EventTarget(), {
    documentElement: { dataset: {}, lang: "es" },
    querySelector: () => null,
  });
  Object.assign(globalThis, {
    document: page,
    location: new URL("https://pueblo.example/"),
    matchMedia: () => ({ matches: false }),
  });
  return page;
}
