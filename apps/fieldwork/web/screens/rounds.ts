/** What the office has given to do: how much it weighs, and whether it is on this telephone. */
import type { App } from "../app";
import { Refused, Unreached } from "../doors";
import { exchange } from "../exchange";
import { type Assignment, assignments, leaveBehind, missing, take } from "../package";
import { fill, part, piece, press, word } from "../pieces";
import { weight } from "../room";
import { NoRoom } from "../storage";

const day = (iso: string): string => iso.split("-").reverse().slice(0, 2).join("/");

function complain(screen: HTMLElement, error: unknown): void {
  const wrong = part(screen, ".wrong");
  wrong.hidden = false;
  if (error instanceof Unreached) wrong.textContent = word("not-whole");
  else if (error instanceof NoRoom) wrong.textContent = word("no-room-for-round");
  else if (error instanceof Refused) wrong.textContent = error.message;
  else throw error;
}

async function fetchRound(
  screen: HTMLElement,
  line: HTMLElement,
  app: App,
  wanted: Assignment,
): Promise<void> {
  const { enrolled, key, storage } = app;
  if (!enrolled || !key) return;
  const bar = part<HTMLProgressElement>(line, "progress");
  [bar.hidden, bar.max, bar.value] = [false, wanted.bytes.total, 0];
  fill(line, { state: word("coming") });
  try {
    await take(storage, enrolled.me, key, wanted, (bytes) => {
      bar.value = bytes;
    });
    await app.reread();
    await exchange(app); // receipt numbers for it, and what waits
  } catch (error) {
    complain(screen, error);
  }
  await settle(line, app, wanted);
}

/** Say what is here of a round and what would still come. */
async function settle(line: HTMLElement, app: App, wanted: Assignment): Promise<void> {
  const isTaken = app.taken.some(({ assignment }) => assignment.id === wanted.id);
  const bytes = await missing(app.taken, wanted);
  const { title, items, first_day, last_day } = wanted;
  const [from, until] = [day(first_day), day(last_day)];
  const size = weight(bytes);
  fill(line, {
    title,
    about: word(from === until ? "round-of-day" : "round-of-days", { items, from, until }),
    state: word(bytes === 0 ? "round-here" : isTaken ? "round-older" : "round-away", { size }),
    take: word("download", { size }),
    is_taken: isTaken,
  });
  part(line, "[data-do=take]").hidden = bytes === 0;
  part(line, "progress").hidden = true;
  line.classList.toggle("is-here", bytes === 0);
}

async function lineOf(screen: HTMLElement, app: App, wanted: Assignment): Promise<HTMLElement> {
  const line = piece("round-line");
  press(line, "[data-do=take]", () => fetchRound(screen, line, app, wanted));
  press(line, "[data-do=leave]", async () => {
    await leaveBehind(app.storage, wanted.id);
    await app.reread();
    await settle(line, app, wanted);
  });
  await settle(line, app, wanted);
  return line;
}

export function show(place: HTMLElement, app: App): () => void {
  const screen = piece("rounds", { offline: false, none: false });
  place.replaceChildren(screen);
  void list(screen, app);
  return () => undefined;
}

async function list(screen: HTMLElement, app: App): Promise<void> {
  const me = app.enrolled?.me;
  if (!me) return;
  const kept = app.taken.map(({ assignment }) => assignment);
  let all: readonly Assignment[] = kept;
  try {
    all = await assignments(me);
  } catch (error) {
    if (!(error instanceof Unreached)) complain(screen, error);
    fill(screen, { offline: true });
  }
  // One that the office no longer names is shown as long as it is here, to be deleted.
  const named = new Set(all.map(({ id }) => id));
  const shown = [...all, ...kept.filter(({ id }) => !named.has(id))];
  fill(screen, { none: shown.length === 0 });
  const lines = await Promise.all(shown.map((each) => lineOf(screen, app, each)));
  part(screen, "[data-rounds]").replaceChildren(...lines);
}
