/** How the spaces of the page's offering stand now, as the map and the list both show it. */
import type { Everything, States } from "@geo/live";

type Changed = (codes: readonly string[] | "plan") => void;

export class Standings {
  /** Whether somebody tells us of changes; else what the page was sent with counts. */
  isLive = false;
  usual = "";
  total = 0;
  readonly states = new Map<string, string>();
  readonly #ears = new Set<Changed>();

  of(code: string): string {
    return this.states.get(code) ?? this.usual;
  }

  count(state: string): number {
    if (state === this.usual) return this.total - this.states.size;
    return [...this.states.values()].filter((each) => each === state).length;
  }

  /** Everything anew; whoever listens hears of what was not so before. */
  all({ usual, total, states }: Everything): void {
    const before = new Map(this.states);
    const began = !this.isLive;
    Object.assign(this, { usual, total, isLive: true });
    this.states.clear();
    this.#put(states);
    const codes = new Set([...before.keys(), ...this.states.keys()]);
    const changed = [...codes].filter((code) => (before.get(code) ?? usual) !== this.of(code));
    if (began || changed.length > 0) this.#tell(changed);
  }

  some(states: States): void {
    this.#put(states);
    this.#tell(Object.keys(states));
  }

  plan(): void {
    this.#tell("plan");
  }

  /** Hear of changes until the returned function is called. */
  hear(changed: Changed): () => void {
    this.#ears.add(changed);
    return () => this.#ears.delete(changed);
  }

  #put(states: States): void {
    for (const [code, state] of Object.entries(states)) {
      if (state === null || state === this.usual) this.states.delete(code);
      else this.states.set(code, state);
    }
  }

  #tell(codes: readonly string[] | "plan"): void {
    for (const ear of [...this.#ears]) ear(codes);
  }
}

/** Those of this page; the map and the list share them. */
export const standings = new Standings();
