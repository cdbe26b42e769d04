/** The telephone's own database: a few shelves, and all of an act or none of it. */

/** Plain things by name, things under the PIN by name, and what waits to be sent by its id. */
export const SHELVES = ["plain", "locked", "events", "files"] as const;
export type Shelf = (typeof SHELVES)[number];

/** The telephone has no room left; nothing of the act was kept. */
export class NoRoom extends Error {}

export interface Put {
  readonly shelf: Shelf;
  readonly key: string;
  readonly value: unknown;
}

export interface Taking {
  readonly shelf: Shelf;
  readonly key: string;
}

export interface Change {
  /** Things that must not be there yet; if one is, the act was done before. */
  readonly add?: readonly Put[];
  readonly put?: readonly Put[];
  readonly take?: readonly Taking[];
}

/** What the rest of the app asks of a database. */
export interface Storage {
  read(shelf: Shelf, key: string): Promise<unknown>;
  keys(shelf: Shelf): Promise<string[]>;
  all(shelf: Shelf): Promise<unknown[]>;
  /** Do all of a change; false if something to add was there. Throws `NoRoom`. */
  change(change: Change): Promise<boolean>;
}

const NAME = "llajta-campo";

function opened(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const shelf of SHELVES) asked.result.createObjectStore(shelf);
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      done(asked.result);
    };
    asked.onerror = () => failed(asked.error);
  });
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

/** Whether the transaction came to its end; a key that was there is a no. */
function ended(turn: IDBTransaction): Promise<boolean> {
  return new Promise((done, failed) => {
    turn.oncomplete = () => done(true);
    turn.onabort = () => {
      const name = turn.error?.name;
      if (name === "ConstraintError") done(false);
      else failed(name === "QuotaExceededError" ? new NoRoom() : turn.error);
    };
  });
}

/** The database of this telephone. */
export async function openStorage(): Promise<Storage> {
  const database = await opened();
  const shelfOf = (shelf: Shelf): IDBObjectStore => database.transaction(shelf).objectStore(shelf);
  return {
    read: (shelf, key) => answer(shelfOf(shelf).get(key)),
    keys: async (shelf) => (await answer(shelfOf(shelf).getAllKeys())).map(String),
    all: (shelf) => answer(shelfOf(shelf).getAll()),
    change({ add = [], put = [], take = [] }) {
      // Strict: the answer comes after the disk has it, so the battery may die right then.
      const turn = database.transaction(SHELVES, "readwrite", { durability: "strict" });
      const end = ended(turn);
      for (const { shelf, key, value } of add) turn.objectStore(shelf).add(value, key);
      for (const { shelf, key, value } of put) turn.objectStore(shelf).put(value, key);
      for (const { shelf, key } of take) turn.objectStore(shelf).delete(key);
      return end;
    },
  };
}
