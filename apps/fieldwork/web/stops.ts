/** The places of a round, as the list and the map show them. */
import type { App } from "./app";
import type { Place } from "./distance";
import { type Facts, kindOf } from "./kind";
import type { Item, Taken } from "./package";
import { word } from "./pieces";
import { fromHere } from "./route";
import { bolivianos, centavos, type Visit } from "./visits";

export interface Stop {
  readonly assignment: string;
  readonly kind: string;
  readonly item: Item;
  readonly place: Place | undefined;
  readonly facts: Facts;
  /** What one reads first, and below it. */
  readonly main: string;
  readonly second: string;
  /** What was done there from this telephone, the latest first. */
  readonly made: readonly Visit[];
  /** Whether there is always something to do there. */
  readonly isOpenEnded: boolean;
  readonly isDone: boolean;
  readonly address: string;
}

const PLAIN: Facts = { amount: "", mark: "", shade: "none", meaning: "", place: "" };

/** A number that is not torn apart at the end of a line. */
function unbroken(title: string): string {
  return title.replaceAll("-", "\u2011");
}

function stopOf(app: App, { assignment, content }: Taken, item: Item): Stop {
  const made = app.visits.filter((v) => v.item === item.id && v.assignment === assignment.id);
  const kind = kindOf(content.kind);
  const facts = kind?.facts(item) ?? PLAIN;
  const isOpenEnded = kind?.isOpenEnded?.(item) ?? false;
  return {
    assignment: assignment.id,
    kind: content.kind,
    item,
    place: item.at ?? undefined,
    facts,
    main: item.subtitle || item.title,
    second: [facts.place, item.subtitle ? unbroken(item.title) : ""].filter(Boolean).join(" · "),
    made,
    isOpenEnded,
    isDone: (made.length > 0 || item.done !== null) && !isOpenEnded,
    address: `#/lugar/${assignment.id}/${item.id}`,
  };
}

/** Every place of every round on this telephone, in the office's order. */
export function allStops(app: App): Stop[] {
  return app.taken.flatMap((taken) =>
    taken.content.items
      .toSorted((one, other) => one.order - other.order)
      .map((item) => stopOf(app, taken, item)),
  );
}

export function findStop(app: App, assignment = "", item = ""): Stop | undefined {
  const taken = app.taken.find((each) => each.assignment.id === assignment);
  const found = taken?.content.items.find(({ id }) => String(id) === item);
  return taken && found ? stopOf(app, taken, found) : undefined;
}

/** Those still to do, in the order in which to walk from `here`. */
export function ahead(stops: readonly Stop[], here: Place | undefined): Stop[] {
  return fromHere(
    stops.filter(({ isDone }) => !isDone),
    here,
  );
}

/** What was done at a stop, in words; empty if nothing. */
export function doneWords({ made, item }: Stop): string {
  const [last] = made;
  if (last) return said(last);
  return item.done ? `${word(`outcome-${item.done.outcome}`)} · ${item.done.by}` : "";
}

/** A visit in words: what came of it, and when. */
export function said(visit: Visit): string {
  const time = visit.at.slice(11, 16);
  const paid = visit.payment ? ` ${bolivianos(centavos(visit.payment.amount))}` : "";
  return `${word(`outcome-${visit.outcome}`)}${paid} · ${time}`;
}

/** Text without accents and capitals, for searching as one types on a telephone. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
