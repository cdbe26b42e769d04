/** Who uses this telephone, and what it has in its hands as long as it is open. */
import { askJson, type Holder, type Identity, newIdentity, Refused, type State } from "./doors";
import { type Draft, drafts } from "./drafts";
import { type Taken, takenAlong } from "./package";
import type { ServerKey } from "./seal";
import { pairFor, pairName, toldKey } from "./signing";
import type { Storage } from "./storage";
import { type Lock, newLock, unlock, WrongPin } from "./vault";
import { tidy, type Visit, visits } from "./visits";

/** What the office said when this telephone was enrolled, and last. */
export interface Enrolled {
  readonly me: Identity;
  readonly name: string;
  readonly holder: Holder;
  readonly key: ServerKey;
  readonly duty?: State["duty"];
}

/** Wrong PINs in a row after which what is kept under it is deleted. */
export const MOST_TRIES = 10;

export class App extends EventTarget {
  readonly storage: Storage;
  enrolled: Enrolled | undefined;
  lock: Lock | undefined;
  /** The key of the PIN; nothing under it can be read while there is none. */
  key: CryptoKey | undefined;
  taken: readonly Taken[] = [];
  visits: readonly Visit[] = [];
  /** What was begun and not kept, by its name. */
  drafts = new Map<string, Draft>();
  /** When the office was last reached, in this life of the page. */
  reached: number | undefined;
  /** Whether the office had all that can be read deleted. */
  isWiped = false;
  /** Whether something is being sent right now. */
  isSending = false;

  constructor(storage: Storage) {
    super();
    this.storage = storage;
  }

  /** Let every screen look again. */
  changed(): void {
    this.dispatchEvent(new Event("change"));
  }

  /** Let every screen look again, and whoever goes to the office hear that something waits. */
  kept(): void {
    this.dispatchEvent(new Event("kept"));
    this.changed();
  }

  async read(): Promise<void> {
    this.enrolled = (await this.storage.read("plain", "enrolled")) as Enrolled | undefined;
    this.lock = (await this.storage.read("plain", "lock")) as Lock | undefined;
  }

  async #put(key: string, value: unknown): Promise<void> {
    await this.storage.change({ put: [{ shelf: "plain", key, value }] });
  }

  /** Become the telephone of whoever the code stands for. */
  async enrol(code: string, name: string): Promise<void> {
    // Kept before it is sent: if the answer is lost, the same telephone asks again.
    const kept = (await this.storage.read("plain", "applying")) as Identity | undefined;
    const me = kept ?? newIdentity();
    await this.#put("applying", me);
    const signing_key = await toldKey(await pairFor(this.storage, me.id));
    const body = { device: me.id, token: me.token, code, name, signing_key };
    type Answer = Omit<Enrolled, "me" | "name">;
    const asked = { method: "POST", body } as const;
    const answer = await askJson<Answer>("dispositivos/", undefined, asked).catch(
      async (error: unknown) => {
        const isTaken = error instanceof Refused && error.status === 409;
        const taken = ["applying", pairName(me.id)]; // another one next time
        const take = taken.map((name) => ({ shelf: "plain", key: name }) as const);
        if (isTaken) await this.storage.change({ take });
        throw error;
      },
    );
    const { holder, key } = answer;
    this.enrolled = { me, name, holder, key };
    await this.storage.change({
      put: [{ shelf: "plain", key: "enrolled", value: this.enrolled }],
      take: [{ shelf: "plain", key: "applying" }],
    });
    this.changed();
  }

  /** Take over what the office says of this telephone now. */
  async heard({ holder, key, duty }: State): Promise<void> {
    if (!this.enrolled) return;
    this.enrolled = { ...this.enrolled, holder, key, duty };
    await this.#put("enrolled", this.enrolled);
  }

  /** Choose a PIN; nothing is kept under another one by then. */
  async choose(pin: string, rounds?: number): Promise<void> {
    const [lock, key] = await newLock(pin, rounds);
    await this.#put("lock", lock);
    [this.lock, this.key] = [lock, key];
    await this.#open(key);
  }

  /** Open what is kept; returns how many tries are left after a wrong PIN. */
  async open(pin: string): Promise<number | undefined> {
    if (!this.lock) throw new Error("there is no PIN yet");
    try {
      const key = await unlock(pin, this.lock);
      await this.#put("wrong", 0);
      await this.#open(key);
      return undefined;
    } catch (error) {
      if (!(error instanceof WrongPin)) throw error;
    }
    const wrong = Number((await this.storage.read("plain", "wrong")) ?? 0) + 1;
    await this.#put("wrong", wrong);
    if (wrong >= MOST_TRIES) await this.forget();
    return Math.max(0, MOST_TRIES - wrong);
  }

  async #open(key: CryptoKey): Promise<void> {
    const found = await visits(this.storage, key);
    await tidy(this.storage, found, Date.now());
    [this.taken, this.visits] = [await takenAlong(this.storage, key), found];
    this.drafts = await drafts(this.storage, key);
    this.key = key;
    this.changed();
  }

  /** Close what the PIN opened. */
  close(): void {
    this.key = undefined;
    [this.taken, this.visits] = [[], []];
    this.drafts = new Map();
    this.changed();
  }

  /** Read the packages anew after one was fetched or left behind. */
  async reread(): Promise<void> {
    if (!this.key) return;
    this.taken = await takenAlong(this.storage, this.key);
    this.changed();
  }

  /** Delete what the PIN protects, and be nobody; what is sealed waits under its old name. */
  async forget(): Promise<void> {
    const names = await this.storage.keys("locked");
    const me = this.enrolled?.me;
    const former = ((await this.storage.read("plain", "former")) as Identity[] | undefined) ?? [];
    await this.storage.change({
      put: me ? [{ shelf: "plain", key: "former", value: [...former, me] }] : [],
      take: [
        ...names.map((key) => ({ shelf: "locked", key }) as const),
        ...["lock", "wrong", "enrolled", "seq"].map((key) => ({ shelf: "plain", key }) as const),
      ],
    });
    [this.enrolled, this.lock] = [undefined, undefined];
    this.close();
  }

  /** Everybody this telephone has been, the present one first: what they sealed can be sent. */
  async senders(): Promise<readonly Identity[]> {
    const former = ((await this.storage.read("plain", "former")) as Identity[] | undefined) ?? [];
    return this.enrolled ? [this.enrolled.me, ...former] : former;
  }

  /** No longer be somebody who has nothing left to send. */
  async part(from: Identity): Promise<void> {
    const former = ((await this.storage.read("plain", "former")) as Identity[] | undefined) ?? [];
    const value = former.filter(({ id }) => id !== from.id);
    await this.storage.change({
      put: [{ shelf: "plain", key: "former", value }],
      take: [{ shelf: "plain", key: pairName(from.id) }],
    });
  }
}
