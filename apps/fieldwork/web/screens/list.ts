/** The round as a list: what comes next, what is left, what was done. */
import type { App } from "../app";
import { metres, type Place, spokenDistance } from "../distance";
import { localTime } from "../doors";
import { pointTo } from "../needle";
import { fill, part, piece, press, word } from "../pieces";
import { ahead, allStops, doneWords, folded, type Stop } from "../stops";
import { bolivianos, cashOf } from "../visits";
import { follow, here } from "../whereabouts";
import { readsCodes } from "./scan";

/** Distances in the list are told anew after so many metres: less would only flicker. */
const STRIDE_M = 10;

interface Row {
  readonly stop: Stop;
  readonly element: HTMLElement;
  readonly distance: HTMLElement;
  readonly searched: string;
}

function rowOf(stop: Stop): Row {
  const { facts, main, second, isDone, address } = stop;
  const element = piece("stop", { main, second, state: doneWords(stop), amount: facts.amount });
  const mark = part(element, ".mark");
  mark.classList.add(`is-${isDone ? "done" : facts.shade}`);
  mark.textContent = isDone ? "✓" : facts.mark;
  mark.title = facts.meaning;
  part<HTMLAnchorElement>(element, "a").href = address;
  const searched = folded(`${main} ${second} ${stop.item.title}`);
  return { stop, element, distance: part(element, "[data-distance]"), searched };
}

function tellProgress(screen: HTMLElement, app: App, stops: readonly Stop[]): void {
  const done = stops.filter(({ isDone }) => isDone).length;
  const { count, amount } = cashOf(app.visits, localTime(new Date()).slice(0, 10));
  fill(screen, {
    done: word("done-of", { done, all: stops.length }),
    cash: count ? word("cash-taken", { amount: bolivianos(amount) }) : "",
    has_done: done > 0,
    done_title: word("done-count", { count: done }),
  });
  const bar = part<HTMLProgressElement>(screen, "[data-progress]");
  [bar.max, bar.value] = [stops.length, done];
}

function tellNext(screen: HTMLElement, next: Stop | undefined): () => void {
  const card = part<HTMLAnchorElement>(screen, ".next");
  if (!next) return () => undefined;
  card.href = next.address;
  fill(card, { main: next.main, second: next.second, amount: next.facts.amount, distance: "" });
  return next.place ? pointTo(card, next.place) : () => undefined;
}

function tellDistances(rows: readonly Row[], from: Place): void {
  for (const { stop, distance } of rows) {
    if (stop.place) distance.textContent = spokenDistance(metres(from, stop.place));
  }
}

/** Show the rows that match; the next stop has its card, and a row only while one searches. */
function showFound(
  screen: HTMLElement,
  rows: readonly Row[],
  text: string,
  next: Stop | undefined,
): void {
  const wanted = folded(text).split(/\s+/).filter(Boolean);
  const isSearching = wanted.length > 0;
  let found = 0;
  for (const { stop, element, searched } of rows) {
    const isFound = wanted.every((each) => searched.includes(each));
    element.hidden = !isFound || (!isSearching && stop === next);
    if (isFound) found += 1;
  }
  fill(screen, { none_found: found === 0, next: next !== undefined && !isSearching });
}

export function show(place: HTMLElement, app: App): () => void {
  if (app.taken.length === 0) {
    place.replaceChildren(piece("no-round"));
    return () => undefined;
  }
  const screen = piece("list", { none_found: false, reads_codes: readsCodes(app) });
  const stops = allStops(app);
  const rows = new Map(stops.map((stop) => [stop, rowOf(stop)]));
  const done = stops.filter(({ isDone }) => isDone);
  const elements = (some: readonly Stop[]): HTMLElement[] =>
    some.flatMap((stop) => rows.get(stop)?.element ?? []);
  const search = part<HTMLInputElement>(screen, "[data-search]");
  let next: Stop | undefined;
  let endNext = (): void => undefined;

  function order(from: Place | undefined): void {
    const way = ahead(stops, from);
    part(screen, "[data-stops]").replaceChildren(...elements(way));
    next = way[0];
    showFound(screen, [...rows.values()], search.value, next);
    endNext();
    endNext = tellNext(screen, next);
  }

  tellProgress(screen, app, stops);
  part(screen, "[data-done]").replaceChildren(...elements(done));
  order(here(Date.now())?.place);
  press(screen, "[data-do=here]", () => order(here(Date.now())?.place));
  search.addEventListener("input", () => showFound(screen, [...rows.values()], search.value, next));
  place.replaceChildren(screen);

  let told: Place | undefined;
  const end = follow((fix) => {
    if (!fix || (told && metres(told, fix.place) < STRIDE_M)) return;
    if (!told) order(fix.place); // rows move under nobody's finger later on
    told = fix.place;
    tellDistances([...rows.values()], told);
  });
  return () => {
    end();
    endNext();
  };
}
