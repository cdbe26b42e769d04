/** A database in memory, for tests of what is done with one. */
import { type Change, NoRoom, SHELVES, type Shelf, type Storage } from "./storage";

export class Memory implements Storage {
  readonly shelves = new Map<Shelf, Map<string, unknown>>(SHELVES.map((name) => [name, new Map()]));
  /** Set to let the next changes fail as on a telephone that is full. */
  isFull = false;

  #shelf(name: Shelf): Map<string, unknown> {
    const found = this.shelves.get(name);
    if (!found) throw new Error(`no shelf ${name}`);
    return found;
  }
  async read(shelf: Shelf, key: string): Promise<unknown> {
    return structuredClone(this.#shelf(shelf).get(key));
  }
  async keys(shelf: Shelf): Promise<string[]> {
    return [...this.#shelf(shelf).keys()].sort();
  }
  async all(shelf: Shelf): Promise<unknown[]> {
    const held = this.#shelf(shelf);
    return (await this.keys(shelf)).map((key) => structuredClone(held.get(key)));
  }
  async change({ add = [], put = [], take = [] }: Change): Promise<boolean> {
    if (this.isFull && add.length + put.length > 0) throw new NoRoom();
    if (add.some(({ shelf, key }) => this.#shelf(shelf).has(key))) return false;
    for (const { shelf, key, value } of [...add, ...put]) {
      this.#shelf(shelf).set(key, structuredClone(value));
    }
    for (const { shelf, key } of take) this.#shelf(shelf).delete(key);
    return true;
  }
}
