/** Receipt numbers that the office has lent to this telephone: each is given out once. */
import { alone } from "./alone";
import { askJson, type Identity, Refused } from "./doors";
import type { Put, Storage } from "./storage";

export interface Numbered {
  readonly id: number;
  readonly text: string;
  readonly kind: string;
}

interface Block {
  readonly kind: string;
  readonly numbers: readonly { readonly id: number; readonly text: string }[];
}

const FREE = "numbers";
const USED = "numbers-used";

async function list<T>(storage: Storage, name: string): Promise<T[]> {
  return ((await storage.read("plain", name)) as T[] | undefined) ?? [];
}

/** Take over what the office says may still be given out, less what was given out here. */
export function lend(storage: Storage, kind: string, blocks: readonly Block[]): Promise<boolean> {
  return alone("number", async () => {
    const others = (await list<Numbered>(storage, FREE)).filter((each) => each.kind !== kind);
    const told = blocks
      .filter((block) => block.kind === kind)
      .flatMap(({ numbers }) => numbers.map(({ id, text }) => ({ id, text, kind })));
    const used = new Set(await list<number>(storage, USED));
    const still = told.filter(({ id }) => used.has(id)).map(({ id }) => id);
    return storage.change({
      put: [
        {
          shelf: "plain",
          key: FREE,
          value: [...others, ...told.filter(({ id }) => !used.has(id))],
        },
        { shelf: "plain", key: USED, value: still },
      ],
    });
  });
}

/** Ask the office for numbers; a kind that takes no money has none. */
export async function borrow(storage: Storage, me: Identity, kind: string): Promise<void> {
  try {
    const asked = { method: "POST", body: { kind } } as const;
    const { blocks } = await askJson<{ blocks: Block[] }>("talonario/", me, asked);
    await lend(storage, kind, blocks);
  } catch (error) {
    if (!(error instanceof Refused) || error.status === 401) throw error;
  }
}

/** How many numbers are left for a kind. */
export async function free(storage: Storage, kind: string): Promise<number> {
  return (await list<Numbered>(storage, FREE)).filter((each) => each.kind === kind).length;
}

/** Do `act` with the next number, if there is one, and with what marks it as given out.
 *
 * The mark must be kept together with the event that gives the number out, or not at all.
 */
export function withNumber<T>(
  storage: Storage,
  kind: string,
  act: (number: Numbered | undefined, mark: readonly Put[]) => Promise<T>,
): Promise<T> {
  return alone("number", async () => {
    const all = await list<Numbered>(storage, FREE);
    const next = all.find((each) => each.kind === kind);
    if (!next) return act(undefined, []);
    const used = await list<number>(storage, USED);
    return act(next, [
      { shelf: "plain", key: FREE, value: all.filter(({ id }) => id !== next.id) },
      { shelf: "plain", key: USED, value: [...used, next.id] },
    ]);
  });
}
